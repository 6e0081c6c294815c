package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// benchCase is one project and what people do to it between two builds.
type benchCase struct {
	name string
	// dir holds the project and the Dockerfile that it is compared with.
	dir string
	// source is the file that is edited, edit is a place in it.
	source, edit string
	// added is a small dependency.
	added string
	// program imports all that the project depends on and ends; it is run with
	// the image's Python.
	program string
}

// cases are the projects, by size.
func cases(root string) []*benchCase {
	dir := func(name string) string { return filepath.Join(root, "bench", "cases", name) }
	return []*benchCase{
		{
			name: "article", dir: dir("article"), source: "main.py", edit: "FIRST_DELAY = 0.5", added: "colorama",
			program: "import pika, pymongo, structlog",
		},
		{
			name: "web", dir: dir("web"), source: "src/web/__init__.py", edit: "ANSWER = 1", added: "colorama",
			program: "import web; web.main()",
		},
		{
			name: "data", dir: dir("data"), source: "src/data/__init__.py", edit: "ANSWER = 1", added: "colorama",
			program: "import data; data.main()",
		},
	}
}

// work is a copy of a project that may be changed.
type work struct {
	c   *benchCase
	dir string
}

// checkout copies a project with its lock.
func (c *benchCase) checkout(dir string) (*work, error) {
	if err := os.CopyFS(dir, os.DirFS(c.dir)); err != nil {
		return nil, err
	}
	return &work{c, dir}, os.RemoveAll(filepath.Join(dir, "added"))
}

// replace changes one place of a file.
func (w *work) replace(file, from, to string) error {
	p := filepath.Join(w.dir, file)
	data, err := os.ReadFile(p)
	if err != nil {
		return err
	}
	if !strings.Contains(string(data), from) {
		return fmt.Errorf("%s has no %q", file, from)
	}
	return os.WriteFile(p, []byte(strings.Replace(string(data), from, to, 1)), 0o644)
}

// editSource changes one line of one source file.
func (w *work) editSource() error {
	return w.replace(w.c.source, w.c.edit, w.c.edit+"  # edited")
}

// bump raises the version, in the manifest and in the lock, as `uv version`
// does.
func (w *work) bump() error {
	const from, to = `version = "0.1.0"`, `version = "0.2.0"`
	if err := w.replace("pyproject.toml", from, to); err != nil {
		return err
	}
	data, err := os.ReadFile(filepath.Join(w.dir, "pyproject.toml"))
	if err != nil {
		return err
	}
	_, name, _ := strings.Cut(string(data), "\nname = ")
	name, _, _ = strings.Cut(name, "\n")
	return w.replace("uv.lock", "name = "+name+"\n"+from, "name = "+name+"\n"+to)
}

// addDependency is `uv add` of a small package.
func (w *work) addDependency() error {
	if err := w.replace("pyproject.toml", "dependencies = [", "dependencies = [\n    \""+w.c.added+"\","); err != nil {
		return err
	}
	data, err := os.ReadFile(filepath.Join(w.c.dir, "added", "uv.lock"))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(w.dir, "uv.lock"), data, 0o644)
}

// restart undoes all changes in place, and makes another if it is not nil.
func (w *work) restart(change func() error) error {
	if err := os.RemoveAll(w.dir); err != nil {
		return err
	}
	if _, err := w.c.checkout(w.dir); err != nil || change == nil {
		return err
	}
	return change()
}
