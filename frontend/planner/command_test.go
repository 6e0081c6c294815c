package planner

import (
	"strings"
	"testing"
)

const buildSystem = "[build-system]\nrequires = [\"hatchling\"]\nbuild-backend = \"hatchling.build\"\n"

// startOf is what the planner makes of a project's start command.
func startOf(t *testing.T, manifest, keys string, files []string) (program, cmd []string, why, wrong string) {
	t.Helper()
	in := input(t, manifest, keys)
	s := start{
		Entrypoint: argv(in.Spec.Entrypoint), Cmd: argv(in.Spec.Cmd),
		Scripts: scripts(in.Doc), Project: in.project().Name, Packaged: in.packaged(), Files: files, Venv: "/app/.venv", Blame: in.Blame,
	}
	c, cmd, found := s.command()
	if found.HasErrors() {
		wantPlace(t, found)
	}
	return c.Argv, cmd, c.Why, message(found)
}

func TestCommand(t *testing.T) {
	app := "[project]\nname = \"My.Shop\"\nversion = \"1\"\n"
	pkg := app + buildSystem
	scripts := func(names ...string) string {
		out := "[project.scripts]\n"
		for _, n := range names {
			out += "\"" + n + "\" = \"my_shop:main\"\n"
		}
		return out
	}
	for _, c := range []struct {
		name, manifest, keys string
		files                []string
		want, cmd, wrong     string
	}{
		{"entrypoint", app, `entrypoint = ["uvicorn", "main:app"]`, []string{"main.py"}, "uvicorn main:app", "", ""},
		{"entrypoint and cmd", app, "entrypoint = [\"uvicorn\"]\ncmd = [\"main:app\"]", nil, "uvicorn", "main:app", ""},
		{"cmd alone", app, `cmd = ["python", "-V"]`, []string{"main.py"}, "", "python -V", ""},
		{"one script", pkg + scripts("serve"), "", []string{"main.py"}, "/app/.venv/bin/serve", "", ""},
		{"script of the project's name", pkg + scripts("serve", "my-shop"), "", nil, "/app/.venv/bin/my-shop", "", ""},
		{"script of the project's name, other spelling", pkg + scripts("serve", "My_Shop"), "", nil, "/app/.venv/bin/My_Shop", "", ""},
		{"scripts of a project that is not installed", app + scripts("serve"), "", []string{"main.py"}, "/app/.venv/bin/python main.py", "", ""},
		{"main.py before app.py", app, "", []string{"app.py", "main.py", "src/main.py"}, "/app/.venv/bin/python main.py", "", ""},
		{"src/main.py", app, "", []string{"app.py", "src/main.py"}, "/app/.venv/bin/python src/main.py", "", ""},
		{"app.py", app, "", []string{"app.py"}, "/app/.venv/bin/python app.py", "", ""},
		{"files are not in a wheel", pkg, "", []string{"main.py"}, "", "", "no start command was found"},
		{"package beside", app, "", []string{"tool/__main__.py"}, "/app/.venv/bin/python -m tool", "", ""},
		{"package of the project's name", app, "", []string{"tool/__main__.py", "my_shop/__main__.py"}, "/app/.venv/bin/python -m my_shop", "", ""},
		{"package below src in a wheel", pkg, "", []string{"src/my_shop/__main__.py"}, "/app/.venv/bin/python -m my_shop", "", ""},
		{"package below src that is copied", app, "", []string{"src/my_shop/__main__.py"}, "", "", "no start command was found"},
		{"two packages", app, "", []string{"a/__main__.py", "b/__main__.py"}, "", "", "no start command was found"},
		{"a __main__.py at the root", app, "", []string{"__main__.py"}, "", "", "no start command was found"},
		{"several scripts", pkg + scripts("serve", "work"), "", nil, "", "", "the project has 2 scripts, and none is named like the project"},
		{"nothing", app, "", nil, "", "", "no start command was found"},
	} {
		t.Run(c.name, func(t *testing.T) {
			argv, cmd, why, wrong := startOf(t, c.manifest, c.keys, c.files)
			if strings.Join(argv, " ") != c.want || strings.Join(cmd, " ") != c.cmd || wrong != c.wrong {
				t.Errorf("starts %q %q, wrong %q", argv, cmd, wrong)
			}
			if wrong == "" && why == "" {
				t.Error("no reason is given")
			}
		})
	}
}

// The image's own interpreter and scripts are run, by their full path: not
// `uv run`, and nothing that depends on the PATH.
func TestFoundCommandsAreAbsolute(t *testing.T) {
	for _, files := range [][]string{{"main.py"}, {"tool/__main__.py"}} {
		argv, _, _, _ := startOf(t, manifest(""), "", files)
		if !strings.HasPrefix(argv[0], "/app/.venv/bin/") {
			t.Errorf("%v starts %q", files, argv)
		}
	}
}
