package marker

import (
	"fmt"
	"strings"

	"github.com/org/pyfrontend/frontend/pep"
)

// maxDepth bounds parentheses: nobody writes a hundred, and a recursion that the
// input controls could exhaust the stack, which Go cannot recover from.
const maxDepth = 100

// Parse reads a marker. Errors are *pep.Error.
func Parse(s string) (Marker, error) {
	p := parser{scanner: scanner{text: s}}
	root, err := p.whole()
	if err != nil {
		return Marker{}, err
	}
	return Marker{root}, nil
}

// MustParse is Parse for constants of the program; it panics on an error.
func MustParse(s string) Marker {
	m, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return m
}

type parser struct {
	scanner
	depth int
}

// whole reads a marker up to the end of the text.
func (p *parser) whole() (*node, *pep.Error) {
	n, err := p.disjunction()
	if err != nil {
		return nil, err
	}
	if !p.done() {
		return nil, p.expected("\"and\", \"or\" or the end of the marker")
	}
	return n, nil
}

// disjunction reads terms joined by "or".
func (p *parser) disjunction() (*node, *pep.Error) {
	return p.joined(or, "or", p.conjunction)
}

// conjunction reads terms joined by "and".
func (p *parser) conjunction() (*node, *pep.Error) {
	return p.joined(and, "and", p.term)
}

func (p *parser) joined(kind nodeKind, word string, part func() (*node, *pep.Error)) (*node, *pep.Error) {
	first, err := part()
	if err != nil {
		return nil, err
	}
	joined := first
	for {
		p.space()
		if !p.keyword(word) {
			return joined, nil
		}
		next, err := part()
		if err != nil {
			return nil, err
		}
		if joined == first {
			joined = &node{kind: kind, ignored: first.ignored, kids: []*node{first}}
		}
		joined.kids = append(joined.kids, next)
		joined.ignored = joined.ignored && next.ignored
	}
}

// term reads a comparison, or a marker in parentheses.
func (p *parser) term() (*node, *pep.Error) {
	p.space()
	open := p.pos
	if !p.skip('(') {
		return p.comparison()
	}
	if p.depth++; p.depth > maxDepth {
		return nil, &pep.Error{Offset: open, End: open + 1, Msg: fmt.Sprintf("more than %d parentheses in one another", maxDepth)}
	}
	n, err := p.disjunction()
	if err != nil {
		return nil, err
	}
	p.depth--
	p.space()
	if !p.skip(')') {
		if p.done() {
			return nil, &pep.Error{Offset: open, End: open + 1, Msg: "this parenthesis is not closed"}
		}
		return nil, p.expected("\"and\", \"or\" or \")\"")
	}
	return n, nil
}

func (p *parser) comparison() (*node, *pep.Error) {
	c := Comparison{Offset: p.pos}
	var err *pep.Error
	if c.Left, err = p.operand(); err != nil {
		return nil, err
	}
	p.space()
	if c.Op, err = p.operator(); err != nil {
		return nil, err
	}
	p.space()
	if c.Right, err = p.operand(); err != nil {
		return nil, err
	}
	c.End = p.pos
	t, msg := compile(c.Left, c.Op, c.Right)
	if msg != "" {
		return nil, &pep.Error{Offset: c.Offset, End: c.End, Msg: msg}
	}
	c.Ignored = t.kind == meaningless
	return &node{kind: comparison, comparison: c, test: t, ignored: c.Ignored}, nil
}

// operand reads a constant in quotes or a variable. There are no escapes in
// constants: PEP 508 defines none, and uv knows none.
func (p *parser) operand() (Operand, *pep.Error) {
	start := p.pos
	if quote := p.peek(); quote == '"' || quote == '\'' {
		length := strings.IndexByte(p.text[start+1:], quote)
		if length < 0 {
			return Operand{}, &pep.Error{Offset: start, End: len(p.text), Msg: "this quotation is not closed"}
		}
		p.pos += length + 2
		return Operand{Text: p.text[start+1 : start+1+length]}, nil
	}
	word := p.take(func(c byte) bool { return isWord(c) || c == '.' })
	if word == "" {
		return Operand{}, p.expected("a variable such as python_version or a text in quotes")
	}
	if k := keyOf(word); k != None {
		return Operand{Key: k}, nil
	}
	return Operand{}, &pep.Error{
		Offset: start, End: p.pos,
		Msg: fmt.Sprintf("%q is no variable of a marker; a text needs quotes", word),
	}
}

// operator reads a comparison operator, "in" or "not in".
func (p *parser) operator() (Op, *pep.Error) {
	start := p.pos
	switch {
	case p.keyword("in"):
		return In, nil
	case p.keyword("not"):
		p.space()
		if !p.keyword("in") {
			return "", p.expected("\"in\" after \"not\"")
		}
		return NotIn, nil
	}
	symbol := p.take(func(c byte) bool { return strings.IndexByte("<>=!~", c) >= 0 })
	switch op := Op(symbol); op {
	case EQ, NE, LT, LE, GT, GE, Compatible:
		return op, nil
	case "":
		return "", p.expected("an operator such as >=, == or in")
	default:
		return "", &pep.Error{Offset: start, End: p.pos, Msg: fmt.Sprintf("%q is no operator of a marker", symbol)}
	}
}
