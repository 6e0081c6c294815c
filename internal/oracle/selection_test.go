package oracle

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pep/name"
	"github.com/org/pyfrontend/frontend/pyproject"
	"github.com/org/pyfrontend/frontend/uvlock"
)

// selection turns flags of `uv sync` into what the compiler would ask for.
func (p *project) selection(t *testing.T, l *uvlock.Lock, flags []string) uvlock.Selection {
	t.Helper()
	var s uvlock.Selection
	defaults := true
	var without []string
	for i := 0; i < len(flags); i++ {
		value := func() string { i++; return name.Normalize(flags[i]) }
		switch flags[i] {
		case "--package":
			s.Roots = append(s.Roots, value())
		case "--all-packages":
			s.Roots = l.Members()
		case "--extra":
			s.Extras = append(s.Extras, value())
		case "--all-extras":
			s.AllExtras = true
		case "--group":
			s.Groups = append(s.Groups, value())
		case "--all-groups":
			s.AllGroups = true
		case "--only-group":
			s.Groups, s.OnlyGroups, defaults = append(s.Groups, value()), true, false
		case "--no-group":
			without = append(without, value())
		case "--no-default-groups":
			defaults = false
		case "--no-build":
			s.Build.NoBuild = true
		case "--no-build-package":
			s.Build.NoBuildPackages = append(s.Build.NoBuildPackages, value())
		case "--no-binary":
			s.Build.NoBinary = true
		case "--no-binary-package":
			s.Build.NoBinaryPackages = append(s.Build.NoBinaryPackages, value())
		default:
			t.Fatalf("unknown flag %s", flags[i])
		}
	}
	if defaults && p.script == "" {
		p.defaults(t, &s, l)
	}
	s.Groups = except(s.Groups, without)
	s.DefaultGroups = except(s.DefaultGroups, without)
	return s
}

// defaults adds the groups that uv installs without being asked.
func (p *project) defaults(t *testing.T, s *uvlock.Selection, l *uvlock.Lock) {
	t.Helper()
	path := "pyproject.toml"
	if len(s.Roots) == 1 {
		if member := l.Named(s.Roots[0]); len(member) == 1 {
			path = filepath.Join(member[0].Source.Path(), path)
		}
	}
	doc, diags := pyproject.Parse(diag.NewFile(path, read(t, filepath.Join(p.root, path))))
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	groups := doc.UV.DefaultGroups
	switch {
	case groups.All:
		s.AllGroups = true
	case !groups.Range.Known():
		s.DefaultGroups = append(s.DefaultGroups, "dev")
	}
	for _, g := range groups.Names {
		s.DefaultGroups = append(s.DefaultGroups, name.Normalize(g.V))
	}
}

func except(names, without []string) []string {
	var out []string
	for _, n := range names {
		if !strings.Contains(" "+strings.Join(without, " ")+" ", " "+n+" ") {
			out = append(out, n)
		}
	}
	return out
}
