package planner

import (
	"fmt"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pep/version"
	"github.com/org/pyfrontend/frontend/pyproject"
	"github.com/org/pyfrontend/llbgen/plan"
)

// UVVersion is the uv that this release runs: fixed, so that a build does not
// change under a project.
const UVVersion = "0.13.9"

// uvImage is where uv is taken from; %s is the version.
const uvImage = "ghcr.io/astral-sh/uv:%s"

// chooseUV decides which uv runs: the spec's, else this release's. uv refuses a
// project whose tool.uv.required-version it does not satisfy; one that asks for
// an exact version gets it.
func (in *Input) chooseUV() (plan.Choice, diag.List) {
	var found diag.List
	have, why := UVVersion, "the version that this release of pyfrontend is tested with"
	want := in.requiredUV()
	set, err := version.ParseSet(want.V)
	if v := in.Spec.UV; v.V != "" {
		have, why = v.V, fmt.Sprintf("uv = %q", v.V)
	} else if exact := exactly(set); err == nil && exact != "" {
		have, why = exact, fmt.Sprintf("tool.uv.required-version = %q", want.V)
	}
	if v, bad := version.Parse(have); want.Set() && err == nil && bad == nil && !set.Contains(v) {
		found.Add(want.Range, fmt.Sprintf("the project requires uv %s, and uv %s would run", want.V, have), "",
			"Change required-version, or choose a uv that it allows: uv = \"...\" under [tool.pyfrontend].")
	}
	return plan.Choice{Value: fmt.Sprintf(uvImage, have), Why: why}, found
}

// requiredUV is tool.uv.required-version of the workspace's root.
func (in *Input) requiredUV() pyproject.Str {
	for _, doc := range []*pyproject.Document{in.Root, in.Doc} {
		if doc != nil && doc.UV.RequiredVersion.Set() {
			return doc.UV.RequiredVersion
		}
	}
	return pyproject.Str{}
}

// exactly returns the version of a set that has only "==X".
func exactly(set version.Set) string {
	specs := set.Specifiers()
	if len(specs) != 1 || specs[0].Op != version.Equal || specs[0].Prefix {
		return ""
	}
	return specs[0].Version.String()
}
