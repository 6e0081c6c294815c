package planner

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pep/name"
	"github.com/org/pyfrontend/llbgen/plan"
)

// start is what is known about how a project is started.
type start struct {
	// Entrypoint and Cmd are the spec's; nil if not given.
	Entrypoint, Cmd []string
	// Scripts are the names of [project.scripts], in the file's order.
	Scripts []diag.Value[string]
	Project string
	// Packaged says that only the wheel gets into the image, not the files.
	Packaged bool
	// Files are the paths known of the context.
	Files []string
	// Venv is the path of the environment in the image.
	Venv string
	// Blame is the range to show when nothing is found.
	Blame diag.Range
}

// command decides what the container runs. The environment's own script is
// run, never `uv run`, which syncs again whenever the container starts.
func (s start) command() (plan.Command, []string, diag.List) {
	switch {
	case s.Entrypoint != nil:
		return plan.Command{Argv: s.Entrypoint, Why: "entrypoint of the spec"}, s.Cmd, nil
	case s.Cmd != nil:
		return plan.Command{Why: "only cmd is given"}, s.Cmd, nil
	}
	if c, ok, found := s.script(); ok || found.HasErrors() {
		return c, nil, found
	}
	if c, ok := s.file(); ok {
		return c, nil, nil
	}
	if c, ok := s.module(); ok {
		return c, nil, nil
	}
	return plan.Command{}, nil, s.nothing()
}

// script takes the only entry of [project.scripts], or the one that is named
// like the project. Scripts exist only in projects that are packages.
func (s start) script() (plan.Command, bool, diag.List) {
	if len(s.Scripts) == 0 || !s.Packaged {
		return plan.Command{}, false, nil
	}
	if len(s.Scripts) == 1 {
		return s.run(s.Scripts[0].V, "the only entry of [project.scripts]"), true, nil
	}
	for _, sc := range s.Scripts {
		if name.Normalize(sc.V) == name.Normalize(s.Project) {
			return s.run(sc.V, "the entry of [project.scripts] that is named like the project"), true, nil
		}
	}
	var names []string
	for _, sc := range s.Scripts {
		names = append(names, fmt.Sprintf("%q", sc.V))
	}
	var found diag.List
	found.Add(s.Scripts[0].Range, fmt.Sprintf("the project has %d scripts, and none is named like the project", len(s.Scripts)),
		"The container needs one start command. The scripts are: "+strings.Join(names, ", ")+".",
		fmt.Sprintf("Choose one:\n\n    [tool.pyfrontend]\n    entrypoint = [%s]", names[0]))
	return plan.Command{}, false, found
}

func (s start) run(script, why string) plan.Command {
	return plan.Command{Argv: []string{path.Join(s.Venv, "bin", script)}, Why: why}
}

// file takes a well-known file of a project that is copied.
func (s start) file() (plan.Command, bool) {
	if s.Packaged {
		return plan.Command{}, false
	}
	for _, f := range []string{"main.py", "src/main.py", "app.py"} {
		if slices.Contains(s.Files, f) {
			return s.python(f+" exists", f), true
		}
	}
	return plan.Command{}, false
}

// module takes the package that has a __main__.py: one that the wheel holds,
// or one that is copied next to the start directory.
func (s start) module() (plan.Command, bool) {
	var found []string
	for _, f := range s.Files {
		dir, base := path.Split(f)
		dir = strings.TrimSuffix(dir, "/")
		if base != "__main__.py" || !s.importable(dir) {
			continue
		}
		found = append(found, path.Base(dir))
	}
	want := strings.ReplaceAll(name.Normalize(s.Project), "-", "_")
	if slices.Contains(found, want) {
		return s.python(want+"/__main__.py exists and is named like the project", "-m", want), true
	}
	if len(found) == 1 {
		return s.python(found[0]+"/__main__.py exists", "-m", found[0]), true
	}
	return plan.Command{}, false
}

// importable says whether the package in a directory can be imported in the
// image: src/ is on no path unless a wheel was made of it.
func (s start) importable(dir string) bool {
	parent := path.Dir(dir)
	return dir != "" && (parent == "." || parent == "src" && s.Packaged)
}

func (s start) python(why string, args ...string) plan.Command {
	return plan.Command{Argv: append([]string{path.Join(s.Venv, "bin/python")}, args...), Why: why}
}

// nothing says what to write when no start command was found.
func (s start) nothing() diag.List {
	detail := "Looked for [project.scripts], main.py, src/main.py, app.py and a package with __main__.py."
	suggestion := "Say it:\n\n    [tool.pyfrontend]\n    entrypoint = [\"python\", \"-m\", \"" + strings.ReplaceAll(name.Normalize(s.Project), "-", "_") + "\"]"
	if s.Packaged {
		detail = "The project is a package, so the image holds its wheel and not the files beside it. Looked for [project.scripts] and a package with __main__.py."
		suggestion = "Add a script:\n\n    [project.scripts]\n    " + s.Project + " = \"" + strings.ReplaceAll(name.Normalize(s.Project), "-", "_") + ":main\""
	}
	var found diag.List
	found.Add(s.Blame, "no start command was found", detail, suggestion)
	return found
}
