package oracle

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/uvlock"
)

// TestArtifacts compares the files that the walk chooses with those that uv
// downloads when it really installs. The lock is uv's, but every URL in it leads
// to the loopback interface, where a stub lies under the name of each file: so
// hundreds of megabytes need not be fetched, wheels of foreign platforms can be
// installed, and the server knows what was asked for.
func TestArtifacts(t *testing.T) {
	uv(t)
	projects(t, func(t *testing.T, p *project) {
		if p.script != "" {
			return // uv keeps the environments of scripts to itself
		}
		p.lock(t)
		p.redirect(t)
		l := p.parse(t)
		for _, python := range p.interpreters(t, p.pythons == "all") {
			for _, target := range targets {
				for _, flags := range p.selections {
					t.Run(strings.Join([]string{python.version, target.triple, flags}, " "), func(t *testing.T) {
						p.compareArtifacts(t, l, python, target, strings.Fields(flags))
					})
				}
			}
		}
	})
}

// file is a place in a lock that names a file of a registry or a direct URL,
// with its hash and size, which a stub has not.
var file = regexp.MustCompile(`url = "(https?://[^"]+)"(, hash = "[^"]+")?(, size = \d+)?`)

// bare is the entry of an archive whose place is the source of its package.
var bare = regexp.MustCompile(`sdist = \{ hash = "[^"]+" \}`)

// redirect leads every URL of the lock to a stub.
func (p *project) redirect(t *testing.T) {
	t.Helper()
	path := p.lockPath()
	before, _ := uvlock.Parse(diag.NewFile("uv.lock", read(t, path)))
	stubs := p.stubs(t, before)
	text := file.ReplaceAllStringFunc(string(read(t, path)), func(s string) string {
		m := file.FindStringSubmatch(s)
		at := "/redirected/" + fmt.Sprintf("%x/", sha256.Sum256([]byte(m[1])))[:8] + m[1][strings.LastIndexByte(m[1], '/'):]
		data := stubs[m[1]]
		if data == nil {
			t.Fatalf("no stub for %s", m[1])
		}
		p.index.add(strings.ReplaceAll(at, "%2B", "+"), data)
		out := fmt.Sprintf("url = %q", p.index.server.URL+at)
		if m[2] != "" {
			out += fmt.Sprintf(", hash = \"sha256:%x\"", sha256.Sum256(data))
		}
		return out
	})
	text = bare.ReplaceAllString(text, "sdist = { }")
	write(t, path, []byte(text))
}

// stubs makes a stub for each URL of a lock.
func (p *project) stubs(t *testing.T, l *uvlock.Lock) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, pkg := range l.Packages {
		escaped := strings.ReplaceAll(pkg.Name, "-", "_")
		if pkg.Source.Kind == uvlock.URL {
			out[pkg.Source.Location] = stub(t, filepath.Base(pkg.Source.Location))
		}
		if pkg.Sdist != nil && pkg.Sdist.URL != "" {
			out[pkg.Sdist.URL] = stubSdist(t, pkg.Sdist.Filename, escaped, pkg.Version)
		}
		for i := range pkg.Wheels {
			if w := &pkg.Wheels[i]; w.URL != "" {
				out[w.URL] = stub(t, w.Filename)
			}
		}
		if pkg.Metadata != nil {
			for _, r := range pkg.Metadata.RequiresDist {
				if r.Source != nil && r.Source.Kind == uvlock.URL {
					out[r.Source.Location] = stub(t, filepath.Base(r.Source.Location))
				}
			}
		}
	}
	return out
}

func (p *project) compareArtifacts(t *testing.T, l *uvlock.Lock, python interpreter, target target, flags []string) {
	t.Helper()
	installed, diags := l.Resolve(p.selection(t, l, flags), target.environment(t, python))
	dir := t.TempDir()
	p.index.forget()
	_, uvErr := p.run(t, []string{"UV_PROJECT_ENVIRONMENT=" + filepath.Join(dir, "env"), "UV_CACHE_DIR=" + filepath.Join(dir, "cache")},
		append([]string{"sync", "--frozen", "--no-install-local", "--python", python.path, "--python-platform", target.triple}, flags...)...)
	if err := diags.Err(); (err != nil) != (uvErr != nil) {
		t.Fatalf("uv says: %v\n\nthe walk says: %v", uvErr, err)
	}
	if uvErr != nil {
		return
	}
	got := []string{}
	for _, in := range installed {
		switch {
		case in.Package.Source.Kind == uvlock.URL:
			got = append(got, filepath.Base(in.Package.Source.Location))
		case in.Artifact != nil && in.Artifact.URL != "":
			got = append(got, in.Artifact.Filename)
		}
	}
	slices.Sort(got)
	if diff := cmp.Diff(p.index.downloads(), got); diff != "" {
		t.Errorf("(-uv +walk)\n%s", diff)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Error(err)
	}
}
