package planner

import (
	"fmt"

	"github.com/org/pyfrontend/frontend/base"
	"github.com/org/pyfrontend/frontend/uvlock"
)

// withoutWheel names a locked package that would have to be compiled for a
// Python on one of the platforms, although it has wheels for others; "" if
// there is none. What has no wheels at all is compiled with any Python, so it
// is no reason to prefer another.
func (in *Input) withoutWheel(minor string) string {
	if in.Locked == nil {
		return ""
	}
	facts, ok := base.Known(fmt.Sprintf(Images[in.Spec.Base.V], minor))
	if !ok {
		return ""
	}
	for _, platform := range in.Platforms {
		env, err := environment(platform, facts)
		if err != nil {
			continue
		}
		installed, found := in.Locked.Resolve(in.selection(), env)
		if found.HasErrors() {
			return "a package"
		}
		for i := range installed {
			if p := installed[i].Package; installed[i].Method == uvlock.FromSdist && len(p.Wheels) > 0 {
				return label(&installed[i])
			}
		}
	}
	return ""
}

// selection is what of the lock belongs in the image: never a group that was
// not asked for.
func (in *Input) selection() uvlock.Selection {
	return uvlock.Selection{
		Roots:  in.roots(),
		Extras: normal(in.Spec.Extras.V),
		Groups: normal(in.Spec.Groups.V),
		Build:  in.buildOptions(),
	}
}
