package layers

import (
	"slices"
	"strings"

	"github.com/org/pyfrontend/internal/testbed"
)

// steps are what the names of all vertices begin with that run a program or
// copy what belongs to the project.
var steps = []string{"install ", "create the virtual environment", "build the wheel of ", "copy the files of ", "compile "}

// ran are the names of the steps that really ran.
func ran(r *testbed.Result, prefixes ...string) []string {
	var out []string
	for _, s := range r.Steps {
		_, name, multi := strings.Cut(s.Name, "] ")
		if !multi || !strings.HasPrefix(s.Name, "[linux/") {
			name = s.Name
		}
		if !s.Cached && slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(name, p) }) {
			out = append(out, s.Name)
		}
	}
	slices.Sort(out)
	return out
}
