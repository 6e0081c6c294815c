package plan

import (
	"fmt"
	"strings"

	"github.com/docker/go-units"
)

// dependencies counts what is installed.
func (img *Image) dependencies() string {
	var packages int
	var size int64
	for i := range img.Groups {
		packages += len(img.Groups[i].Packages)
		size += img.Groups[i].size()
	}
	if packages == 0 {
		if len(img.Groups) == 0 {
			return "no dependencies"
		}
		return "as uv resolves them in the build"
	}
	out := fmt.Sprintf("%s in %s", count(packages, "package"), count(len(img.Groups), "layer"))
	if size > 0 {
		out += ", " + units.HumanSizeWithPrecision(float64(size), 3) + " to download"
	}
	return out
}

func (g *Group) size() int64 {
	var n int64
	for _, p := range g.Packages {
		n += p.Size
	}
	return n
}

// groups lists the install steps.
func (w *text) groups(img *Image) {
	width := 0
	for i := range img.Groups {
		width = max(width, len(img.Groups[i].Name))
	}
	for i := range img.Groups {
		g := &img.Groups[i]
		line := fmt.Sprintf("%-*s", width, g.Name)
		if n := g.size(); n > 0 {
			line += fmt.Sprintf(" %9s", units.HumanSizeWithPrecision(float64(n), 3))
		}
		if all := packages(g.Packages); all != g.Name && all != "" {
			line += "  " + all
		}
		w.line(more, "- %s", line)
		if g.Why != "" || g.Platform != img.Builder.Platform {
			w.line(more, "  runs on %s%s", g.Platform, because(g.Why))
		}
	}
}

// packages lists names and versions.
func packages(all []Package) string {
	var out []string
	for _, p := range all {
		out = append(out, strings.TrimSpace(p.Name+" "+p.Version))
	}
	return strings.Join(out, ", ")
}

// source tells how the project's own code gets in.
func (w *text) source(s *Source) {
	switch s.Kind {
	case SourceWheel:
		for i := range s.Wheels {
			from := ""
			if s.Wheels[i].Dir != "." {
				from = " from " + s.Wheels[i].Dir
			}
			w.line(pick(i == 0, "project", more), "%s%s, built to a wheel%s", s.Wheels[i].Name, from, pick(i == 0, because(s.Why), ""))
		}
	case SourceCopy:
		w.line("project", "its files, copied to %s%s", s.Dest, because(s.Why))
	case SourceNone:
		w.line("project", "no code of its own%s", because(s.Why))
	}
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
