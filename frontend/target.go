package frontend

import (
	"fmt"

	"github.com/org/pyfrontend/frontend/diag"
)

// defaultTarget is the image that is built when no --target is given.
const defaultTarget = "runtime"

// target checks --target.
func (r *request) target() {
	t := r.src.UI().Target
	if t == "" || t == defaultTarget {
		return
	}
	r.found.Add(diag.Range{}, fmt.Sprintf("there is no target %s", diag.Quote(t)), "The targets are: "+defaultTarget+".",
		diag.DidYouMean(t, []string{defaultTarget}))
}
