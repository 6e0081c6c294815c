package diag

import (
	"unicode"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/width"
)

// cells returns the number of terminal columns that r takes: 2 for East Asian
// wide characters and emoji, 0 for marks that sit on the character before.
// Sequences joined into one picture are counted as their parts, which is how
// most terminals draw them and which only ever puts the mark too far right.
func cells(r rune) int {
	switch {
	case r < 0x80:
		return 1
	case r == zeroWidthJoiner, r == zeroWidthNonJoiner, unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	default:
		return 1
	}
}

// textCells returns the number of terminal columns that s takes.
func textCells(s string) int {
	n := 0
	for _, r := range s {
		n += cells(r)
	}
	return n
}

// rightToLeft says whether s holds letters of a right-to-left script. Some
// terminals reorder such lines, so that a mark under a column misleads there.
func rightToLeft(s string) bool {
	for _, r := range s {
		if r < 0x590 {
			continue
		}
		p, _ := bidi.LookupRune(r)
		if c := p.Class(); c == bidi.R || c == bidi.AL {
			return true
		}
	}
	return false
}
