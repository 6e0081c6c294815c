// Package diag is how every part of the compiler tells a person what is wrong:
// a severity, one sentence, an explanation, the range of the file it is about
// and what to write instead.
//
// Diagnostics are collected and returned beside a value, never thrown at the
// first fault, so that one build shows everything there is to mend. The shape
// follows github.com/hashicorp/hcl/v2 (Diagnostic). This package knows nothing
// of BuildKit; package diag/convert turns findings into BuildKit's wire forms
// (error sources, warnings, lint results).
package diag

import (
	"cmp"
	"slices"
	"strings"
)

// Severity says whether a build can go on.
type Severity int

const (
	// Error stops the build.
	Error Severity = iota
	// Warning is shown and the build goes on.
	Warning
)

// String returns "error" or "warning".
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Diagnostic is one finding.
type Diagnostic struct {
	Severity Severity
	// Rule is the name of the lint rule ("LockMissing"), empty for plain errors.
	Rule string
	// Summary is one sentence without a final stop, fit for a single line.
	Summary string
	// Detail explains, in whole sentences; it may be empty.
	Detail string
	// Suggestion is what to write or run instead; it may be empty.
	Suggestion string
	// Subject is the range at fault. A zero Subject is about no file.
	Subject Range
}

// Error makes a single finding an error: "file:line: summary", then the detail
// and the suggestion on lines of their own. The text is safe to print.
func (d *Diagnostic) Error() string {
	var b strings.Builder
	if d.Subject.Known() {
		b.WriteString(Visible(d.Subject.String()))
		b.WriteString(": ")
	}
	b.WriteString(Visible(d.Summary))
	for _, text := range []string{d.Detail, d.Suggestion} {
		if text != "" {
			b.WriteString("\n")
			b.WriteString(visibleLines(text))
		}
	}
	return b.String()
}

// List is a collection of findings. A nil List is ready for use.
type List []*Diagnostic

// Add appends an error about r.
func (l *List) Add(r Range, summary, detail, suggestion string) {
	*l = append(*l, &Diagnostic{Severity: Error, Summary: summary, Detail: detail, Suggestion: suggestion, Subject: r})
}

// Warn appends a warning of the named rule about r.
func (l *List) Warn(rule string, r Range, summary, detail, suggestion string) {
	*l = append(*l, &Diagnostic{Severity: Warning, Rule: rule, Summary: summary, Detail: detail, Suggestion: suggestion, Subject: r})
}

// Append appends findings as they are.
func (l *List) Append(ds ...*Diagnostic) { *l = append(*l, ds...) }

// HasErrors says whether any finding stops the build.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d *Diagnostic) bool { return d.Severity == Error })
}

// Errors returns the findings that stop the build.
func (l List) Errors() List { return l.only(Error) }

// Warnings returns the findings that do not.
func (l List) Warnings() List { return l.only(Warning) }

func (l List) only(s Severity) List {
	var out List
	for _, d := range l {
		if d.Severity == s {
			out = append(out, d)
		}
	}
	return out
}

// Sorted returns the findings in the order of file, position and text, each
// once: several platforms of one build find the same things.
func (l List) Sorted() List {
	out := slices.Clone(l)
	slices.SortStableFunc(out, compare)
	return slices.CompactFunc(out, func(a, b *Diagnostic) bool { return compare(a, b) == 0 })
}

func compare(a, b *Diagnostic) int {
	return cmp.Or(
		cmp.Compare(a.Severity, b.Severity),
		cmp.Compare(a.Subject.Filename(), b.Subject.Filename()),
		cmp.Compare(a.Subject.Start.Offset, b.Subject.Start.Offset),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.Summary, b.Summary),
		cmp.Compare(a.Detail, b.Detail),
		cmp.Compare(a.Suggestion, b.Suggestion),
	)
}

// Err returns the errors of the list as one error, nil if there are none.
func (l List) Err() error {
	errs := l.Errors().Sorted()
	if len(errs) == 0 {
		return nil
	}
	return listError(errs)
}

type listError List

// Error joins the texts of all findings, a blank line between them.
func (e listError) Error() string {
	texts := make([]string, len(e))
	for i, d := range e {
		texts[i] = d.Error()
	}
	return strings.Join(texts, "\n\n")
}

// Unwrap gives errors.As access to each finding.
func (e listError) Unwrap() []error {
	out := make([]error, len(e))
	for i, d := range e {
		out[i] = d
	}
	return out
}
