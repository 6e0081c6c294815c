package field

import (
	"slices"
	"strings"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
)

// Expect says whether the field is there and of one of the kinds. If it is there
// and of another kind, that is a finding.
func (f Field) Expect(kinds ...tomltree.Kind) bool {
	return f.ExpectOr("", kinds...)
}

// ExpectOr is Expect with what to write instead, where that can be said better
// than from the types alone.
func (f Field) ExpectOr(suggestion string, kinds ...tomltree.Kind) bool {
	if f.Node == nil || slices.Contains(kinds, f.Node.Kind()) {
		return f.Node != nil
	}
	if suggestion == "" {
		suggestion = AsWritten(f.Node, kinds...)
	}
	f.Fail(f.path+" must be "+Either(kinds)+", not "+f.Node.Kind().String(), "", suggestion)
	return false
}

// Either names kinds as a message does: "a string, a table or an array".
func Either(kinds []tomltree.Kind) string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.String()
	}
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// AsWritten suggests how to write a value that is only quoted wrongly, or that
// should be the only element of an array; "" if it is neither. Long values are
// not repeated.
func AsWritten(n *tomltree.Node, want ...tomltree.Kind) string {
	const longest = 60
	text := n.Range().Text()
	if len(text) > longest || strings.ContainsAny(text, "\r\n") {
		return ""
	}
	has := func(k tomltree.Kind) bool { return slices.Contains(want, k) }
	switch n.Kind() {
	case tomltree.Integer, tomltree.Float, tomltree.Bool, tomltree.DateTime:
		if has(tomltree.String) && len(want) == 1 {
			return "write it in quotes: " + `"` + text + `"`
		}
	case tomltree.String:
		if bare := strings.Trim(text, `"'`); has(tomltree.Bool) && (bare == "true" || bare == "false") || has(tomltree.Integer) && digits(bare) {
			return "write it without quotes: " + bare
		}
		if has(tomltree.Array) && !has(tomltree.Table) {
			return "write an array: [" + text + "]"
		}
	}
	return ""
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// Fail adds an error about the value.
func (f Field) Fail(summary, detail, suggestion string) {
	f.diags.Add(f.Range(), summary, detail, suggestion)
}

// FailAt adds an error about some other range, a part of the value perhaps.
func (f Field) FailAt(r diag.Range, summary, detail, suggestion string) {
	f.diags.Add(r, summary, detail, suggestion)
}

// Findings returns the number of findings so far, of this field and all others:
// a caller that compares two of them knows whether anything was reported.
func (f Field) Findings() int { return len(*f.diags) }

// Only complains about every key of a table that is not in known, with the
// nearest one that is.
func (f Field) Only(known ...string) {
	if f.Node.Kind() != tomltree.Table {
		return
	}
	for c := range f.All() {
		if key := c.Key(); !slices.Contains(known, key.V) {
			f.FailAt(key.Range, "unknown key "+diag.Quote(key.V)+f.in(), "", diag.DidYouMean(key.V, known))
		}
	}
}

// in names the table for a message about one of its keys.
func (f Field) in() string {
	if f.path == "" {
		return ""
	}
	return " in " + f.path
}
