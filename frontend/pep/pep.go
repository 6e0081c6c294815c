// Package pep is the parent of the PyPA standards that the compiler needs, each
// in a package of its own: names (PEP 503, 685), versions and specifiers
// (PEP 440), requirements and markers (PEP 508, 751), wheel tags (PEP 425, 600,
// 656) and dependency groups (PEP 735). They are pure: strings in, values out.
//
// The rule where the standards, Python's "packaging" and uv disagree: what is
// installed is decided by uv, so uv wins, and the place says so.
//
// This package itself only holds the error that the parsers share.
package pep

import "errors"

// Error says what is wrong with a text and where in it. The parsers of this
// tree return nothing else, so that a caller who knows where the text stood in
// a file can point at the very byte.
type Error struct {
	// Offset is the first byte at fault, End the byte after the last one. At the
	// end of the text they may be equal.
	Offset, End int
	// Msg is one sentence without a final stop.
	Msg string
}

// Error returns the message alone; the position belongs in a range of a file.
func (e *Error) Error() string { return e.Msg }

// Shift returns the error moved by n bytes, for a text that is part of another.
func (e *Error) Shift(n int) *Error {
	return &Error{Offset: e.Offset + n, End: e.End + n, Msg: e.Msg}
}

// Shift moves an error of one of the parsers by n bytes, for a text that is part
// of another; any other error becomes one of the bytes at n. It returns nil for nil.
func Shift(err error, n int) *Error {
	var e *Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &e):
		return e.Shift(n)
	default:
		return &Error{Offset: n, End: n, Msg: err.Error()}
	}
}
