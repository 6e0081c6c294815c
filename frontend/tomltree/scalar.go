package tomltree

import (
	"errors"
	"strconv"
	"strings"

	"github.com/org/pyfrontend/frontend/diag"
)

// Str returns a string with its range, false if the value is not a string.
func (n *Node) Str() (diag.Value[string], bool) {
	if n.Kind() != String {
		return diag.Value[string]{}, false
	}
	return diag.Value[string]{V: n.Text(), Range: n.Range()}, true
}

// Text returns a string without its range, and for every other scalar the text
// as it stands in the file. It does not allocate.
func (n *Node) Text() string {
	switch {
	case n == nil:
		return ""
	case n.flags&decodedValue != 0:
		return n.doc.values[n.start]
	case n.kind == String:
		return n.doc.text[n.start+1 : n.end-1]
	default:
		return n.doc.text[n.start:n.end]
	}
}

// Int returns an integer, false if the value is not one.
func (n *Node) Int() (diag.Value[int64], bool) {
	if n.Kind() != Integer {
		return diag.Value[int64]{}, false
	}
	i, ok := parseInt(n.Text())
	return diag.Value[int64]{V: i, Range: n.Range()}, ok
}

// Uint64 returns a whole number of zero or more without its range: sizes of
// files, of which a lock has thousands.
func (n *Node) Uint64() (uint64, bool) {
	if n.Kind() != Integer {
		return 0, false
	}
	i, ok := parseInt(n.Text())
	return uint64(max(i, 0)), ok && i >= 0
}

// parseInt reads TOML's integers: underscores, and the prefixes 0x, 0o and 0b
// that strconv knows under base 0.
func parseInt(s string) (int64, bool) {
	if strings.IndexByte(s, '_') >= 0 {
		s = strings.ReplaceAll(s, "_", "")
	}
	i, err := strconv.ParseInt(s, 0, 64)
	return i, err == nil
}

// Float64 returns a float, or an integer as a float.
func (n *Node) Float64() (diag.Value[float64], bool) {
	if k := n.Kind(); k != Float && k != Integer {
		return diag.Value[float64]{}, false
	}
	if i, ok := parseInt(n.Text()); ok && n.kind == Integer {
		return diag.Value[float64]{V: float64(i), Range: n.Range()}, true
	}
	// TOML signs its NaN, strconv does not.
	text := strings.ReplaceAll(n.Text(), "_", "")
	if strings.HasSuffix(text, "nan") {
		text = "nan"
	}
	f, err := strconv.ParseFloat(text, 64)
	// A float beyond the range is an infinity, as in every TOML reader.
	return diag.Value[float64]{V: f, Range: n.Range()}, err == nil || errors.Is(err, strconv.ErrRange)
}

// Boolean returns a boolean, false as the second result if the value is not one.
func (n *Node) Boolean() (diag.Value[bool], bool) {
	if n.Kind() != Bool {
		return diag.Value[bool]{}, false
	}
	return diag.Value[bool]{V: n.Text() == "true", Range: n.Range()}, true
}
