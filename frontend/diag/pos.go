package diag

import (
	"bytes"
	"fmt"
	"sort"
)

// File is a text that positions point into. It is made once for each file that
// a request reads, by NewFile, and is never changed.
type File struct {
	// Name is the path relative to the build context, with forward slashes.
	Name string
	// Data is the file's whole content.
	Data []byte
	// lines holds the offset of the first byte of each line. An index and a
	// binary search instead of go-toml's Shape, which scans from the start of
	// the file on every call. 32 bits, because a hostile file is all line ends.
	lines []uint32
}

// NewFile indexes the lines of data.
func NewFile(name string, data []byte) *File {
	lines := make([]uint32, 1, 1+bytes.Count(data, []byte{'\n'}))
	for at := 0; ; {
		i := bytes.IndexByte(data[at:], '\n')
		if i < 0 {
			return &File{Name: name, Data: data, lines: lines}
		}
		at += i + 1
		lines = append(lines, uint32(at))
	}
}

// Pos is a place in a file.
type Pos struct {
	// Offset counts bytes from 0.
	Offset int
	// Line counts from 1.
	Line int
	// Column counts bytes of the line from 1.
	Column int
}

// Pos returns the position of a byte offset; offsets outside the file are
// brought to its ends.
func (f *File) Pos(offset int) Pos {
	offset = max(0, min(offset, len(f.Data)))
	line := sort.Search(len(f.lines), func(i int) bool { return int(f.lines[i]) > offset })
	return Pos{Offset: offset, Line: line, Column: offset - int(f.lines[line-1]) + 1}
}

// Range returns the range of the bytes from start (inclusive) to end (exclusive).
func (f *File) Range(start, end int) Range {
	return Range{File: f, Start: f.Pos(start), End: f.Pos(max(start, end))}
}

// LineRange returns the range of one whole line (1-based) without its line end.
func (f *File) LineRange(line int) Range {
	line = max(1, min(line, len(f.lines)))
	end := len(f.Data)
	if line < len(f.lines) {
		end = int(f.lines[line]) - 1
	}
	return f.Range(int(f.lines[line-1]), end)
}

// Lines returns the number of lines.
func (f *File) Lines() int { return len(f.lines) }

// Range is a stretch of a file: Start is inclusive, End exclusive.
type Range struct {
	File       *File
	Start, End Pos
}

// Known says whether the range points into a file.
func (r Range) Known() bool { return r.File != nil }

// Filename returns the name of the file, "" for a zero Range.
func (r Range) Filename() string {
	if r.File == nil {
		return ""
	}
	return r.File.Name
}

// Text returns the bytes of the range as a string.
func (r Range) Text() string {
	if r.File == nil {
		return ""
	}
	return string(r.File.Data[r.Start.Offset:r.End.Offset])
}

// String returns "file:line", "" for a zero Range.
func (r Range) String() string {
	if r.File == nil {
		return ""
	}
	return fmt.Sprintf("%s:%d", r.File.Name, r.Start.Line)
}

// lastLine returns the last line that the range holds any of: one that ends at
// the start of a line holds nothing of that line.
func (r Range) lastLine() int {
	if r.End.Column == 1 && r.End.Line > r.Start.Line {
		return r.End.Line - 1
	}
	return r.End.Line
}

// Value is a value together with the place it was read from, so that it can be
// blamed long after parsing.
type Value[T any] struct {
	V     T
	Range Range
}

// Set says whether the value came from a file.
func (v Value[T]) Set() bool { return v.Range.Known() }
