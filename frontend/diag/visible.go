package diag

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible returns s with every character that a terminal would not show as
// itself written as an escape: control characters (an escape sequence could
// recolour or overwrite the screen), bidirectional overrides (they make code
// read differently from what it does, CVE-2021-42574), zero-width and other
// invisible characters, and bytes that are not UTF-8. It is applied to all text
// that came from a file before it is printed. Line ends are escaped too.
func Visible(s string) string {
	if clean(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		n := writeVisible(&b, s)
		s = s[n:]
	}
	return b.String()
}

// visibleLines is Visible for text of several lines: line feeds and tabs stay.
func visibleLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = Visible(strings.TrimSuffix(l, "\r"))
	}
	return strings.Join(lines, "\n")
}

// quoteLimit is the number of characters of a value that a message repeats.
const quoteLimit = 60

// Quote returns a value from a file as a message shows it: in double quotes,
// Visible, and cut short when it is long.
func Quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := 0; len(s) > 0; i++ {
		if i == quoteLimit {
			b.WriteString("…")
			break
		}
		n := writeVisible(&b, s)
		s = s[n:]
	}
	b.WriteByte('"')
	return b.String()
}

// clean says whether s needs no escapes; nearly all text takes this way.
func clean(s string) bool {
	for i, r := range s {
		if !shown(r) || (r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD")) {
			return false
		}
	}
	return true
}

// writeVisible writes the first character of s and returns its length in bytes.
func writeVisible(b *strings.Builder, s string) int {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case r == utf8.RuneError && n == 1:
		fmt.Fprintf(b, `\x%02x`, s[0])
	case shown(r):
		b.WriteString(s[:n])
	case r == '\n':
		b.WriteString(`\n`)
	case r == '\r':
		b.WriteString(`\r`)
	case r == '\t':
		b.WriteString(`\t`)
	case r < 0x80:
		fmt.Fprintf(b, `\x%02x`, r)
	case r > 0xFFFF:
		fmt.Fprintf(b, `\U%08x`, r)
	default:
		fmt.Fprintf(b, `\u%04x`, r)
	}
	return n
}

// Joiners are part of ordinary emoji and of Persian and Indic words.
const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
)

// shown says whether r is printed as itself. unicode.IsPrint is false for
// controls, format characters (all bidi controls among them), private use and
// every space but U+0020: a no-break space between two words of a file is a
// fault that one otherwise cannot see.
func shown(r rune) bool {
	return unicode.IsPrint(r) || r == zeroWidthJoiner || r == zeroWidthNonJoiner
}
