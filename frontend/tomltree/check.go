package tomltree

import (
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// checkDateTime reports a date that is none: go-toml's scanner leaves that to
// its caller. Integers beyond 64 bits are no error until someone asks for them,
// as for toml-rs.
func (b *builder) checkDateTime(n *Node) {
	if !validDateTime(b.doc.text[n.start:n.end]) {
		b.fail(int(n.start), int(n.end), "not a date or time", "")
	}
}

// validDateTime accepts TOML 1.1's four forms: a local time, a local date, a
// local date-time and an offset date-time, each as go-toml reads it.
func validDateTime(s string) bool {
	if s[2] == ':' {
		var t toml.LocalTime
		return t.UnmarshalText([]byte(s)) == nil
	}
	if len(s) == len("2006-01-02") {
		var d toml.LocalDate
		return d.UnmarshalText([]byte(s)) == nil
	}
	var dt toml.LocalDateTime
	local, ok := cutOffset(s)
	return ok && dt.UnmarshalText([]byte(local)) == nil
}

// cutOffset removes "Z" or "+hh:mm" from a date-time, false if it is malformed.
func cutOffset(s string) (string, bool) {
	if n := len(s) - 1; s[n] == 'Z' || s[n] == 'z' {
		return s[:n], true
	}
	// The date itself has two hyphens, in its first ten bytes.
	at := strings.LastIndexAny(s, "+-")
	if at < len("2006-01-02") {
		return s, true
	}
	var t toml.LocalTime
	offset := s[at+1:]
	return s[:at], len(offset) == len("00:00") && t.UnmarshalText([]byte(offset)) == nil
}
