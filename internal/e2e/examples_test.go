package e2e

import (
	"testing"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/examples"
	"github.com/org/pyfrontend/internal/testbed"
)

// TestExamples builds and runs every project in examples/.
func TestExamples(t *testing.T) {
	bed := testbed.Require(t)
	all, err := examples.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range all {
		builds := x.BuildsOf(false)
		if len(builds) == 0 {
			continue
		}
		t.Run(x.Name, func(t *testing.T) {
			t.Parallel()
			x.Test(t, bed, frontend.Build, builds)
		})
	}
}
