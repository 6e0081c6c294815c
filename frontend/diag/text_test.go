package diag_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/org/pyfrontend/frontend/diag"
)

var update = flag.Bool("update", false, "rewrite the expected output under testdata")

// Each archive under testdata/text holds a file, in which ⟦ and ⟧ stand around
// the marked text, and the finding as it is printed. What cannot stand in a file of text is named in
// braces.
func TestText(t *testing.T) {
	escapes := strings.NewReplacer(`{esc}`, "\x1b", `{tab}`, "\t", `{cr}`, "\r", `{bom}`, "\uFEFF",
		`{rlo}`, "\u202e", `{acute}`, "e\u0301", `{nbsp}`, "\u00a0", `{bad}`, "\xff", `{nul}`, "\x00", `{10000}`, strings.Repeat("0123456789", 1000), `{lf}`, "\n", `{eof}`+"\n", "")
	paths, err := filepath.Glob("testdata/text/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal("no archives", err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			ar, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			file, mark := marked(t, ar.Files[0].Name, escapes.Replace(string(ar.Files[0].Data)))
			var list diag.List
			list.Add(mark, "something is wrong with "+diag.Quote(mark.Text()), "Why it is wrong.", "write this instead")
			got := list.Text()
			safe(t, got)
			if n := strings.Count(string(file.Display(mark)), "\n"); n+1 != file.Lines() {
				t.Errorf("Display has %d lines, the file %d", n+1, file.Lines())
			}
			safe(t, string(file.Display(mark)))
			if *update {
				ar.Files = []txtar.File{ar.Files[0], {Name: "text", Data: []byte(got)}}
				if err := os.WriteFile(path, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if len(ar.Files) != 2 {
				t.Fatal("no expected text; run with -update")
			}
			if d := cmp.Diff(string(ar.Files[1].Data), got); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
		})
	}
}

// marked takes the marks out of a text and returns the range between them.
func marked(t *testing.T, name, text string) (*diag.File, diag.Range) {
	t.Helper()
	before, rest, ok := strings.Cut(text, "⟦")
	mark, after, ok2 := strings.Cut(rest, "⟧")
	if !ok || !ok2 {
		t.Fatalf("%s has no ⟦ and ⟧", name)
	}
	f := diag.NewFile(name, []byte(before+mark+after))
	return f, f.Range(len(before), len(before)+len(mark))
}

// safe fails if a text holds anything that a terminal would obey, hide or
// reorder.
func safe(t *testing.T, text string) {
	t.Helper()
	if !utf8.ValidString(text) {
		t.Error("not UTF-8")
	}
	for _, r := range text {
		joiner := r == '\u200c' || r == '\u200d'
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || unicode.Is(unicode.Cf, r) && !joiner) {
			t.Errorf("%U is printed raw", r)
		}
	}
}

func TestTextOfListIsSortedAndEachOnce(t *testing.T) {
	f := diag.NewFile("a.toml", []byte("one = 1\ntwo = 2\n"))
	var l diag.List
	for range 2 {
		l.Warn("Rule", f.LineRange(1), "warned", "", "")
		l.Add(f.LineRange(2), "second", "", "")
		l.Add(f.LineRange(1), "first", "", "")
		l.Add(diag.Range{}, "about no file", "", "")
	}
	want := `error: about no file

a.toml:1: error: first
   1 | one = 1
     | ^^^^^^^

a.toml:2: error: second
   2 | two = 2
     | ^^^^^^^

a.toml:1: warning: Rule: warned
   1 | one = 1
     | ^^^^^^^
`
	if d := cmp.Diff(want, l.Text()); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

// Messages and file names come from files as much as snippets do.
func TestMessagesAreSafe(t *testing.T) {
	f := diag.NewFile("a\x1b[31m.toml", []byte("x"))
	var l diag.List
	l.Add(f.LineRange(1), "a\x1b[2Jb\r\nc", "d\u202e\r\ne", "f\x07")
	safe(t, l.Text())
	safe(t, l.Err().Error())
	want := "a\\x1b[31m.toml:1: a\\x1b[2Jb\\r\\nc\nd\\u202e\ne\nf\\x07"
	if got := l.Err().Error(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestQuote(t *testing.T) {
	for in, want := range map[string]string{
		"":                       `""`,
		"plain":                  `"plain"`,
		"e\x1b":                  `"e\x1b"`,
		"\u202e\u00a0\U000e0001": `"\u202e\u00a0\U000e0001"`,
		strings.Repeat("é", 61):  `"` + strings.Repeat("é", 60) + `…"`,
	} {
		if got := diag.Quote(in); got != want {
			t.Errorf("Quote(%q) = %s, want %s", in, got, want)
		}
	}
}

// A whole file is text too: what matters is that no input breaks the printing.
func FuzzText(f *testing.F) {
	f.Add([]byte("a = 1\r\n\tb\x1b = \xff\n"), 3, 9)
	f.Add([]byte(""), 0, 0)
	f.Add([]byte("\xef\xbb\xbf"), 1, 2)
	f.Add([]byte("日本 = '👩‍👩‍👧' # \u202e\n"), 6, 20)
	f.Fuzz(func(t *testing.T, data []byte, start, end int) {
		file := diag.NewFile("f", data)
		r := file.Range(start, end)
		var l diag.List
		l.Add(r, string(data), string(data), string(data))
		safe(t, l.Text())
		shown := file.Display(r)
		safe(t, string(shown))
		if diag.NewFile("g", shown).Lines() != file.Lines() {
			t.Error("Display changed the number of lines")
		}
	})
}
