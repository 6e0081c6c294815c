package planner

import (
	"fmt"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pep/name"
)

// devGroups warns about groups that are there for working on the project: those
// that uv installs by default (tool.uv.default-groups, else "dev"), for that is
// what they are for.
func (in *Input) devGroups() diag.List {
	var found diag.List
	development := map[string]bool{"dev": true}
	if in.Root != nil {
		for _, g := range in.Root.UV.DefaultGroups.Names {
			development[name.Normalize(g.V)] = true
		}
	}
	for _, g := range in.Spec.Groups.V {
		if development[name.Normalize(g.V)] {
			found.Warn(RuleDevGroupInImage, g.Range, fmt.Sprintf("the development group %s is installed in the image", diag.Quote(g.V)),
				"Its packages make the image larger, and more of it has to be kept free of vulnerabilities.",
				"Leave the group out, or move what the program needs to a group of another name.")
		}
	}
	return found
}
