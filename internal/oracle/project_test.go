package oracle

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// project is one archive of testdata, written to a directory.
//
// The archive's comment has lines of the form "key: value":
//
//	serve: FILE     a stub of the wheel or sdist is on the stub index
//	local: FILE     a stub of the wheel or sdist is in the project
//	git: NAME/FILE  a stub of the wheel or sdist is in the repository
//	script: FILE    the script is locked, not the project
//	select: FLAGS   flags of `uv sync` to compare under; may be repeated
//	pythons: set    compare sets with every interpreter, not only with uv's choice
//	pythons: all    compare sets and artifacts with every interpreter
//	manifests: same the manifests are not changed to compare with `uv lock --check`
//
// A project whose build backend is "backend" gets a backend that builds a stub.
// Files under git/NAME/ become the Git repository NAME. In files, ${INDEX} is
// the URL of the stub index and ${GIT} the directory of the repositories.
type project struct {
	name       string
	root       string
	selections []string
	pythons    string
	script     string
	fixed      bool
	index      *index
	git        string
}

// projects returns the projects of testdata, each as a subtest.
func projects(t *testing.T, f func(t *testing.T, p *project)) {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no projects: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			f(t, newProject(t, file))
		})
	}
}

func newProject(t *testing.T, file string) *project {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	p := &project{name: strings.TrimSuffix(filepath.Base(file), ".txtar"), root: filepath.Join(dir, "project"), git: filepath.Join(dir, "git"), index: newIndex(t)}
	for line := range strings.Lines(string(archive.Comment)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "serve":
			p.index.add(value, stub(t, path.Base(value)))
		case "local":
			write(t, filepath.Join(p.root, value), stub(t, filepath.Base(value)))
		case "git":
			write(t, filepath.Join(p.git, value), stub(t, path.Base(value)))
		case "script":
			p.script = value
		case "select":
			p.selections = append(p.selections, value)
		case "manifests":
			p.fixed = value == "same"
		case "pythons":
			p.pythons = value
		}
	}
	p.selections = append(p.selections, "")
	fill := strings.NewReplacer("${INDEX}", p.index.server.URL, "${GIT}", "file://"+p.git)
	for _, f := range archive.Files {
		to := filepath.Join(p.root, f.Name)
		if rest, ok := strings.CutPrefix(f.Name, "git/"); ok {
			to = filepath.Join(p.git, rest)
		}
		addBackend(t, to, f.Data)
		write(t, to, []byte(fill.Replace(string(f.Data))))
	}
	p.commit(t)
	return p
}

// projectName is the line of a manifest with the name of the project.
var projectName = regexp.MustCompile(`(?m)^name = "([^"]+)"`)

// addBackend writes a backend beside a manifest that names it.
func addBackend(t *testing.T, path string, manifest []byte) {
	t.Helper()
	m := projectName.FindSubmatch(manifest)
	if m != nil && bytes.Contains(manifest, []byte(`build-backend = "backend"`)) {
		name := strings.ReplaceAll(string(m[1]), "-", "_")
		write(t, filepath.Join(filepath.Dir(path), "backend.py"), fmt.Appendf(nil, backend, name, "1.0"))
	}
}

// lockPath returns the path of the lock.
func (p *project) lockPath() string {
	if p.script != "" {
		return filepath.Join(p.root, p.script+".lock")
	}
	return filepath.Join(p.root, "uv.lock")
}

// commit makes a repository of each directory under git.
func (p *project) commit(t *testing.T) {
	t.Helper()
	repositories, _ := filepath.Glob(filepath.Join(p.git, "*"))
	for _, dir := range repositories {
		for _, args := range [][]string{
			{"init", "-q", "-b", "main"},
			{"add", "-A"},
			{"-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "one"},
			{"tag", "v1"},
		} {
			cmd := exec.CommandContext(t.Context(), "git", args...)
			cmd.Dir = dir
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("git %s: %v\n%s", args[0], err, out)
			}
		}
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
