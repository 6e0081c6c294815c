package tag

import (
	"cmp"
	"strconv"
)

// Wheel is the file name of a wheel, taken apart.
type Wheel struct {
	// Name and Version are as written in the file name: "_" stands for "-".
	Name, Version string
	Build         Build
	// Python, ABI and Platform are tags, or several joined by ".".
	Python, ABI, Platform string
	// set is shared by all wheels that have the same tags.
	set *tagSet
}

// tagSet has the tags of a wheel as numbers.
type tagSet struct {
	// parts are the texts of Python, ABI and platform tags.
	parts [3]string
	// codes has the tags of all three, which end at the given indices.
	codes             []code
	pythonEnd, abiEnd int
}

// Pure says whether the wheel fits every platform: its files are the same
// everywhere.
func (w *Wheel) Pure() bool { return w.Platform == "any" }

// Build is the number of a build, which decides between wheels that fit equally
// well. The zero Build is that of a wheel without one and less than any other.
type Build struct {
	set    bool
	number uint64
	suffix string
}

// Compare orders builds by number, then by what follows it.
func (b Build) Compare(o Build) int {
	if b.set != o.set {
		if b.set {
			return 1
		}
		return -1
	}
	return cmp.Or(cmp.Compare(b.number, o.number), cmp.Compare(b.suffix, o.suffix))
}

// String returns the build as in the file name, without leading zeros.
func (b Build) String() string {
	if !b.set {
		return ""
	}
	return strconv.FormatUint(b.number, 10) + b.suffix
}

func parseBuild(s string) (Build, bool) {
	end := 0
	for end < len(s) && isDigit(s[end]) {
		end++
	}
	n, err := strconv.ParseUint(s[:end], 10, 64)
	return Build{set: true, number: n, suffix: s[end:]}, err == nil && isTagText(s[end:])
}

// The codes of each part; a Wheel that was not parsed has none, and fits nothing.

func (s *tagSet) python() []code {
	if s == nil {
		return nil
	}
	return s.codes[:s.pythonEnd]
}

func (s *tagSet) abi() []code { return s.codes[s.pythonEnd:s.abiEnd] }

func (s *tagSet) platform() []code { return s.codes[s.abiEnd:] }
