package tomltree

import "bytes"

// Bounds on the memory of a document, in nodes of go-toml's of 56 bytes each,
// of which it keeps one top-level expression at a time, and of this tree's of 48
// bytes, of which it keeps all. A lock of 10,000 packages has 4 million in all.
const (
	maxNodes           = 6 << 20
	maxExpressionNodes = 1 << 20
)

// fits says whether a document is within the bounds. Counting separators is
// fast and counts those in strings too, of which URLs have many; only a large
// document is looked at in detail.
func fits(data []byte) bool {
	if roughNodes(data) <= maxExpressionNodes {
		return true
	}
	largest, all := countNodes(data)
	return largest <= maxExpressionNodes && all <= maxNodes
}

// roughNodes is never less than the true number: three for a key with its
// value, one for every other value and for every part of a key.
func roughNodes(data []byte) int {
	n := 3 * bytes.Count(data, []byte{'='})
	for _, c := range []byte(",.[{") {
		n += bytes.Count(data, []byte{c})
	}
	return n
}

// countNodes returns the nodes of the largest top-level expression and of all.
// It follows strings, comments and brackets; where it goes wrong go-toml finds
// an error and stops.
func countNodes(data []byte) (largest, all int) {
	depth, current := 0, 0
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '"', '\'':
			i = stringEnd(data, i)
		case '#':
			i = lineEnd(data, i) - 1
		case '=':
			current += 3
		case ',', '.':
			current++
		case '[', '{':
			current++
			depth++
		case ']', '}':
			depth = max(depth-1, 0)
		case '\n':
			if depth == 0 {
				largest, all = max(largest, current), all+current
				current = 0
			}
		}
	}
	return max(largest, current), all + current
}

// stringEnd returns the offset of the last quote of the string that starts at i.
func stringEnd(data []byte, i int) int {
	quote := data[i]
	triple := []byte{quote, quote, quote}
	if bytes.HasPrefix(data[i:], triple) {
		for j := i + 3; j < len(data); j++ {
			if data[j] == '\\' && quote == '"' {
				j++
			} else if data[j] == quote && bytes.HasPrefix(data[j:], triple) {
				for j+3 < len(data) && data[j+3] == quote {
					j++
				}
				return j + 2
			}
		}
		return len(data)
	}
	for j := i + 1; j < len(data); j++ {
		switch data[j] {
		case '\\':
			if quote == '"' {
				j++
			}
		case quote:
			return j
		case '\n':
			return j - 1
		}
	}
	return len(data)
}

// lineEnd returns the offset of the line end after i.
func lineEnd(data []byte, i int) int {
	if n := bytes.IndexByte(data[i:], '\n'); n >= 0 {
		return i + n
	}
	return len(data)
}
