package frontend

import (
	"fmt"
	"strings"

	"github.com/org/pyfrontend/frontend/diag"
)

// Target is one entry of the table of targets.
type Target struct {
	// Name is what --target takes.
	Name string
	// Doc is one sentence without a final stop.
	Doc string
}

// defaultTarget is the image that is built when no --target is given.
const defaultTarget = "runtime"

// targetTable returns the targets that every project has.
func targetTable() []Target {
	return []Target{
		{Name: defaultTarget, Doc: "The image that runs the project"},
	}
}

// target checks --target.
func (r *request) target() {
	t := r.src.UI().Target
	var names []string
	for _, known := range targetTable() {
		if t == known.Name {
			return
		}
		names = append(names, known.Name)
	}
	if t == "" {
		return
	}
	suggestion := diag.DidYouMean(t, names)
	if suggestion == "" {
		suggestion = "Leave --target out to build the image that runs the project."
	}
	r.found.Add(diag.Range{}, fmt.Sprintf("the project has no target %s", diag.Quote(t)), "The targets are: "+strings.Join(names, ", ")+".", suggestion)
}
