package oracle

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/uvlock"
)

// TestSet compares the distributions that the walk finds with those of
// `uv sync --frozen --dry-run`, for every platform, interpreter and selection.
// Where uv refuses, the walk must have errors, and nowhere else.
func TestSet(t *testing.T) {
	uv(t)
	projects(t, func(t *testing.T, p *project) {
		p.lock(t)
		l := p.parse(t)
		for _, python := range p.interpreters(t, p.pythons != "") {
			for _, target := range targets {
				for _, flags := range p.selections {
					t.Run(strings.Join([]string{python.version, target.triple, flags}, " "), func(t *testing.T) {
						p.compareSet(t, l, python, target, strings.Fields(flags))
					})
				}
			}
		}
	})
}

func (p *project) parse(t *testing.T) *uvlock.Lock {
	t.Helper()
	l, diags := uvlock.Parse(diag.NewFile("uv.lock", read(t, p.lockPath())))
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	return l
}

func (p *project) compareSet(t *testing.T, l *uvlock.Lock, python interpreter, target target, flags []string) {
	t.Helper()
	installed, diags := l.Resolve(p.selection(t, l, flags), target.environment(t, python))
	changes, uvErr := p.dryRun(t, append([]string{"--python", python.path, "--python-platform", target.triple}, flags...)...)
	if err := diags.Err(); (err != nil) != (uvErr != nil) {
		t.Fatalf("uv says: %v\n\nthe walk says: %v", uvErr, err)
	}
	if uvErr != nil {
		return
	}
	want, unversioned := []string{}, map[string]bool{}
	for _, c := range changes {
		want = append(want, c.Name+"=="+c.Version)
		unversioned[c.Name] = c.Version == ""
	}
	got := []string{}
	for _, in := range installed {
		switch {
		case in.Method == uvlock.NotInstalled:
		case unversioned[in.Package.Name]:
			// uv does not tell the version of a source tree before it is built.
			got = append(got, in.Package.Name+"==")
		default:
			got = append(got, in.Package.Name+"=="+in.Package.Version)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-uv +walk)\n%s", diff)
	}
}
