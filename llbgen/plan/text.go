package plan

import (
	"fmt"
	"strings"
)

// Text returns the plan as a person reads it: what is built from what, in which
// steps, and why. It is for the eye; programs read JSON.
func (p *Plan) Text() string {
	w := &text{}
	w.line("", "%s", strings.TrimSpace(p.Project.Name+" "+p.Project.Version))
	w.line("", "Python %s (%s)", p.Python.Value, p.Python.Why)
	for i := range p.Images {
		w.line("", "")
		w.image(&p.Images[i])
	}
	return w.String()
}

// text is the text in the making.
type text struct{ strings.Builder }

// labelWidth is the width of the column of labels.
const labelWidth = 12

// line writes a line with a label in front; with an empty label for what goes
// on, and none at all at the top level.
func (w *text) line(label, format string, args ...any) {
	value := fmt.Sprintf(format, args...)
	if label != "" {
		value = fmt.Sprintf("  %-*s%s", labelWidth, label, value)
	}
	w.WriteString(strings.TrimRight(value, " ") + "\n")
}

// more is a label that continues the one above.
const more = " "

func (w *text) image(img *Image) {
	w.line("", "%s", img.Platform)
	w.line("base", "%s", img.Base.Name)
	w.line(more, "%s", known(img.Base.Ref, "its digest is known when it is resolved"))
	w.line(more, "%s", img.Base.interpreter())
	if img.Builder.Platform != img.Base.Platform || img.Builder.Ref != img.Base.Ref {
		w.line("builder", "%s on %s", img.Builder.Name.Value, img.Builder.Platform)
	}
	if c := img.Compiler; c != nil {
		w.line("compiler", "%s", c.Name)
	}
	w.line("uv", "%s", img.UV.Name)
	w.line("install", "%s", img.dependencies())
	w.groups(img)
	w.source(&img.Source)
	w.runner(img)
	w.config(&img.Config)
}

// String returns the value and the reason in brackets.
func (c Choice) String() string { return c.Value + because(c.Why) }

// String returns the argv, quoted where needed, and the reason in brackets.
func (c Command) String() string { return argv(c.Argv) + because(c.Why) }

func because(why string) string {
	if why == "" {
		return ""
	}
	return " (" + why + ")"
}

func known(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// interpreter is what is known of the base's Python.
func (b *Base) interpreter() string {
	out := "Python " + b.Version
	if b.Python != "" {
		out += " at " + b.Python
	}
	if b.Libc != "" {
		out += ", " + b.Libc
	}
	return out
}

func pick(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}
