package engines

import (
	"testing"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/examples"
	"github.com/org/pyfrontend/internal/testbed"
)

// TestExamples builds and runs the examples in the ways that need a base which
// only this tier has: the worker on Alpine.
func TestExamples(t *testing.T) {
	bed := testbed.RequireEngines(t)
	all, err := examples.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range all {
		if builds := x.BuildsOf(true); len(builds) > 0 {
			t.Run(x.Name, func(t *testing.T) { x.Test(t, bed, frontend.Build, builds) })
		}
	}
}
