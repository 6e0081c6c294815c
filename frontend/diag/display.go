package diag

import "bytes"

// displayBytes is the size up to which a file is handed on whole.
const displayBytes = 64 << 10

// displayContext is the number of lines kept around a mark in a larger file.
const displayContext = 8

// displayCells is the width at which a line without a mark is cut.
const displayCells = 400

// Display returns the file's text as it may be given to another program that
// prints lines of it by number, as BuildKit's clients do with the Data of a
// source: the same lines under the same numbers, but nothing a terminal would
// not show as itself, and no line longer than some hundred columns. With marks,
// of a large file only the lines near them are kept and the others are empty: the
// text crosses a gRPC connection once for each finding, and a lock has megabytes.
// Without marks all lines are kept, as the source map of an operation needs them,
// whose failure may be about any line.
//
// A file without any of that is returned as it is.
func (f *File) Display(marks ...Range) []byte {
	large := len(marks) > 0 && len(f.Data) > displayBytes
	if !large && f.displayable() {
		return f.Data
	}
	byLine := map[int]Range{}
	keep := map[int]bool{}
	for _, m := range marks {
		if _, ok := byLine[m.Start.Line]; !ok {
			byLine[m.Start.Line] = m
		}
		for n := m.Start.Line - displayContext; n <= min(m.End.Line, m.Start.Line+displayContext)+displayContext; n++ {
			keep[n] = true
		}
	}
	var out bytes.Buffer
	for n := 1; n <= f.Lines(); n++ {
		if n > 1 {
			out.WriteByte('\n')
		}
		if large && !keep[n] {
			continue
		}
		if m, ok := byLine[n]; ok {
			out.WriteString(f.displayMarked(m))
		} else {
			out.WriteString(f.displayLine(n))
		}
	}
	return out.Bytes()
}

// displayable says whether every line may be printed as it is. A tab may.
func (f *File) displayable() bool {
	for l := range bytes.Lines(f.Data) {
		l = bytes.TrimSuffix(l, []byte("\n"))
		if len(l) > displayCells || !clean(string(bytes.ReplaceAll(l, []byte("\t"), nil))) {
			return false
		}
	}
	return true
}

func (f *File) displayLine(number int) string {
	line := f.line(number)
	text, cut := head(f.Data[line.start:line.end], displayCells)
	if cut {
		text += ellipsis
	}
	return text
}

// displayMarked is displayLine for a line with a mark, which must be seen.
func (f *File) displayMarked(mark Range) string {
	line := f.line(mark.Start.Line)
	if line.end-line.start <= displayCells {
		return f.displayLine(mark.Start.Line)
	}
	return newSnippet(mark).text
}
