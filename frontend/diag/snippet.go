package diag

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// Widths of a printed line, in terminal columns. A line that is longer is cut
// on both sides of the mark: a lock or a generated file may hold lines of
// thousands of columns, and a terminal would bury the mark in them.
const (
	lineCells   = 120
	beforeCells = 60
	tabCells    = 4
)

const ellipsis = "…"

// snippet is one line of a file ready to be printed, and where its mark is.
type snippet struct {
	text string
	// indent and marked count terminal columns before and under the mark.
	indent, marked int
	// reordered says that a terminal may draw the line from right to left.
	reordered bool
}

// newSnippet cuts the first line of r out of its file.
func newSnippet(r Range) snippet {
	line := r.File.line(r.Start.Line)
	start := max(r.Start.Offset, line.start)
	start = min(start, line.end)
	end := min(max(r.End.Offset, start), line.end)
	data := r.File.Data

	limit := beforeCells
	if _, cut := head(data[line.start:line.end], lineCells); !cut {
		limit = lineCells // all of the line fits, wherever the mark is
	}
	before, cutBefore := tail(data[line.start:start], limit)
	mark, cutMark := head(data[start:end], lineCells-textCells(before))
	after, cutAfter := "", cutMark
	if !cutMark {
		after, cutAfter = head(data[end:line.end], lineCells-textCells(before)-textCells(mark))
	}
	s := snippet{reordered: rightToLeft(before + mark)}
	if cutBefore {
		before = ellipsis + before
	}
	if cutAfter {
		after += ellipsis
	}
	s.text = strings.TrimRight(before+mark+after, " ")
	s.indent, s.marked = textCells(before), max(1, textCells(mark))
	return s
}

// head returns the printed form of the start of text, at most limit columns
// wide, and whether text goes on.
func head(text []byte, limit int) (string, bool) {
	var b strings.Builder
	for used := 0; len(text) > 0; {
		shown, n := printed(text)
		if used += textCells(shown); used > limit {
			return b.String(), true
		}
		b.WriteString(shown)
		text = text[n:]
	}
	return b.String(), false
}

// tail is head for the end of text.
func tail(text []byte, limit int) (string, bool) {
	i := len(text)
	for used := 0; i > 0; {
		_, n := utf8.DecodeLastRune(text[:i])
		shown, _ := printed(text[i-n : i])
		if used += textCells(shown); used > limit {
			break
		}
		i -= n
	}
	s, _ := head(text[i:], limit)
	return s, i > 0
}

// printed returns the printed form of the first character of text, and its
// length in text.
func printed(text []byte) (string, int) {
	if text[0] == '\t' {
		return strings.Repeat(" ", tabCells), 1
	}
	_, n := utf8.DecodeRune(text)
	return Visible(string(text[:n])), n
}

// span is a stretch of bytes of a file.
type span struct{ start, end int }

var byteOrderMark = []byte("\xef\xbb\xbf")

// line returns where the text of a line (1-based) is, without its line end and
// without the byte order mark that Windows editors put before the first one.
func (f *File) line(number int) span {
	r := f.LineRange(number)
	s := span{r.Start.Offset, r.End.Offset}
	if s.start == 0 && bytes.HasPrefix(f.Data, byteOrderMark) {
		s.start = len(byteOrderMark)
	}
	if s.end > s.start && f.Data[s.end-1] == '\r' {
		s.end--
	}
	return s
}
