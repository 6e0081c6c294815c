package layers

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/moby/buildkit/solver/errdefs"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/testbed"
)

// status answers with an HTTP status in place of the file.
func status(code int) fault {
	return func(w http.ResponseWriter, _ *http.Request, _ []byte) { http.Error(w, "no", code) }
}

// other sends another file than the one that was locked.
func other(w http.ResponseWriter, _ *http.Request, content []byte) {
	_, _ = w.Write(append(bytes.Clone(content), 0))
}

// reset breaks the connection off in the middle of the file.
func reset(w http.ResponseWriter, _ *http.Request, content []byte) {
	w.Header().Set("Content-Length", "100000")
	_, _ = w.Write(content[:len(content)/2])
	panic(http.ErrAbortHandler)
}

// slow sends a file in small pieces.
func slow(w http.ResponseWriter, _ *http.Request, content []byte) {
	for piece := range slices.Chunk(content, len(content)/4+1) {
		_, _ = w.Write(piece)
		_ = http.NewResponseController(w).Flush()
		time.Sleep(500 * time.Millisecond)
	}
}

// TestFaults lets one file of an index fail: the error names the package and
// its place in the lock and says what to do, and once the fault is gone the
// build goes on from what it had installed.
func TestFaults(t *testing.T) {
	bed := testbed.Require(t)
	for _, c := range []struct {
		name  string
		fault fault
		want  string // of the error
	}{
		{"another file", other, "the file of leaf1 1.0 is not the one that was locked"},
		{"gone", status(http.StatusNotFound), "leaf1 1.0 cannot be downloaded: its address in the lock has nothing"},
		{"refused", status(http.StatusForbidden), "leaf1 1.0 cannot be downloaded: the index wants to know who asks"},
		{"broken index", status(http.StatusInternalServerError), "leaf1 1.0 cannot be downloaded: the index does not answer, or breaks off"},
		{"reset", reset, "leaf1 1.0 cannot be downloaded: the index does not answer, or breaks off"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			index := serveIndex(t, leaves()...)
			dir := locked(t, bed, needs(index.URL, leafNames()...))
			const file = "leaf1-1.0-py3-none-any.whl"
			index.fail(file, c.fault)
			build := testbed.Build{Frontend: frontend.Build, Context: dir, Attrs: map[string]string{"filename": "pyproject.toml"}}
			_, err := bed.Build(t, build)
			checkFault(t, err, c.want, "leaf1")
			index.fail(file, nil)
			again := bed.MustBuild(t, build)
			if !contains(ran(again, "install "), "leaf1 1.0") {
				t.Error("leaf1 was not installed after the fault")
			}
			if s := ran(again, "create the virtual environment"); len(s) > 0 {
				t.Errorf("what had been finished ran again: %q", s)
			}
		})
	}
}

// TestSlowIndex has an index that takes its time.
func TestSlowIndex(t *testing.T) {
	bed := testbed.Require(t)
	index := serveIndex(t, leaves()...)
	dir := locked(t, bed, needs(index.URL, leafNames()...))
	index.fail("leaf1-1.0-py3-none-any.whl", slow)
	bed.MustBuild(t, testbed.Build{Frontend: frontend.Build, Context: dir, Attrs: map[string]string{"filename": "pyproject.toml"}})
}

// checkFault sees that an error says what is wanted and points to a package in
// the lock.
func checkFault(t *testing.T, err error, want, name string) {
	t.Helper()
	if err == nil {
		t.Fatal("the build succeeded")
	}
	if !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "uv.lock:") {
		t.Errorf("the error is %q, want %q with its place in uv.lock", err, want)
	}
	var printed strings.Builder
	for _, s := range errdefs.Sources(err) {
		if err := s.Print(&printed); err != nil {
			t.Fatal(err)
		}
	}
	marked := false
	for line := range strings.Lines(printed.String()) {
		marked = marked || strings.Contains(line, ">>>") && strings.Contains(line, "name = \""+name+"\"")
	}
	if !marked {
		t.Errorf("the lines shown are\n%s", printed.String())
	}
}

func contains(all []string, part string) bool { return strings.Contains(strings.Join(all, "\n"), part) }
