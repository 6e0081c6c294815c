package tomltree

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/pelletier/go-toml/v2/unstable"
)

const (
	// maxBytes is far above any real lock (10,000 packages are about 50 MB)
	// and keeps every offset well inside 32 bits.
	maxBytes = 256 << 20
	// maxDepth bounds nesting so that everything that walks a tree may
	// recurse. toml-rs, uv's parser, refuses at 80.
	maxDepth = 128
	// maxFindings stops a document in which everything is wrong.
	maxFindings = 50
)

var bom = []byte("\xef\xbb\xbf")

// Parse reads a TOML document. It always returns a table; when the findings
// have errors that table holds what could be read before them, good for further
// messages but not for a build.
//
// The syntax is read up to its first error; of duplicate keys and redefined
// tables all are reported, and the first definition counts.
func Parse(f *diag.File) (*Node, diag.List) {
	b := newBuilder(f)
	if b.acceptable() {
		b.reserve()
		b.expressions()
	}
	b.doc.nodes[0].end = int32(min(len(f.Data), maxBytes))
	return &b.doc.nodes[0], b.diags
}

// acceptable reports what makes a file unfit to be parsed at all.
func (b *builder) acceptable() bool {
	data := b.doc.file.Data
	switch {
	case len(data) > maxBytes:
		b.fail(0, 0, fmt.Sprintf("the file is larger than %d MiB", maxBytes>>20), "")
		return false
	case !utf8.Valid(data):
		at := firstInvalid(data)
		b.fail(at, at+1, fmt.Sprintf("not UTF-8: byte 0x%02X", data[at]), "TOML files are UTF-8 by definition.")
		return false
	case !fits(data):
		b.fail(0, 0, "the file has too many values", "")
		return false
	}
	return true
}

func firstInvalid(data []byte) int {
	at := 0
	for at < len(data) {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size <= 1 {
			break
		}
		at += size
	}
	return at
}

// expressions feeds key-values and headers to the builder until the end of the
// file or until the builder has seen enough.
func (b *builder) expressions() {
	data := b.doc.file.Data[b.base:]
	var p unstable.Parser
	// The capacity is cut because go-toml computes offsets from capacities.
	p.Reset(data[:len(data):len(data)])
	for !b.stopped && p.NextExpression() {
		e := p.Expression()
		switch e.Kind {
		case unstable.KeyValue:
			b.keyValue(b.current, e, b.depth)
		case unstable.Table, unstable.ArrayTable:
			b.header(e)
		default: // comments are not kept
		}
	}
	if err := p.Error(); err != nil {
		b.syntaxError(&p, err)
	}
}

func (b *builder) syntaxError(p *unstable.Parser, err error) {
	start, end := len(p.Data()), len(p.Data())
	var perr *unstable.ParserError
	if errors.As(err, &perr) && len(perr.Highlight) > 0 {
		r := p.Range(perr.Highlight)
		start, end = int(r.Offset), int(r.Offset+r.Length)
	}
	b.fail(b.base+start, b.base+end, "invalid TOML: "+err.Error(), "")
}

// fail reports an error about the bytes from start to end.
func (b *builder) fail(start, end int, summary, detail string) {
	b.diags.Add(b.doc.file.Range(start, end), summary, detail, "")
	b.stopped = b.stopped || len(b.diags) >= maxFindings
}
