package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/contexttest"
	"github.com/org/pyfrontend/internal/testbed"
)

// TestEpoch sets the time of an image by number and by commit.
func TestEpoch(t *testing.T) {
	t.Parallel()
	bed := testbed.Require(t)
	url, _ := contexttest.Git(t, plain)
	commit, err := time.Parse(time.RFC3339, contexttest.CommitTime)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, value, context string
		want                 time.Time
	}{
		{"number", "1700000000", "", time.Unix(1700000000, 0)},
		{"zero", "0", "", time.Unix(0, 0)},
		{"commit", "context", url + "#main", commit},
		{"archive", "context", contexttest.Serve(t, contexttest.Archive(t, plain, time.Unix(1e9, 0))), time.Unix(1e9, 0)},
	} {
		t.Run(c.name, func(t *testing.T) {
			build := testbed.Build{
				Frontend: frontend.Build, Export: map[string]string{"rewrite-timestamp": "true"},
				Attrs: map[string]string{"filename": "pyproject.toml", "build-arg:SOURCE_DATE_EPOCH": c.value},
			}
			if c.context != "" {
				build.Attrs["context"] = c.context
			} else {
				build.Context = project(t, plain)
			}
			img := bed.MustBuild(t, build).Image(t)
			if img.Config.Created == nil || !img.Config.Created.Equal(c.want) {
				t.Errorf("the image was created at %v, want %v", img.Config.Created, c.want)
			}
			for _, h := range img.Config.History {
				if h.Comment == "pyfrontend" && (h.Created == nil || !h.Created.Equal(c.want)) {
					t.Errorf("%q was done at %v, want %v", h.CreatedBy, h.Created, c.want)
				}
			}
			for _, name := range img.List(t, "app") {
				if f := img.File(t, name); f.ModTime.After(c.want) {
					t.Errorf("%s is of %v, after %v", name, f.ModTime, c.want)
				}
			}
		})
	}
}

// TestEpochErrors: a value that is no time is an error that shows it.
func TestEpochErrors(t *testing.T) {
	t.Parallel()
	bed := testbed.Require(t)
	for _, value := range []string{"yesterday", "1.5", "99999999999999999999"} {
		_, err := attempt(t, bed, plain, map[string]string{"build-arg:SOURCE_DATE_EPOCH": value})
		if err == nil || !strings.Contains(err.Error(), "SOURCE_DATE_EPOCH") || !strings.Contains(err.Error(), value) {
			t.Errorf("%s: error %v, want one with the argument and its value", value, err)
		}
	}
}
