package planner

import (
	"fmt"

	"github.com/containerd/platforms"

	"github.com/org/pyfrontend/frontend/base"
	"github.com/org/pyfrontend/frontend/diag"
)

// checkPlatforms reports platforms that no image can be built for.
func (in *Input) checkPlatforms() diag.List {
	var found diag.List
	for _, name := range in.Platforms {
		p, err := platforms.Parse(name)
		switch {
		case err != nil:
			found.Add(diag.Range{}, fmt.Sprintf("%s is not a platform", diag.Quote(name)), "", "Write for example --platform linux/amd64,linux/arm64")
		case p.OS != "linux":
			found.Add(diag.Range{}, fmt.Sprintf("images for %s cannot be built", p.OS), "pyfrontend builds Linux images.", "Write for example --platform linux/"+p.Architecture)
		case base.Machine(p.Architecture) == "":
			found.Add(diag.Range{}, fmt.Sprintf("images for %s cannot be built", name), "No wheels are known for this architecture.", "")
		}
	}
	return found
}
