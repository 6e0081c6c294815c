package version

import (
	"fmt"
	"math"
	"unicode/utf8"

	"github.com/org/pyfrontend/frontend/pep"
)

// Parse reads a version in any of the spellings that PEP 440 admits; white space
// around it is ignored. Errors are *pep.Error.
func Parse(s string) (Version, error) {
	v, _, err := parse(s, false)
	if err != nil {
		return Version{}, err
	}
	return v, nil
}

// MustParse is Parse for constants of the program; it panics on an error.
func MustParse(s string) Version {
	v, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return v
}

// Valid says whether s is a version, without allocating.
func Valid(s string) bool {
	p := parser{text: s}
	return p.run() == nil
}

// parse reads a version, or with star a prefix such as "1.2.*".
func parse(s string, star bool) (v Version, prefix bool, err *pep.Error) {
	p := parser{text: s, star: star}
	if err := p.run(); err != nil {
		return Version{}, false, err
	}
	p.v.release = make([]uint64, 0, p.n+len(p.more))
	p.v.release = append(append(p.v.release, p.release[:p.n]...), p.more...)
	if p.localStart < p.localEnd {
		p.v.local = normalLocal(s[p.localStart:p.localEnd])
	}
	return p.v, p.prefix, nil
}

// parser reads the grammar of PEP 440 Appendix B by hand. The release is kept
// in an array so that a check alone does not allocate.
type parser struct {
	text       string
	pos, end   int
	star       bool
	prefix     bool
	v          Version
	release    [6]uint64
	n          int
	more       []uint64
	localStart int
	localEnd   int
}

func (p *parser) run() *pep.Error {
	p.trim()
	if p.at('v') || p.at('V') {
		p.pos++
	}
	if err := p.readRelease(); err != nil {
		return err
	}
	if p.star && p.text[p.pos:p.end] == ".*" {
		p.prefix = true
		return nil
	}
	if err := p.readSuffix(); err != nil {
		return err
	}
	if p.pos < p.end {
		return p.unexpected("the end of the version")
	}
	return nil
}

// readSuffix calls its parts by name: through a table of functions the parser
// would escape to the heap.
func (p *parser) readSuffix() *pep.Error {
	if err := p.readPre(); err != nil {
		return err
	}
	if err := p.readPost(); err != nil {
		return err
	}
	if err := p.readDev(); err != nil {
		return err
	}
	return p.readLocal()
}

// trim leaves out white space at both ends.
func (p *parser) trim() {
	p.end = len(p.text)
	for p.pos < p.end && isSpace(p.text[p.pos]) {
		p.pos++
	}
	for p.pos < p.end && isSpace(p.text[p.end-1]) {
		p.end--
	}
}

func (p *parser) readRelease() *pep.Error {
	n, ok, err := p.number()
	if err != nil {
		return err
	}
	if !ok {
		return p.unexpected("a version, which starts with a number")
	}
	if p.at('!') {
		p.pos++
		p.v.epoch = n
		if n, ok, err = p.number(); err != nil {
			return err
		}
		if !ok {
			return p.unexpected("a number after the epoch")
		}
	}
	p.push(n)
	for p.at('.') && p.pos+1 < p.end && isDigit(p.text[p.pos+1]) {
		p.pos++
		if n, _, err = p.number(); err != nil {
			return err
		}
		p.push(n)
	}
	return nil
}

func (p *parser) push(n uint64) {
	if p.n < len(p.release) {
		p.release[p.n] = n
		p.n++
		return
	}
	p.more = append(p.more, n)
}

// phases lists longer spellings before those they start with.
var phases = [...]struct {
	word  string
	phase phase
}{
	{"alpha", alpha},
	{"beta", beta},
	{"preview", candidate},
	{"pre", candidate},
	{"a", alpha},
	{"b", beta},
	{"c", candidate},
	{"rc", candidate},
}

func (p *parser) readPre() *pep.Error {
	start := p.pos
	p.separator()
	for _, ph := range phases {
		if p.word(ph.word) {
			p.v.pre = ph.phase
			return p.suffix(&p.v.preN)
		}
	}
	p.pos = start
	return nil
}

func (p *parser) readPost() *pep.Error {
	start := p.pos
	if p.at('-') && p.pos+1 < p.end && isDigit(p.text[p.pos+1]) {
		p.pos++
		n, _, err := p.number()
		p.v.hasPost, p.v.postN = true, n
		return err
	}
	p.separator()
	if p.word("post") || p.word("rev") || p.word("r") {
		p.v.hasPost = true
		return p.suffix(&p.v.postN)
	}
	p.pos = start
	return nil
}

func (p *parser) readDev() *pep.Error {
	start := p.pos
	p.separator()
	if p.word("dev") {
		p.v.hasDev = true
		return p.suffix(&p.v.devN)
	}
	p.pos = start
	return nil
}

// suffix reads the number after a word, 0 if there is none.
func (p *parser) suffix(n *uint64) *pep.Error {
	p.separator()
	var err *pep.Error
	*n, _, err = p.number()
	return err
}

func (p *parser) readLocal() *pep.Error {
	if !p.at('+') {
		return nil
	}
	p.pos++
	p.localStart = p.pos
	for {
		start := p.pos
		for p.pos < p.end && isAlnum(p.text[p.pos]) {
			p.pos++
		}
		if p.pos == start {
			return p.unexpected("a letter or a digit of the local version")
		}
		p.localEnd = p.pos
		if p.pos == p.end || !isSeparator(p.text[p.pos]) {
			return nil
		}
		p.pos++
	}
}

func (p *parser) at(c byte) bool { return p.pos < p.end && p.text[p.pos] == c }

// separator skips one of "-", "_" and ".".
func (p *parser) separator() {
	if p.pos < p.end && isSeparator(p.text[p.pos]) {
		p.pos++
	}
}

// word skips w, which is lower case, in any case.
func (p *parser) word(w string) bool {
	if p.end-p.pos < len(w) {
		return false
	}
	for i := range len(w) {
		if p.text[p.pos+i]|0x20 != w[i] {
			return false
		}
	}
	p.pos += len(w)
	return true
}

// number reads decimal digits; ok is false if there are none. The bound leaves
// room for the successor, which the set algebra needs.
func (p *parser) number() (n uint64, ok bool, err *pep.Error) {
	start := p.pos
	for p.pos < p.end && isDigit(p.text[p.pos]) {
		d := uint64(p.text[p.pos] - '0')
		if n > (math.MaxInt64-d)/10 {
			return 0, false, p.tooLarge(start)
		}
		n = n*10 + d
		p.pos++
	}
	return n, p.pos > start, nil
}

func (p *parser) tooLarge(start int) *pep.Error {
	for p.pos < p.end && isDigit(p.text[p.pos]) {
		p.pos++
	}
	return &pep.Error{Offset: start, End: p.pos, Msg: "a number of the version is too large"}
}

// unexpected says what should have stood at the current place.
func (p *parser) unexpected(want string) *pep.Error {
	if p.pos >= p.end {
		return &pep.Error{Offset: p.pos, End: p.pos, Msg: "expected " + want + ", found the end"}
	}
	_, size := utf8.DecodeRuneInString(p.text[p.pos:p.end])
	return &pep.Error{
		Offset: p.pos, End: p.pos + size,
		Msg: fmt.Sprintf("expected %s, found %q", want, p.text[p.pos:p.pos+size]),
	}
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isAlnum(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'z' }

func isSeparator(c byte) bool { return c == '-' || c == '_' || c == '.' }

func isSpace(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }
