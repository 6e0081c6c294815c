package marker

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/org/pyfrontend/frontend/pep"
)

// scanner walks over a text from pos to its end.
type scanner struct {
	text string
	pos  int
}

// peek returns the next byte, 0 at the end.
func (s *scanner) peek() byte {
	if s.pos < len(s.text) {
		return s.text[s.pos]
	}
	return 0
}

func (s *scanner) done() bool { return s.pos >= len(s.text) }

// space skips white space, whatever Unicode counts as such, like uv.
func (s *scanner) space() {
	for s.pos < len(s.text) {
		r, size := rune(s.text[s.pos]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s.text[s.pos:])
		}
		if !unicode.IsSpace(r) {
			return
		}
		s.pos += size
	}
}

// take returns the longest text of bytes that f accepts, and skips it.
func (s *scanner) take(f func(byte) bool) string {
	start := s.pos
	for s.pos < len(s.text) && f(s.text[s.pos]) {
		s.pos++
	}
	return s.text[start:s.pos]
}

// skip skips c if it is next.
func (s *scanner) skip(c byte) bool {
	if s.done() || s.text[s.pos] != c {
		return false
	}
	s.pos++
	return true
}

// keyword skips word if it is next and not part of a longer one.
func (s *scanner) keyword(word string) bool {
	rest := s.text[s.pos:]
	if !strings.HasPrefix(rest, word) || len(rest) > len(word) && isWord(rest[len(word)]) {
		return false
	}
	s.pos += len(word)
	return true
}

// expected is the error that want does not stand at the current place.
func (s *scanner) expected(want string) *pep.Error {
	if s.done() {
		return &pep.Error{Offset: len(s.text), End: len(s.text), Msg: "expected " + want + ", found the end"}
	}
	_, size := utf8.DecodeRuneInString(s.text[s.pos:])
	return &pep.Error{
		Offset: s.pos, End: s.pos + size,
		Msg: fmt.Sprintf("expected %s, found %q", want, s.text[s.pos:s.pos+size]),
	}
}

func isWord(c byte) bool { return isAlnum(c) || c == '_' }

func isAlnum(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}
