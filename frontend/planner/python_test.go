package planner

import (
	"fmt"
	"strings"
	"testing"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pep/version"
)

func manifest(requires string) string {
	if requires != "" {
		requires = "requires-python = \"" + requires + "\"\n"
	}
	return "[project]\nname = \"shop\"\nversion = \"1\"\n" + requires
}

func TestChoose(t *testing.T) {
	newest := Minors[0].Name
	for _, c := range []struct{ name, requires, file, keys, python, base, wrong string }{
		{"newest", "", "", "", newest, "python:" + newest + "-slim", ""},
		{"requires-python", ">=3.11,<3.13", "", "", "3.12", "python:3.12-slim", ""},
		{"requires-python excludes a patch", ">=3.12,!=3.12.1", "", "", newest, "python:" + newest + "-slim", ""},
		{"exact", "==3.12.*", "", "", "3.12", "python:3.12-slim", ""},
		{"exact patch", "==3.12.4", "", "", "3.12", "python:3.12-slim", ""},
		{"compatible", "~=3.11", "", "", newest, "python:" + newest + "-slim", ""},
		{"file", "", "3.12\n", "", "3.12", "python:3.12-slim", ""},
		{"file with a patch", "", "3.12.4\n", "", "3.12", "python:3.12-slim", ""},
		{"file with comments", "", "# why\n\n  3.12  \r\n3.13\n", "", "3.12", "python:3.12-slim", ""},
		{"file of uv", "", "cpython-3.12\n", "", "3.12", "python:3.12-slim", ""},
		{"empty file", "", "\n", "", newest, "python:" + newest + "-slim", ""},
		{"key wins over file", "", "3.11\n", "python = \"3.12\"", "3.12", "python:3.12-slim", ""},
		{"alpine", "", "3.12", "base = \"alpine\"", "3.12", "python:3.12-alpine", ""},
		{"full", "", "3.12", "base = \"full\"", "3.12", "python:3.12", ""},
		{"reference", ">=3.12", "", "base = \"example.com/py:1\"", "", "example.com/py:1", ""},
		{"reference and file", ">=3.12", "3.13", "base = \"example.com/py:1\"", "3.13", "example.com/py:1", ""},
		{"distroless", ">=3.12", "", "base = \"distroless\"", distrolessPython, distroless, ""},
		{"older when asked for", "<3.9", "", "python = \"3.8\"", "3.8", "python:3.8-slim", ""},

		{"none", ">=3.99", "", "", "", "", "no supported Python satisfies requires-python = \">=3.99\""},
		{"contradiction", ">=3.13,<3.12", "", "", "", "", "no supported Python satisfies"},
		{"invalid", "about 3", "", "", "", "", "requires-python = \"about 3\" is not a version specifier"},
		{"invalid with reference", "about 3", "", "base = \"example.com/py:1\"", "", "", "is not a version specifier"},
		{"file not admitted", ">=3.12", "3.11", "", "", "", "Python 3.11 is asked for, but requires-python = \">=3.12\" does not admit it"},
		{"file not admitted by reference", ">=3.12", "3.11", "base = \"example.com/py:1\"", "", "", "Python 3.11 is asked for, but"},
		{"key not admitted", ">=3.12", "3.12", "python = \"3.11\"", "", "", "Python 3.11 is asked for, but"},
		{"only a major", "", "3", "", "", "", "\"3\" is not a version of CPython 3"},
		{"Python 2", "", "2.7", "", "", "", "\"2.7\" is not a version of CPython 3"},
		{"pypy", "", "pypy@3.10", "", "", "", "\"pypy@3.10\" is not a version of CPython 3"},
		{"free-threaded", "", "3.13t", "", "", "", "\"3.13t\" is not a version of CPython 3"},
		{"garbage with reference", "", "latest", "base = \"example.com/py:1\"", "", "", "\"latest\" is not a version of CPython 3"},
		{"binary file", "", "\x00\x01", "", "", "", "is not a version of CPython 3"},
		{"distroless has another", "", "3.12", "base = \"distroless\"", "", "", "Python 3.12 is asked for, and the base distroless has Python 3.13 only"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := input(t, manifest(c.requires), c.keys)
			if c.file != "" {
				in.PythonVersion = diag.NewFile(".python-version", []byte(c.file))
			}
			chosen, found := Choose(in)
			if got := message(found); !strings.Contains(got, c.wrong) || (got == "") != (c.wrong == "") {
				t.Fatalf("found %q, want %q", got, c.wrong)
			}
			if c.wrong != "" {
				wantPlace(t, found)
				return
			}
			if chosen.Python.Value != c.python || chosen.Base.Value != c.base {
				t.Errorf("chose Python %q on %q", chosen.Python.Value, chosen.Base.Value)
			}
			if chosen.Base.Why == "" || chosen.UV.Why == "" || (c.python != "" && chosen.Python.Why == "") {
				t.Errorf("no reason in %+v", chosen)
			}
		})
	}
}

// wantPlace checks that every error has a place and says what to do.
func wantPlace(t *testing.T, found diag.List) {
	t.Helper()
	for _, d := range found.Errors() {
		if !d.Subject.Known() || d.Suggestion == "" {
			t.Errorf("no place or no advice in %v", d)
		}
	}
}

// What an error advises is not an error itself.
func TestAdviceHelps(t *testing.T) {
	for _, requires := range []string{"<3.9", "==3.7.*", ">=3.99", "<3"} {
		_, found := Choose(input(t, manifest(requires), ""))
		advice := found.Errors()[0].Suggestion
		keys, after := "", requires
		if _, python, ok := strings.Cut(advice, "python = "); ok && strings.Contains(advice, "[tool.pyfrontend]") {
			keys = "python = " + strings.Fields(python)[0]
		} else if _, specifier, ok := strings.Cut(advice, "requires-python = \""); ok {
			after, _, _ = strings.Cut(specifier, "\"")
		}
		if _, found := Choose(input(t, manifest(after), keys)); found.HasErrors() {
			t.Errorf("requires-python = %q: the advice was %q, and then: %v", requires, advice, found.Err())
		}
	}
}

func TestUVVersion(t *testing.T) {
	c, _ := Choose(input(t, manifest(""), "uv = \"0.9.16\""))
	if c.UV.Value != "ghcr.io/astral-sh/uv:0.9.16" || c.UV.Why != "uv = \"0.9.16\"" {
		t.Errorf("uv is %+v", c.UV)
	}
}

// The table is sorted, newest first, without a gap: what "the newest" means
// depends on it.
func TestMinors(t *testing.T) {
	for i, m := range Minors[1:] {
		major, minor := minorOf(version.MustParse(Minors[i].Name))
		if want := fmt.Sprintf("%d.%d", major, minor-1); m.Name != want {
			t.Errorf("after %s comes %s, want %s", Minors[i].Name, m.Name, want)
		}
		if m.EndOfLife >= Minors[i].EndOfLife {
			t.Errorf("%s lives longer than %s", m.Name, Minors[i].Name)
		}
	}
}

func TestMinorText(t *testing.T) {
	for in, want := range map[string]string{"3.13": "3.13", "3.13.5": "3.13", "3.13.5rc1": "3.13", "3": "3", "": ""} {
		if got := minorText(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
