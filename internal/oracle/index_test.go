package oracle

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/org/pyfrontend/frontend/pep/name"
)

// index is a package index on the loopback interface. It remembers which files
// were asked for.
type index struct {
	server *httptest.Server
	mu     sync.Mutex
	files  map[string][]byte
	asked  map[string]bool
}

func newIndex(t *testing.T) *index {
	x := &index{files: map[string][]byte{}, asked: map[string]bool{}}
	x.server = httptest.NewServer(x)
	t.Cleanup(x.server.Close)
	return x
}

// add serves a file at /files/, or at the path it names.
func (x *index) add(file string, data []byte) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if !strings.HasPrefix(file, "/") {
		file = "/files/" + file
	}
	x.files[file] = data
}

// forget empties the memory of what was asked for.
func (x *index) forget() {
	x.mu.Lock()
	defer x.mu.Unlock()
	clear(x.asked)
}

// downloads returns the names of the files that were asked for, sorted.
func (x *index) downloads() []string {
	x.mu.Lock()
	defer x.mu.Unlock()
	out := []string{}
	for file := range x.asked {
		out = append(out, path.Base(file))
	}
	slices.Sort(out)
	return out
}

// ServeHTTP serves files and, as PEP 503 has it, a page for each project.
func (x *index) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if project, ok := strings.CutPrefix(r.URL.Path, "/simple/"); ok {
		x.page(w, strings.Trim(project, "/"))
		return
	}
	data, ok := x.files[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	x.asked[r.URL.Path] = true
	_, _ = w.Write(data)
}

func (x *index) page(w http.ResponseWriter, project string) {
	w.Header().Set("Content-Type", "text/html")
	fmt.Fprint(w, "<!DOCTYPE html><html><body>")
	for _, file := range slices.Sorted(maps.Keys(x.files)) {
		base := path.Base(file)
		stem, _, _ := strings.Cut(base, "-")
		if strings.HasPrefix(file, "/files/") && name.Equal(stem, project) {
			fmt.Fprintf(w, "<a href=\"%s#sha256=%x\">%s</a>", strings.ReplaceAll(file, "+", "%2B"), sha256.Sum256(x.files[file]), base)
		}
	}
	fmt.Fprint(w, "</body></html>")
}
