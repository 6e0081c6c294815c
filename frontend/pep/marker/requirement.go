package marker

import (
	"slices"
	"strings"

	"github.com/org/pyfrontend/frontend/pep"
	"github.com/org/pyfrontend/frontend/pep/name"
	"github.com/org/pyfrontend/frontend/pep/version"
)

// Requirement is a dependency specifier: which distribution, which of its extras,
// which versions or from where, and under which condition.
type Requirement struct {
	// Name and Extras are normalised; Extras are in the order written.
	Name   string
	Extras []string
	// Specifiers is empty if URL is not.
	Specifiers version.Set
	// URL is what follows "@", as written: it may be a path, or have ${variables},
	// which uv expands.
	URL    string
	Marker Marker
}

// ParseRequirement reads a dependency specifier such as
// "name[extra] (>=1) ; marker" or "name @ url ; marker". Errors are *pep.Error;
// they and the comparisons of the marker have offsets into s.
func ParseRequirement(s string) (Requirement, error) {
	p := parser{scanner: scanner{text: s}}
	r, err := p.requirement()
	if err != nil {
		return Requirement{}, err
	}
	return r, nil
}

func (p *parser) requirement() (r Requirement, err *pep.Error) {
	p.space()
	if r.Name, err = p.name("the name of a distribution"); err != nil {
		return r, err
	}
	p.space()
	if r.Extras, err = p.extras(); err != nil {
		return r, err
	}
	p.space()
	switch {
	case p.skip('@'):
		r.URL, err = p.url()
	case strings.IndexByte("(<>=!~", p.peek()) >= 0 && !p.done():
		r.Specifiers, err = p.specifiers()
	case !p.done() && p.peek() != ';':
		err = p.expected("a version specifier, \"@\", \";\" or the end")
	}
	if err != nil {
		return r, err
	}
	p.space()
	if p.skip(';') {
		r.Marker.root, err = p.whole()
		return r, err
	}
	if !p.done() {
		err = p.expected("\";\" or the end")
	}
	return r, err
}

// name reads a name and normalises it.
func (p *parser) name(want string) (string, *pep.Error) {
	start := p.pos
	word := p.take(func(c byte) bool { return isWord(c) || c == '-' || c == '.' })
	switch {
	case word == "":
		return "", p.expected(want)
	case !isAlnum(word[0]):
		return "", &pep.Error{Offset: start, End: start + 1, Msg: "a name must start with a letter or a digit"}
	case !isAlnum(word[len(word)-1]):
		return "", &pep.Error{Offset: p.pos - 1, End: p.pos, Msg: "a name must end with a letter or a digit"}
	default:
		return name.Normalize(word), nil
	}
}

// extras reads names in brackets, if there are any.
func (p *parser) extras() ([]string, *pep.Error) {
	open := p.pos
	if !p.skip('[') {
		return nil, nil
	}
	p.space()
	if p.skip(']') {
		return nil, nil
	}
	var extras []string
	for {
		p.space()
		extra, err := p.name("the name of an extra")
		if err != nil {
			return nil, err
		}
		extras = append(extras, extra)
		p.space()
		switch {
		case p.skip(']'):
			return extras, nil
		case p.skip(','):
		case p.done():
			return nil, &pep.Error{Offset: open, End: open + 1, Msg: "this bracket is not closed"}
		default:
			return nil, p.expected("\",\" or \"]\"")
		}
	}
}

// specifiers reads clauses up to the marker, or in parentheses.
func (p *parser) specifiers() (version.Set, *pep.Error) {
	open := p.pos
	parenthesised := p.skip('(')
	start := p.pos
	text := p.take(func(c byte) bool { return c != ';' && (c != ')' || !parenthesised) })
	if parenthesised && !p.skip(')') {
		return version.Set{}, &pep.Error{Offset: open, End: open + 1, Msg: "this parenthesis is not closed"}
	}
	set, err := version.ParseSet(text)
	return set, pep.Shift(err, start)
}

// url reads up to the white space before a ";" or the end. A path may have spaces
// in it, and a URL semicolons, so only " ;" and "; " end it (uv-pep508, parse_url).
func (p *parser) url() (string, *pep.Error) {
	p.space()
	rest := p.text[p.pos:]
	if i := strings.IndexAny(rest, "\r\n"); i >= 0 {
		rest = rest[:i]
	}
	for i := 1; i < len(rest); i++ {
		if rest[i] == ';' && (isBlank(rest[i-1]) || i+1 < len(rest) && isBlank(rest[i+1])) {
			rest = rest[:i]
			break
		}
	}
	p.pos += len(rest)
	url := strings.TrimRight(rest, " \t")
	if url == "" || url[0] == ';' {
		p.pos -= len(rest)
		return "", p.expected("a URL after \"@\"")
	}
	return url, nil
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// Equal says whether both mean the same: names and extras normalised, extras and
// clauses in any order, the URL and the marker by their text.
func (r Requirement) Equal(o Requirement) bool {
	return r.Name == o.Name && r.URL == o.URL && slices.Equal(sorted(r.Extras), sorted(o.Extras)) &&
		r.Specifiers.Equal(o.Specifiers) && r.Marker.String() == o.Marker.String()
}

func sorted(names []string) []string { return slices.Compact(slices.Sorted(slices.Values(names))) }

// String writes r in normal form, such that ParseRequirement reads an equal one.
func (r Requirement) String() string {
	var b strings.Builder
	b.WriteString(r.Name)
	if len(r.Extras) > 0 {
		b.WriteString("[" + strings.Join(r.Extras, ",") + "]")
	}
	if r.URL != "" {
		b.WriteString(" @ " + r.URL + " ")
	} else {
		b.WriteString(r.Specifiers.String())
	}
	if m := r.Marker.String(); m != "" {
		b.WriteString("; " + m)
	}
	return strings.TrimRight(b.String(), " ")
}
