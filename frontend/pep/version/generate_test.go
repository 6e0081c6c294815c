package version_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// generator makes the same texts on every run.
type generator struct{ *rand.Rand }

func newGenerator(seed uint64) generator { return generator{rand.New(rand.NewPCG(seed, 440))} }

func (g generator) pick(words ...string) string { return words[g.IntN(len(words))] }

func (g generator) maybe(percent int, f func() string) string {
	if g.IntN(100) < percent {
		return f()
	}
	return ""
}

// small makes collisions likely: equal releases are where the rules differ.
func (g generator) small() string { return g.pick("0", "1", "2", "3", "10", "01", "2024") }

func (g generator) release(atLeast int) string {
	n := atLeast + g.IntN(3)
	parts := make([]string, n)
	for i := range parts {
		parts[i] = g.pick("0", "0", "1", "1", "2", "10")
	}
	return strings.Join(parts, ".")
}

func (g generator) separator() string { return g.pick("", "", ".", "-", "_") }

// word spells a word in any case, with or without separators and a number.
func (g generator) word(words ...string) string {
	w := g.pick(words...)
	if g.IntN(4) == 0 {
		w = strings.ToUpper(w)
	}
	return g.separator() + w + g.maybe(80, func() string { return g.separator() + g.small() })
}

func (g generator) suffix() string {
	return g.maybe(40, func() string { return g.word("a", "b", "c", "rc", "alpha", "beta", "pre", "preview") }) +
		g.maybe(35, func() string {
			if g.IntN(3) == 0 {
				return "-" + g.small()
			}
			return g.word("post", "rev", "r")
		}) +
		g.maybe(30, func() string { return g.word("dev") })
}

func (g generator) local() string {
	parts := make([]string, 1+g.IntN(3))
	for i := range parts {
		parts[i] = g.pick("0", "1", "01", "a", "Ubuntu", "cu118", "1a", "99999999999999999999999")
	}
	return "+" + strings.Join(parts, g.pick(".", "-", "_"))
}

func (g generator) version() string {
	return g.maybe(10, func() string { return g.pick("v", "V") }) +
		g.maybe(10, func() string { return g.pick("0!", "1!", "2!") }) +
		g.release(1) + g.suffix() + g.maybe(25, g.local)
}

// broken is a version with a byte too many, too few or another one.
func (g generator) broken() string {
	b := []byte(g.version())
	i := g.IntN(len(b))
	c := "0a.-_+!*v r\t\n~="[g.IntN(15)]
	switch g.IntN(3) {
	case 0:
		b[i] = c
	case 1:
		b = append(b[:i], b[i+1:]...)
	default:
		b = append(b[:i], append([]byte{c}, b[i:]...)...)
	}
	return string(b)
}

func (g generator) specifier() string {
	space := g.pick("", "", " ")
	switch g.IntN(8) {
	case 0:
		return "==" + space + g.release(1) + ".*"
	case 1:
		return "!=" + space + g.release(1) + ".*"
	case 2:
		return "~=" + space + g.release(2) + g.suffix()
	case 3:
		return g.pick("==", "!=") + space + g.version()
	default:
		return g.pick("<", "<=", ">", ">=") + space + g.pick("", "", "1!") + g.release(1) + g.suffix()
	}
}

func (g generator) set() string {
	parts := make([]string, 1+g.IntN(3))
	for i := range parts {
		parts[i] = g.specifier()
	}
	return strings.Join(parts, g.pick(",", ", ", " , "))
}

// brokenSpecifier pairs operators with versions that they may not have.
func (g generator) brokenSpecifier() string {
	return fmt.Sprintf("%s%s%s", g.pick("", "=", "==", "===", "~=", "!=", "<", ">=", "=>", "<>", "~"), g.version(), g.pick("", "", ".*", " ", "*", ".*.*"))
}
