package tomltree_test

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
	"github.com/pelletier/go-toml/v2"
)

func parse(t testing.TB, text string) (*tomltree.Node, diag.List) {
	t.Helper()
	return tomltree.Parse(diag.NewFile("x.toml", []byte(text)))
}

// dump writes every value of a tree with the text its ranges cover.
func dump(n *tomltree.Node, path string) []string {
	var out []string
	i := 0
	for c := range n.Children() {
		p := fmt.Sprintf("%s[%d]", path, i)
		if c.Key() != "" || n.Kind() == tomltree.Table {
			p = strings.TrimPrefix(path+"."+c.Key(), ".")
		}
		out = append(out, fmt.Sprintf("%s %s <%s> <%s>", p, c.Kind(), c.KeyRange().Text(), c.Range().Text()))
		out = append(out, dump(c, p)...)
		i++
	}
	return out
}

func TestRangesCoverKeysAndValues(t *testing.T) {
	root, diags := parse(t, `a.b = 1 # one
"q \"k" = [ 1, [ [], [2] , ], # c ]
  {x = 'y', z.w = { } } ,
 ]
[ t . u ]
d = 2020-01-01 10:00
[[ p ]]
s = "a\tb"
[[p]]
[p.sub]
v = -1.5e3
`)
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	want := []string{
		`a a table <a> <a>`,
		`a.b an integer <b> <1>`,
		`q "k an array <"q \"k"> <[ 1, [ [], [2] , ], # c ]
  {x = 'y', z.w = { } } ,
 ]>`,
		`q "k[0] an integer <1> <1>`,
		`q "k[1] an array <[ [], [2] , ]> <[ [], [2] , ]>`,
		`q "k[1][0] an array <[]> <[]>`,
		`q "k[1][1] an array <[2]> <[2]>`,
		`q "k[1][1][0] an integer <2> <2>`,
		`q "k[2] a table <{x = 'y', z.w = { } }> <{x = 'y', z.w = { } }>`,
		`q "k[2].x a string <x> <'y'>`,
		`q "k[2].z a table <z> <z>`,
		`q "k[2].z.w a table <w> <{ }>`,
		`t a table <t> <t>`,
		`t.u a table <u> <[ t . u ]>`,
		`t.u.d a date or time <d> <2020-01-01 10:00>`,
		`p an array <p> <[[ p ]]>`,
		`p[0] a table <[[ p ]]> <[[ p ]]>`,
		`p[0].s a string <s> <"a\tb">`,
		`p[1] a table <[[p]]> <[[p]]>`,
		`p[1].sub a table <sub> <[p.sub]>`,
		`p[1].sub.v a float <v> <-1.5e3>`,
	}
	if diff := cmp.Diff(want, dump(root, "")); diff != "" {
		t.Error(diff)
	}
}

func TestFindings(t *testing.T) {
	many := strings.Repeat("a=1\n", 1000)
	deep := strings.Repeat("[", 1000) + strings.Repeat("]", 1000)
	for _, tc := range []struct{ name, text, want string }{
		{"syntax", "a = 1\nb = ?\n", "x.toml:2: invalid TOML"},
		{"end of input", "a = 1\nb = [", "x.toml:2: invalid TOML"},
		{"empty value", "a = 1\nb =", "x.toml:2: invalid TOML"},
		{"not UTF-8", "a = 1\nb = \"\xff\"\n", "x.toml:2: not UTF-8: byte 0xFF"},
		{"not UTF-8 outside strings", "a = 1\n\xe9 = 1\n", "x.toml:2: not UTF-8: byte 0xE9"},
		{"UTF-16", "\xff\xfea\x00", "x.toml:1: not UTF-8: byte 0xFF"},
		{"duplicate key", "a = 1\n\na = 2\n", "x.toml:3: key defined twice: \"a\"\nIt is first defined in line 1."},
		{"duplicate by quotes", "a = 1\n\"\\u0061\" = 2\n", `x.toml:2: key defined twice: "a"`},
		{"duplicate inline", "a = { b = 1, b = 2 }\n", `x.toml:1: key defined twice: "b"`},
		{"duplicate inline in array", "a = [ { b = 1 },\n { b = 1, b = 2 } ]\n", `x.toml:2: key defined twice: "b"`},
		{"table twice", "[a]\n[b]\n[a]\n", `x.toml:3: table defined twice: "a"`},
		{"table after dotted key", "a.b = 1\n[a]\n", `x.toml:2: table defined twice: "a"`},
		{"table after array of tables", "[[a]]\n[a]\n", `x.toml:2: table defined twice: "a"`},
		{"array of tables after table", "[a]\n[[a]]\n", `x.toml:2: this key is already defined and is not an array of tables: "a"`},
		{"array of tables after array", "a = []\n[[a]]\n", `x.toml:2: this key is already defined and is not an array of tables: "a"`},
		{"through a value", "a = 1\n[a.b]\n", `x.toml:2: this key is already a value and cannot be extended: "a"`},
		{"through an inline table", "a = {}\n[a.b]\n", `x.toml:2: this key is already a value and cannot be extended: "a"`},
		{"dotted key into a table", "[a.b]\n[a]\nb.c = 1\n", `x.toml:3: this key is already defined and cannot be extended by a dotted key: "b"`},
		{"dotted key into inline table", "a = {}\na.b = 1\n", `x.toml:2: this key is already defined and cannot be extended by a dotted key: "a"`},
		{"many findings", many, `x.toml:2: key defined twice: "a"`},
		{"deep arrays", "a = " + deep, "x.toml:1: nested more than 128 levels deep"},
		{"deep keys", strings.Repeat("a.", 1000) + "a = 1", "x.toml:1: nested more than 128 levels deep"},
		{"deep header", "[" + strings.Repeat("a.", 1000) + "a]", "x.toml:1: nested more than 128 levels deep"},
		{"too deep for go-toml", "a = " + strings.Repeat("[", 1<<19), "x.toml:1: invalid TOML"},
		{"no date", "a = 2020-02-30", "x.toml:1: not a date or time"},
		{"no offset", "a = 2020-02-20T10:00:00+25:00", "x.toml:1: not a date or time"},
		{"carriage return", "a = 1\rb = 2", "x.toml:1: invalid TOML"},
		{"NUL", "a = 1\n\x00", "x.toml:2: invalid TOML"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			root, diags := parse(t, tc.text)
			if root.Kind() != tomltree.Table {
				t.Errorf("no root table")
			}
			err := diags.Err()
			if err == nil || !strings.HasPrefix(err.Error(), tc.want) {
				t.Errorf("got %v, want %s", err, tc.want)
			}
			if len(diags) > 50 {
				t.Errorf("%d findings", len(diags))
			}
		})
	}
}

func TestAllDuplicatesAreReported(t *testing.T) {
	_, diags := parse(t, "a = 1\na = 2\n[t]\nx = 1\n[t]\nx = 2\nx = 3\n[u]\ny = 1\ny = 1\n")
	var lines []int
	for _, d := range diags {
		lines = append(lines, d.Subject.Start.Line)
	}
	if diff := cmp.Diff([]int{2, 5, 7, 10}, lines); diff != "" {
		t.Error(diff)
	}
}

func TestAccepted(t *testing.T) {
	for name, text := range map[string]string{
		"byte order mark":          "\xef\xbb\xbf[a]\nb = 1\n",
		"CRLF":                     "[a]\r\nb = [\r\n1,\r\n]\r\n",
		"newline in inline table":  "a = {\n  b = 1, # c\n  c = 2,\n}\n",
		"escapes of 1.1":           `a = "\e\x41"`,
		"seconds are optional":     "a = 10:00\nb = 2020-01-01T10:00\nc = 2020-01-01T10:00Z\nd=2020-01-01 10:00:00.5+01:00",
		"no newline at the end":    "a = 1",
		"empty":                    "",
		"sub-table of dotted":      "[a]\nb.c = 1\n[a.b.d]\n",
		"table after its sub":      "[a.b]\n[a]\n",
		"sub-table of element":     "[[a]]\n[a.b]\n[[a]]\n[a.b]\n[[a.c]]\n[[a.c]]\n",
		"dotted twice":             "a.b = 1\na.c = 2\n",
		"lower case date-time":     "a = 1990-12-31t23:59:59z",
		"largest integers":         "a = 9223372036854775807\nb = -9223372036854775808\nc = 0x7fff_ffff_ffff_ffff",
		"table of a hundred keys":  manyKeys(100),
		"quoted keys":              "'a' = 1\n\"b\" = 2\n\"\" = 3\n\"\\n\" = 4",
		"multi-line strings":       "a = '''\nb'''\nb = \"\"\"c\\\n   d\"\"\"\nc=''''a'''''",
		"special floats":           "a = inf\nb = -nan\nc = 1_000.5",
		"comment without end":      "# c",
		"comment in nested arrays": "a = [ # ]\n [ # [\n 1 ] # ]\n ]",
	} {
		t.Run(name, func(t *testing.T) {
			root, diags := parse(t, text)
			if err := diags.Err(); err != nil {
				t.Fatal(err)
			}
			agree(t, []byte(strings.TrimPrefix(text, "\xef\xbb\xbf")), root)
		})
	}
}

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "k%d = %d\n", i, i)
	}
	return b.String()
}

// agree compares a tree with go-toml's own decoder, which keeps track of
// tables and keys by other means.
func agree(t *testing.T, text []byte, root *tomltree.Node) {
	t.Helper()
	var want map[string]any
	if err := toml.Unmarshal(text, &want); err != nil {
		if strings.Contains(err.Error(), "64-bit") {
			return // an integer that nobody has asked for yet
		}
		t.Fatalf("go-toml refuses what was accepted: %v", err)
	}
	compare(t, "", want, root)
}

func compare(t *testing.T, path string, want any, n *tomltree.Node) {
	t.Helper()
	switch w := want.(type) {
	case map[string]any:
		if n.Kind() != tomltree.Table || n.Len() != len(w) {
			t.Fatalf("%s: got %s with %d keys, want %d", path, n.Kind(), n.Len(), len(w))
		}
		for k, v := range w {
			compare(t, path+"."+k, v, n.Get(k))
		}
	case []any:
		if n.Kind() != tomltree.Array || n.Len() != len(w) {
			t.Fatalf("%s: got %s of %d, want %d", path, n.Kind(), n.Len(), len(w))
		}
		for i, c := range n.Items() {
			compare(t, fmt.Sprintf("%s[%d]", path, i), w[i], c)
		}
	default:
		if got := scalar(n); !same(got, want) {
			t.Fatalf("%s: got %v, want %v", path, got, want)
		}
	}
}

func scalar(n *tomltree.Node) any {
	if v, ok := n.Str(); ok {
		return v.V
	}
	if v, ok := n.Boolean(); ok {
		return v.V
	}
	if v, ok := n.Int(); ok {
		return v.V
	}
	if v, ok := n.Float64(); ok {
		return v.V
	}
	return n.Kind()
}

func same(got, want any) bool {
	switch w := want.(type) {
	case float64:
		g, ok := got.(float64)
		return ok && (g == w || math.IsNaN(g) && math.IsNaN(w))
	case time.Time, toml.LocalDate, toml.LocalDateTime, toml.LocalTime:
		return got == tomltree.DateTime
	}
	return reflect.DeepEqual(got, want)
}

func TestLargeIntegersAreNoErrorUntilAskedFor(t *testing.T) {
	root, diags := parse(t, "a = 9223372036854775808\nb = 9223372036854775807\n")
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	if v, ok := root.Get("a").Int(); ok {
		t.Errorf("got %d", v.V)
	}
	if v, ok := root.Get("b").Int(); !ok || v.V != math.MaxInt64 {
		t.Errorf("got %d", v.V)
	}
}

func TestAccess(t *testing.T) {
	root, _ := parse(t, "[a]\nb = { c = \"x\" }\nn = [1, 2]\nt = true\nf = 1.5\nd = 10:00\n")
	if v, ok := root.Get("a", "b", "c").Str(); !ok || v.V != "x" || v.Range.String() != "x.toml:2" {
		t.Errorf("got %v %v", v, ok)
	}
	if diff := cmp.Diff([]string{"b", "n", "t", "f", "d"}, root.Get("a").Keys()); diff != "" {
		t.Error(diff)
	}
	if got := len(root.Get("a", "n").Items()); got != 2 {
		t.Errorf("got %d items", got)
	}
	for _, missing := range []*tomltree.Node{nil, root.Get("z"), root.Get("z", "y"), root.Get("a", "n", "x")} {
		_, str := missing.Str()
		_, num := missing.Int()
		_, flo := missing.Float64()
		_, boo := missing.Boolean()
		_, siz := missing.Uint64()
		if missing != nil || str || num || flo || boo || siz || missing.Kind() != tomltree.Invalid ||
			missing.Range().Known() || missing.KeyRange().Known() || missing.Key() != "" || missing.Keys() != nil ||
			len(missing.Items()) != 0 || missing.Get("x") != nil || missing.Text() != "" || missing.Inline() {
			t.Errorf("a missing node has content")
		}
	}
}
