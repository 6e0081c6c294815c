package spec

import (
	"slices"

	"github.com/org/pyfrontend/frontend/tomltree/field"
)

// Status says whether a key does anything yet.
type Status int

const (
	// Supported keys work.
	Supported Status = iota
	// Planned keys are part of the specification; using one is an error that
	// says so. To turn one on, remove its Status from the table.
	Planned
)

// Key is one entry of the table: everything that is known of a key.
type Key struct {
	Name string
	Type Type
	// Default is the value in TOML that the key has when it is not written, or ""
	// where Doc says what happens then.
	Default string
	// Doc is one sentence, Long the rest of the text in Markdown.
	Doc, Long string
	// Example is TOML.
	Example string
	// Since is the first release that had the key.
	Since  string
	Status Status
	// Also holds what other tools call the same thing, for "did you mean".
	Also []string

	// set puts a valid value into the spec.
	set func(s *Spec, f field.Field)
}

// Keys returns the table of all keys, in the order of the reference page.
func Keys() []Key {
	return slices.Concat(pythonKeys(), startKeys(), imageKeys(), fileKeys(), buildKeys(), targetKeys())
}

// typ returns the key's type, which can show the key's example.
func (k Key) typ() Type {
	t := k.Type
	t.example = k.Example
	return t
}

func find(keys []Key, name string) (Key, bool) {
	for _, k := range keys {
		if k.Name == name {
			return k, true
		}
	}
	return Key{}, false
}
