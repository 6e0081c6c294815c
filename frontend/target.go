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

// lockTarget is no image but a file, for docker build --target lock -o . .
const lockTarget = "lock"

// targetTable returns the targets that every project has.
func targetTable() []Target {
	return []Target{
		{Name: defaultTarget, Doc: "The image that runs the project"},
		{Name: lockTarget, Doc: "The project's uv.lock, made or brought up to date: docker build --target lock -o . ."},
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
