package oracle

import (
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pyproject"
	"github.com/org/pyfrontend/frontend/uvlock"
	"github.com/org/pyfrontend/frontend/uvlock/insync"
)

// TestInSync compares the static check with `uv lock --check`, for the manifests
// a lock was made from and for each of them changed in one place. What uv
// accepts must not be called stale, and what uv refuses must not be called in
// sync.
func TestInSync(t *testing.T) {
	uv(t)
	projects(t, func(t *testing.T, p *project) {
		if p.fixed {
			return
		}
		p.lock(t)
		l := p.parse(t)
		in, _ := p.manifests(t)
		if v, diags := insync.Check(l, in); v.State == insync.Stale {
			t.Fatal(diags.Err())
		} else {
			t.Logf("fresh: %s %q", v.State, v.Unknown)
		}
		for _, m := range p.mutations(t) {
			t.Run(m.label, func(t *testing.T) { p.compareInSync(t, l, m) })
		}
	})
}

func (p *project) compareInSync(t *testing.T, l *uvlock.Lock, m mutation) {
	t.Helper()
	manifest := filepath.Join(p.root, m.file)
	before := read(t, manifest)
	defer write(t, manifest, before)
	write(t, manifest, []byte(m.text))
	in, readable := p.manifests(t)
	if !readable {
		return // reported when the manifest is parsed
	}
	_, err := p.run(t, nil, "lock", "--check")
	v, diags := insync.Check(l, in)
	t.Logf("%s; uv: %v", v.State, err)
	switch {
	case err == nil && v.State == insync.Stale:
		t.Errorf("uv accepts the lock; the check says:\n%v", diags.Err())
	case err != nil && v.State == insync.InSync:
		t.Errorf("uv refuses the lock, the check does not: %v", err)
	}
	for _, d := range diags {
		if !d.Subject.Known() {
			t.Errorf("a finding without a place: %v", d)
		}
	}
}

// manifests reads every manifest of the project.
func (p *project) manifests(t *testing.T) (in insync.Input, readable bool) {
	t.Helper()
	readable = true
	for _, file := range p.manifestFiles(t) {
		doc, diags := pyproject.Parse(diag.NewFile(file, read(t, filepath.Join(p.root, file))))
		readable = readable && !diags.HasErrors()
		m := insync.Manifest{Dir: filepath.ToSlash(filepath.Dir(file)), Doc: doc}
		switch {
		case m.Dir == ".":
			in.Root = doc
			if doc.Project != nil {
				in.Members = append(in.Members, m)
			}
		case isMember(in.Root, m.Dir):
			in.Members = append(in.Members, m)
		default:
			in.Trees = append(in.Trees, m)
		}
	}
	return in, readable
}

func isMember(root *pyproject.Document, dir string) bool {
	return root.UV.Workspace != nil && slices.ContainsFunc(root.UV.Workspace.Members, func(pattern pyproject.Str) bool {
		ok, err := path.Match(pattern.V, dir)
		return ok && err == nil
	})
}

func (p *project) manifestFiles(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, pattern := range []string{"", "*", "*/*"} {
		files, err := filepath.Glob(filepath.Join(p.root, pattern, "pyproject.toml"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			rel, err := filepath.Rel(p.root, f)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, rel)
		}
	}
	return out
}

// mutation is one manifest, changed in one place.
type mutation struct{ label, file, text string }

// edit changes one match of a pattern.
type edit struct {
	label   string
	pattern *regexp.Regexp
	with    string
}

var requirement = `"([a-zA-Z][\w.-]*)(\[[^]"]*\])?([^";@]*)(;[^"]*)?"`

// edits are tried at each of the first places they match. Some change nothing
// that matters: a marker that always holds, another word for the same platform,
// clauses in another order.
var edits = []edit{
	{"comment", regexp.MustCompile(`\A`), "# a comment\n"},
	{"drop requirement", regexp.MustCompile(`(?m)^    ` + requirement + `,\n`), ""},
	{"drop inline requirement", regexp.MustCompile(`\[` + requirement + `, `), "["},
	{"spell name", regexp.MustCompile(`(?m)^    "([a-z])`), `    "X_Y.$1`},
	{"add requirement", regexp.MustCompile(`(?m)^dependencies = \[`), `dependencies = ["zipp", `},
	{"add specifier", regexp.MustCompile(requirement), `"$1$2$3,!=0.0.0.1$4"`},
	{"add marker", regexp.MustCompile(`"([a-zA-Z][\w.-]*)(\[[^]"]*\])?([^";@]*)"([,\]])`), `"$1$2$3; sys_platform == 'linux'"$4`},
	{"add same marker", regexp.MustCompile(`"([a-zA-Z][\w.-]*)(\[[^]"]*\])?([^";@]*)"([,\]])`), `"$1$2$3; python_version >= '3.8'"$4`},
	{"add false marker", regexp.MustCompile(`"([a-zA-Z][\w.-]*)(\[[^]"]*\])?([^";@]*)"([,\]])`), `"$1$2$3; python_version < '3.8'"$4`},
	{"other words", regexp.MustCompile(`sys_platform == 'win32'`), `platform_system == 'Windows'`},
	{"other version words", regexp.MustCompile(`python_version < '3.12'`), `python_full_version < '3.12.0'`},
	{"other marker", regexp.MustCompile(`platform_machine == 'x86_64'`), `platform_machine == 'AMD64'`},
	{"spaces", regexp.MustCompile(`>=`), `  >=  `},
	{"requires-python up", regexp.MustCompile(`requires-python = ">=3.10"`), `requires-python = ">=3.11"`},
	{"requires-python bound", regexp.MustCompile(`requires-python = ">=3.10"`), `requires-python = ">=3.10,<4"`},
	{"requires-python same", regexp.MustCompile(`requires-python = ">=3.10"`), `requires-python = ">= 3.10.0"`},
	{"version", regexp.MustCompile(`(?m)^version = "[^"]*"`), `version = "7.7"`},
	{"version same", regexp.MustCompile(`(?m)^version = "1.0"`), `version = "1.0.0"`},
	{"dynamic version", regexp.MustCompile(`(?m)^version = "[^"]*"`), `dynamic = ["version"]`},
	{"dynamic dependencies", regexp.MustCompile(`(?ms)^dependencies = \[.*?\n?\]$`), `dynamic = ["dependencies"]`},
	{"new extra", regexp.MustCompile(`(?m)^\[project.optional-dependencies\]`), "[project.optional-dependencies]\nfresh = []"},
	{"new group", regexp.MustCompile(`(?m)^\[dependency-groups\]`), "[dependency-groups]\nfresh = []"},
	{"rename", regexp.MustCompile(`(?m)^(docs|more|x|cpu|old|one|test|fast) = `), "renamed-$1 = "},
	{"not a package", regexp.MustCompile(`(?m)^\[build-system\]`), "[tool.other]"},
	{"a package", regexp.MustCompile(`\z`), "\n[build-system]\nrequires = []\nbuild-backend = \"backend\"\nbackend-path = [\".\"]\n"},
	{"drop source", regexp.MustCompile(`(?m)^[\w-]+ = \[?\{ (git|path|index|workspace).*\n`), ""},
	{"other branch", regexp.MustCompile(`branch = "main"`), `tag = "v1"`},
	{"other path", regexp.MustCompile(`path = "\.\./project/tree"`), `path = "./tree/"`},
	{"drop setting", regexp.MustCompile(`(?m)^(constraint|override|exclude)-dependencies = .*\n`), ""},
	{"drop conflicts", regexp.MustCompile(`(?m)^conflicts = .*\]\]\n`), ""},
	{"add setting", regexp.MustCompile(`(?m)^\[tool.uv\]`), "[tool.uv]\nresolution = \"lowest-direct\""},
	{"default setting", regexp.MustCompile(`(?m)^\[tool.uv\]`), "[tool.uv]\nresolution = \"highest\""},
	{"exclude newer", regexp.MustCompile(`(?m)^\[tool.uv\]`), "[tool.uv]\nexclude-newer = \"2026-01-01T00:00:00Z\""},
	{"add constraint", regexp.MustCompile(`(?m)^\[tool.uv\]`), "[tool.uv]\nbuild-constraint-dependencies = [\"setuptools<80\"]"},
	{"drop environment", regexp.MustCompile(`(?m)^    "sys_platform == 'linux' .*\n`), ""},
	{"default groups", regexp.MustCompile(`(?m)^default-groups = .*\n`), ""},
	{"drop members", regexp.MustCompile(`(?m)^members = .*\n`), "members = []\n"},
}

// mutations returns the manifests of the project, each edited in one place.
func (p *project) mutations(t *testing.T) []mutation {
	t.Helper()
	const places, manifests = 1, 2
	files := p.manifestFiles(t)
	var out []mutation
	for _, file := range files[:min(manifests, len(files))] {
		text := string(read(t, filepath.Join(p.root, file)))
		for _, e := range edits {
			for i, m := range e.pattern.FindAllStringSubmatchIndex(text, places) {
				with := string(e.pattern.ExpandString(nil, e.with, text, m))
				changed := text[:m[0]] + with + text[m[1]:]
				out = append(out, mutation{fmt.Sprintf("%s %s %d", strings.TrimSuffix(file, "/pyproject.toml"), e.label, i), file, changed})
			}
		}
	}
	return out
}
