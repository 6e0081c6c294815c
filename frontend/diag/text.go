package diag

import (
	"fmt"
	"strconv"
	"strings"
)

// Text returns the finding as a terminal shows it: where and what, the line
// with a mark under the text at fault, the explanation and what to write
// instead. Nothing from a file is printed raw (see Visible).
//
//	pyproject.toml:3: error: unknown key "entrypont" in [tool.pyfrontend]
//	   3 | entrypont = ["app"]
//	     | ^^^^^^^^^
//	  did you mean entrypoint?
func (d *Diagnostic) Text() string {
	var b strings.Builder
	if d.Subject.Known() {
		fmt.Fprintf(&b, "%s: ", Visible(d.Subject.String()))
	}
	fmt.Fprintf(&b, "%s: ", d.Severity)
	if d.Rule != "" {
		fmt.Fprintf(&b, "%s: ", d.Rule)
	}
	b.WriteString(Visible(d.Summary))
	b.WriteByte('\n')
	if d.Subject.Known() && len(d.Subject.File.Data) > 0 {
		writeSnippet(&b, d.Subject)
	}
	for _, text := range []string{d.Detail, d.Suggestion} {
		writeIndented(&b, text)
	}
	return b.String()
}

// Text returns all findings, sorted and each once, a blank line between them;
// "" for an empty list.
func (l List) Text() string {
	sorted := l.Sorted()
	texts := make([]string, len(sorted))
	for i, d := range sorted {
		texts[i] = d.Text()
	}
	return strings.Join(texts, "\n")
}

func writeSnippet(b *strings.Builder, r Range) {
	s := newSnippet(r)
	number := fmt.Sprintf("%4s", strconv.Itoa(r.Start.Line))
	fmt.Fprintln(b, strings.TrimRight(number+" | "+s.text, " "))
	fmt.Fprintf(b, "%s | %s%s", strings.Repeat(" ", len(number)), strings.Repeat(" ", s.indent), strings.Repeat("^", s.marked))
	if s.reordered {
		// The mark is right only where the terminal keeps the order of the file.
		fmt.Fprintf(b, " column %d", r.Start.Column)
	}
	if last := r.lastLine(); last > r.Start.Line {
		fmt.Fprintf(b, " to line %d", last)
	}
	b.WriteByte('\n')
}

func writeIndented(b *strings.Builder, text string) {
	if text == "" {
		return
	}
	for _, line := range strings.Split(visibleLines(text), "\n") {
		b.WriteString(strings.TrimRight("  "+line, " "))
		b.WriteByte('\n')
	}
}
