package tag

import (
	"fmt"
	"strings"

	"github.com/org/pyfrontend/frontend/pep"
	"github.com/org/pyfrontend/frontend/pep/name"
	"github.com/org/pyfrontend/frontend/pep/version"
)

// ParseWheel takes a file name apart, as
// "numpy-2.1.0-1-cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64.whl". It
// must not be percent-encoded. Unknown tags are no error: they fit nothing.
// Errors are *pep.Error.
func ParseWheel(filename string) (Wheel, error) { return new(Parser).Parse(filename) }

// Parser parses many file names fast: of the tens of thousands in a lock only some
// hundreds end in different tags, and those of one release follow one another. The
// zero Parser is ready for use, by one goroutine at a time. It keeps parts of the
// file names.
type Parser struct {
	sets map[string]*tagSet
	// release is "name-version-" of the last file name.
	release       string
	name, version string
}

// Parse is ParseWheel.
func (p *Parser) Parse(filename string) (Wheel, error) {
	w, err := p.parse(filename)
	if err != nil {
		return Wheel{}, err
	}
	return w, nil
}

func (p *Parser) parse(filename string) (w Wheel, err *pep.Error) {
	stem, ok := strings.CutSuffix(filename, ".whl")
	if !ok {
		return w, &pep.Error{Offset: len(filename), End: len(filename), Msg: "the file name of a wheel ends with .whl"}
	}
	dashes := strings.Count(stem, "-")
	if dashes != 4 && dashes != 5 {
		return w, &pep.Error{Offset: 0, End: len(stem), Msg: "the file name of a wheel has five or six parts, joined by \"-\""}
	}
	if p.release == "" || !strings.HasPrefix(stem, p.release) {
		if err := p.readRelease(stem); err != nil {
			return w, err
		}
	}
	w.Name, w.Version = p.name, p.version
	at := len(p.release)
	if dashes == 5 {
		text, _, _ := strings.Cut(stem[at:], "-")
		if w.Build, ok = parseBuild(text); !ok {
			return w, fault(text, at, "%q is no build tag, which starts with a digit")
		}
		at += len(text) + 1
	}
	if w.set, err = p.tags(stem[at:], at); err != nil {
		return w, err
	}
	w.Python, w.ABI, w.Platform = w.set.parts[0], w.set.parts[1], w.set.parts[2]
	return w, nil
}

// readRelease reads the name and the version, of which more follows.
func (p *Parser) readRelease(stem string) *pep.Error {
	p.release = ""
	n, rest, _ := strings.Cut(stem, "-")
	v, _, _ := strings.Cut(rest, "-")
	if !name.Valid(n) {
		return fault(n, 0, "%q is no name of a distribution")
	}
	if !version.Valid(v) {
		return fault(v, len(n)+1, "%q is no version")
	}
	p.name, p.version, p.release = n, v, stem[:len(n)+len(v)+2]
	return nil
}

// tags returns the set of "python-abi-platform", which starts at an offset.
func (p *Parser) tags(text string, offset int) (*tagSet, *pep.Error) {
	if set, ok := p.sets[text]; ok {
		return set, nil
	}
	set, err := readTags(text, offset)
	if err != nil {
		return nil, err
	}
	if p.sets == nil {
		p.sets = map[string]*tagSet{}
	}
	p.sets[text] = set
	return set, nil
}

func readTags(text string, offset int) (*tagSet, *pep.Error) {
	set := &tagSet{codes: make([]code, 0, 3+strings.Count(text, "."))}
	rest := text
	for i, read := range [...]func(string) code{pythonCode, abiCode, platformCode} {
		part, after, _ := strings.Cut(rest, "-")
		for tags, more := part, true; more; {
			var tag string
			if tag, tags, more = strings.Cut(tags, "."); tag == "" || !isTagText(tag) {
				return nil, fault(part, offset, "%q is no set of tags")
			}
			set.codes = append(set.codes, read(tag))
		}
		switch i {
		case 0:
			set.pythonEnd = len(set.codes)
		case 1:
			set.abiEnd = len(set.codes)
		}
		set.parts[i], rest, offset = part, after, offset+len(part)+1
	}
	return set, nil
}

func fault(text string, offset int, format string) *pep.Error {
	return &pep.Error{Offset: offset, End: offset + len(text), Msg: fmt.Sprintf(format, text)}
}

func isTagText(s string) bool {
	for i := range len(s) {
		if c := s[i]; !isDigit(c) && (c|0x20 < 'a' || 'z' < c|0x20) && c != '_' && c != '.' {
			return false
		}
	}
	return true
}
