package field_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
	"github.com/org/pyfrontend/frontend/tomltree/field"
)

// read parses a text and gives its root to a reader; the result is the findings.
func read(t *testing.T, text string, reader func(field.Field)) string {
	t.Helper()
	var list diag.List
	root, parsing := tomltree.Parse(diag.NewFile("f.toml", []byte(text)))
	if parsing.HasErrors() {
		t.Fatal(parsing.Err())
	}
	reader(field.New(root, "", &list))
	if err := list.Err(); err != nil {
		return err.Error()
	}
	return ""
}

func TestFindings(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		reader     func(field.Field)
		want       string
	}{
		{"string", `a.b = 1`, func(f field.Field) { f.Get("a", "b").Str() }, "f.toml:1: a.b must be a string, not an integer\nwrite it in quotes: \"1\""},
		{"version", `a = 3.10`, func(f field.Field) { f.Get("a").Str() }, "f.toml:1: a must be a string, not a float\nwrite it in quotes: \"3.10\""},
		{"boolean", `a = "true"`, func(f field.Field) { f.Get("a").Bool() }, "f.toml:1: a must be a boolean, not a string\nwrite it without quotes: true"},
		{"boolean in words", `a = "yes"`, func(f field.Field) { f.Get("a").Bool() }, "f.toml:1: a must be a boolean, not a string"},
		{"integer", `a = "80"`, func(f field.Field) { f.Get("a").Int() }, "f.toml:1: a must be an integer, not a string\nwrite it without quotes: 80"},
		{"array", `a = "b"`, func(f field.Field) { f.Get("a").Strs() }, "f.toml:1: a must be an array, not a string\nwrite an array: [\"b\"]"},
		{"element", "a = ['b',\n1,\n{}]", func(f field.Field) { f.Get("a").Strs() }, "f.toml:2: a[1] must be a string, not an integer\nwrite it in quotes: \"1\"\n\nf.toml:3: a[2] must be a string, not a table"},
		{"string or array", `a = true`, func(f field.Field) { f.Get("a").StrOrStrs() }, "f.toml:1: a must be a string or an array, not a boolean"},
		{"table", "[[a]]\nb = 1", func(f field.Field) { f.Get("a").Expect(tomltree.Table) }, "f.toml:1: a must be a table, not an array"},
		{"quoted key", `"a b".c = 1`, func(f field.Field) { f.Get("a b", "c").Str() }, "f.toml:1: \"a b\".c must be a string, not an integer\nwrite it in quotes: \"1\""},
		{"unknown", "[t]\nalpah = 1\nxyz = 2", func(f field.Field) { f.Get("t").Only("alpha", "beta") }, "f.toml:2: unknown key \"alpah\" in t\ndid you mean alpha?\n\nf.toml:3: unknown key \"xyz\" in t"},
		{"absent", `a = 1`, func(f field.Field) {
			b := f.Get("b", "c")
			b.Str()
			b.Bool()
			b.Int()
			b.Strs()
			b.StrOrStrs()
			b.Only()
			for range b.All() {
				t.Error("an absent field has children")
			}
		}, ""},
		{"under a value", `a = 1`, func(f field.Field) { f.Get("a", "b").Str() }, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, read(t, tt.text, tt.reader)); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
		})
	}
}

func TestValues(t *testing.T) {
	findings := read(t, "s = 'x'\nb = true\ni = 7\nl = ['y', 'z']\n[t]\nk.v = 1\n", func(f field.Field) {
		if v := f.Get("s").Str(); v.V != "x" || v.Range.Text() != "'x'" {
			t.Errorf("s is %+v", v)
		}
		if v := f.Get("b").Bool(); !v.V || v.Range.Text() != "true" {
			t.Errorf("b is %+v", v)
		}
		if v := f.Get("i").Int(); v.V != 7 || v.Range.Text() != "7" {
			t.Errorf("i is %+v", v)
		}
		if l := f.Get("l").StrOrStrs(); len(l) != 2 || l[1].V != "z" {
			t.Errorf("l is %+v", l)
		}
		if l := f.Get("s").StrOrStrs(); len(l) != 1 || l[0].V != "x" {
			t.Errorf("s as a list is %+v", l)
		}
		for item := range f.Get("t").All() {
			if item.Path() != "t.k" || item.Key().V != "k" || !item.Present() {
				t.Errorf("first of t is %s", item.Path())
			}
		}
	})
	if findings != "" {
		t.Error(findings)
	}
}
