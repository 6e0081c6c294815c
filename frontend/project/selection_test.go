package project

import (
	"slices"
	"strings"
	"testing"

	"github.com/org/pyfrontend/frontend/diag"
)

// files is a directory in memory.
type files map[string]string

func (f files) File(name string) *diag.File {
	text, ok := f[name]
	if !ok {
		return nil
	}
	return diag.NewFile(name, []byte(text))
}

func (f files) Names() []string {
	var out []string
	for name := range f {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// read takes a project as the frontend does.
func read(f files, args map[string]string) *Project {
	p := New(nil, f, args)
	for wants := p.Wants(); len(wants) > 0; wants = p.Wants() {
		p.Add(f)
	}
	p.Finish()
	return p
}

const named = "[project]\nname = \"shop\"\nversion = \"1\"\n"

func TestSelection(t *testing.T) {
	const tables = named + "[project.optional-dependencies]\npostgres = []\n[dependency-groups]\ndev = []\nprod_tools = []\n"
	for _, c := range []struct{ name, manifest, extras, groups, want string }{
		{"nothing asked", named, "", "", ""},
		{"known", tables, "postgres", "dev", ""},
		{"other spelling", tables, "Postgres", "prod-tools", ""},
		{"older dev group", named + "[tool.uv]\ndev-dependencies = []\n", "", "dev", ""},
		{"unknown extra", tables, "postgre", "", "--build-arg:1: the project has no extra \"postgre\"\nThe table [project.optional-dependencies] has: postgres.\ndid you mean postgres?"},
		{"unknown group", tables, "", "web", "--build-arg:1: the project has no dependency group \"web\"\nThe table [dependency-groups] has: dev, prod_tools."},
		{"a group is no extra", tables, "dev", "", "--build-arg:1: the project has no extra \"dev\"\nThe table [project.optional-dependencies] has: postgres."},
		{"no tables", named, "", "dev", "--build-arg:1: the project has no dependency group \"dev\"\nIt has none: there is no table [dependency-groups]."},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := read(files{"pyproject.toml": c.manifest}, map[string]string{"EXTRAS": c.extras, "GROUPS": c.groups})
			got := ""
			if err := p.Found.Err(); err != nil {
				got = err.Error()
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// The groups of a workspace's root count for its members too, its extras do
// not.
func TestSelectionOfMember(t *testing.T) {
	root := "[project]\nname = \"root\"\nversion = \"1\"\n[project.optional-dependencies]\nweb = []\n[dependency-groups]\nci = []\n[tool.uv.workspace]\nmembers = [\"api\"]\n"
	f := files{"pyproject.toml": root, "api/pyproject.toml": strings.ReplaceAll(named, "shop", "api")}
	if p := read(f, map[string]string{"PACKAGE": "api", "GROUPS": "ci"}); p.Found.HasErrors() {
		t.Error(p.Found.Err())
	}
	if p := read(f, map[string]string{"PACKAGE": "api", "EXTRAS": "web"}); !p.Found.HasErrors() {
		t.Error("an extra of the root is taken for the member's")
	}
}

func TestMergeConflict(t *testing.T) {
	marks := "<<<<<<< HEAD\nversion = \"1\"\n=======\nversion = \"2\"\n>>>>>>> main\n"
	for _, c := range []struct {
		f    files
		want string
	}{
		{files{"pyproject.toml": "[project]\nname = \"shop\"\n" + marks}, "pyproject.toml:3: pyproject.toml holds the marks of a merge conflict"},
		{files{"pyproject.toml": named, "uv.lock": "version = 1\n" + marks}, "uv.lock:2: uv.lock holds the marks of a merge conflict"},
		// The marks may stand in a text, where they are none.
		{files{"pyproject.toml": named + "description = \"\"\"\n" + marks + "\"\"\"\n"}, ""},
	} {
		got := ""
		if err := read(c.f, nil).Found.Err(); err != nil {
			got, _, _ = strings.Cut(err.Error(), "\n")
		}
		if got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
