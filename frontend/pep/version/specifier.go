package version

import (
	"strings"

	"github.com/org/pyfrontend/frontend/pep"
)

// Op is the operator of a specifier, as written.
type Op string

// The operators of PEP 440.
const (
	Equal          Op = "=="
	NotEqual       Op = "!="
	LessEqual      Op = "<="
	GreaterEqual   Op = ">="
	Less           Op = "<"
	Greater        Op = ">"
	Compatible     Op = "~="
	ArbitraryEqual Op = "==="
)

// operators lists longer ones before those they start with.
var operators = [...]Op{ArbitraryEqual, Equal, NotEqual, Compatible, LessEqual, GreaterEqual, Less, Greater}

// Specifier is one clause such as ">=1.2" or "==1.*".
type Specifier struct {
	Op Op
	// Version is what the operator compares with. It is zero for "===" with a
	// text that is no version.
	Version Version
	// Prefix says that ".*" follows the version.
	Prefix bool
	// text is what followed "===".
	text string
}

// ParseSpecifier reads a single clause. Errors are *pep.Error.
func ParseSpecifier(s string) (Specifier, error) {
	spec, err := parseSpecifier(s)
	if err != nil {
		return Specifier{}, err
	}
	return spec, nil
}

func parseSpecifier(s string) (Specifier, *pep.Error) {
	start := 0
	for start < len(s) && isSpace(s[start]) {
		start++
	}
	op := leadingOperator(s[start:])
	if op == "" {
		p := parser{text: s, pos: start, end: len(s)}
		return Specifier{}, p.unexpected("an operator such as >= or ==")
	}
	at := start + len(op)
	spec, err := specifier(op, s[at:])
	if err != nil {
		return Specifier{}, err.Shift(at)
	}
	return spec, nil
}

// NewSpecifier reads the version of a clause whose operator is known. Errors are
// *pep.Error with offsets into text.
func NewSpecifier(op Op, text string) (Specifier, error) {
	spec, err := specifier(op, text)
	if err != nil {
		return Specifier{}, err
	}
	return spec, nil
}

func specifier(op Op, text string) (Specifier, *pep.Error) {
	if op == ArbitraryEqual {
		return parseArbitrary(text)
	}
	v, prefix, err := parse(text, op == Equal || op == NotEqual)
	if err != nil {
		return Specifier{}, err
	}
	spec := Specifier{Op: op, Version: v, Prefix: prefix}
	if msg := spec.fault(); msg != "" {
		return Specifier{}, &pep.Error{Offset: 0, End: len(text), Msg: msg}
	}
	return spec, nil
}

func leadingOperator(s string) Op {
	for _, op := range operators {
		if strings.HasPrefix(s, string(op)) {
			return op
		}
	}
	return ""
}

// parseArbitrary reads what follows "===", which need not be a version.
func parseArbitrary(text string) (Specifier, *pep.Error) {
	word := strings.TrimFunc(text, func(r rune) bool { return r < 0x80 && isSpace(byte(r)) })
	if strings.ContainsAny(word, " \t\r\n\v\f;)") {
		return Specifier{}, &pep.Error{Offset: 0, End: len(text), Msg: "the text after === must be one word"}
	}
	spec := Specifier{Op: ArbitraryEqual, text: word}
	if v, _, err := parse(word, false); err == nil {
		spec.Version = v
	}
	return spec, nil
}

// fault says which operator does not go with which version (PEP 440, "Version
// specifiers").
func (s Specifier) fault() string {
	switch {
	case s.Op == Compatible && len(s.Version.release) < 2:
		return "~= needs a version of at least two numbers, such as ~=1.2"
	case s.Version.local != "" && s.Op != Equal && s.Op != NotEqual:
		return "only == and != may have a local version (+" + s.Version.local + ")"
	default:
		return ""
	}
}

// Contains says whether v satisfies the clause. Pre-releases are judged like any
// version: whether to consider them at all is the caller's policy, see
// Set.Prereleases.
func (s Specifier) Contains(v Version) bool {
	switch s.Op {
	case Equal:
		return s.matches(v)
	case NotEqual:
		return !s.matches(v)
	case LessEqual:
		return v.Public().Compare(s.Version) <= 0
	case GreaterEqual:
		return v.Compare(s.Version) >= 0
	case Less:
		return v.Compare(s.Version.floor()) < 0
	case Greater:
		return v.Public().Compare(s.Version) > 0 && !s.Version.hasPostrelease(v)
	case Compatible:
		return v.Compare(s.Version) >= 0 && s.Version.prefixes(v, len(s.Version.release)-1)
	case ArbitraryEqual:
		return strings.EqualFold(s.text, v.String())
	default:
		return false
	}
}

// matches is "==": a version without a local part matches all its local versions.
func (s Specifier) matches(v Version) bool {
	if s.Prefix {
		return s.Version.prefixes(v, len(s.Version.release))
	}
	if s.Version.local == "" {
		v = v.Public()
	}
	return v.Compare(s.Version) == 0
}

// prefixes says whether o has the epoch and the first n release numbers of v.
func (v Version) prefixes(o Version, n int) bool {
	if v.epoch != o.epoch {
		return false
	}
	for i := range n {
		if v.release[i] != o.Segment(i) {
			return false
		}
	}
	return true
}

// floor is the least pre-release of v, which "<v" excludes with all that follow;
// a pre-release is its own floor.
func (v Version) floor() Version {
	if v.IsPrerelease() {
		return v
	}
	v.hasDev, v.devN, v.local = true, 0, ""
	return v
}

// hasPostrelease says whether o is a post-release of v, which ">v" excludes.
func (v Version) hasPostrelease(o Version) bool {
	return !v.hasPost && !v.hasDev && o.hasPost && v.pre == o.pre && v.preN == o.preN && compareRelease(v, o) == 0
}

// String returns the clause with its version in normal form and without spaces.
func (s Specifier) String() string {
	switch {
	case s.Op == ArbitraryEqual:
		return string(s.Op) + s.text
	case s.Prefix:
		return string(s.Op) + s.Version.String() + ".*"
	default:
		return string(s.Op) + s.Version.String()
	}
}
