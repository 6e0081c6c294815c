package marker_test

import (
	"math/rand/v2"
	"strings"
)

// generator makes the same texts on every run.
type generator struct{ *rand.Rand }

func newGenerator(seed uint64) generator { return generator{rand.New(rand.NewPCG(seed, 508))} }

func (g generator) pick(words ...string) string { return words[g.IntN(len(words))] }

func (g generator) quote(s string) string {
	q := g.pick(`"`, `'`)
	return q + s + q
}

func (g generator) space() string { return g.pick("", " ", " ", "  ", "\t") }

// stringValues are values of each string variable, true and not.
var stringValues = map[string][]string{
	"os_name":                        {"posix", "nt", "java"},
	"sys_platform":                   {"linux", "darwin", "win32", "cygwin"},
	"platform_machine":               {"x86_64", "aarch64", "AMD64", "arm64", "armv7l", ""},
	"platform_system":                {"Linux", "Darwin", "Windows"},
	"implementation_name":            {"cpython", "pypy"},
	"platform_python_implementation": {"CPython", "PyPy"},
}

var stringKeys = []string{"os_name", "sys_platform", "platform_machine", "platform_system", "implementation_name", "platform_python_implementation"}

// pythonVersions are what markers compare Python with: final releases, of which
// "packaging" and uv think alike.
func (g generator) pythonVersion() string {
	return g.pick("3", "3.8", "3.9", "3.10", "3.10.0", "3.11", "3.12", "3.12.1", "3.13", "3.13.0", "3.13.2", "3.14", "4", "4.0", "2.7", "3.13.0.0")
}

func (g generator) versionComparison() string {
	key := g.pick("python_version", "python_full_version", "implementation_version")
	op := g.pick("==", "!=", "<", "<=", ">", ">=", "~=", "==*", "!=*")
	v := g.pythonVersion()
	switch {
	case op == "==*" || op == "!=*":
		// What uv makes of python_version != "3.12.1.*" has a test of its own.
		return key + g.space() + op[:2] + g.space() + g.quote(g.pick("3", "3.9", "3.13", "3.12.0")+".*")
	case op == "~=":
		return key + g.space() + op + g.space() + g.quote(g.pick("3.9", "3.12.1", "3.13", "3.13.0", "2.7"))
	default:
		return key + g.space() + op + g.space() + g.quote(v)
	}
}

func (g generator) stringComparison() string {
	key := stringKeys[g.IntN(len(stringKeys))]
	value := g.pick(stringValues[key]...)
	if g.IntN(4) == 0 {
		if op := g.pick("in", "not in"); g.IntN(2) == 0 {
			return key + " " + op + g.space() + g.quote(value+g.pick("", " ", ",")+g.pick(stringValues[key]...))
		} else {
			return g.quote(g.pick(value, value[:len(value)/2])) + " " + op + " " + key
		}
	}
	op := g.pick("==", "==", "!=", "<", ">", "<=", ">=")
	if g.IntN(4) == 0 {
		return g.quote(value) + g.space() + op + g.space() + key
	}
	return key + g.space() + op + g.space() + g.quote(value)
}

func (g generator) extraComparison() string {
	name := g.pick("test", "Test", "dev", "a_b", "A.-b", "x")
	op := g.pick("==", "==", "!=")
	if g.IntN(4) == 0 {
		return g.quote(name) + g.space() + op + g.space() + "extra"
	}
	return "extra" + g.space() + op + g.space() + g.quote(name)
}

func (g generator) comparison() string {
	switch g.IntN(5) {
	case 0, 1:
		return g.versionComparison()
	case 2:
		return g.extraComparison()
	default:
		return g.stringComparison()
	}
}

func (g generator) marker(depth int) string {
	return g.join(depth, g.comparison)
}

func (g generator) join(depth int, leaf func() string) string {
	if depth == 0 || g.IntN(3) == 0 {
		return leaf()
	}
	parts := make([]string, 1+g.IntN(3))
	for i := range parts {
		parts[i] = g.join(depth-1, leaf)
		if g.IntN(2) == 0 {
			parts[i] = "(" + g.space() + parts[i] + g.space() + ")"
		}
	}
	var b strings.Builder
	for i, part := range parts {
		if i > 0 {
			b.WriteString(" " + g.pick("and", "or") + " ")
		}
		b.WriteString(part)
	}
	return b.String()
}

// broken has a byte or a word too many, too few or another one.
func (g generator) broken(s string) string {
	i := g.IntN(len(s))
	switch g.IntN(3) {
	case 0:
		return s[:i] + s[i+1:]
	case 1:
		return s[:i] + g.pick("(", ")", " and ", " or ", "'", `"`, "=", "<", "x", ";", "[", "]", ",", "@", " ", "~", "$", "é", "not ") + s[i:]
	default:
		return s[:i]
	}
}

func (g generator) requirement() string {
	s := g.pick("", " ") + g.pick("requests", "Flask_SQLAlchemy", "zope.interface", "a", "A-1") + g.space()
	if g.IntN(3) == 0 {
		s += "[" + g.space() + g.pick("", "security", "a, B_c", "x ,y,  z") + g.space() + "]" + g.space()
	}
	if g.IntN(5) == 0 {
		s += "@" + g.space() + g.pick("https://example.com/a.whl", "git+https://example.com/a.git@main#subdirectory=b", "file:///a/b", "https://example.com/a;b")
		if g.IntN(2) == 0 {
			s += " ;" + g.space() + g.marker(1)
		}
		return s
	}
	if n := g.IntN(4); n > 0 {
		parts := make([]string, n)
		for i := range parts {
			parts[i] = g.pick(">=", "<", "!=", "==", "~=", ">", "<=") + g.space() + g.pick("1.0", "2.1.3", "0.9rc1", "2024.1.post1", "1!2.0")
		}
		list := strings.Join(parts, g.space()+","+g.space())
		if g.IntN(4) == 0 {
			list = "(" + g.space() + list + g.space() + ")"
		}
		s += list
	}
	if g.IntN(2) == 0 {
		s += g.space() + ";" + g.space() + g.marker(2)
	}
	return s
}
