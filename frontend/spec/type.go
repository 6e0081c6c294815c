package spec

import (
	"regexp"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
	"github.com/org/pyfrontend/frontend/tomltree/field"
)

// Type says what a value may be. What a JSON schema can express is data, so that
// the parser and the schema cannot disagree; the rest is a check.
type Type struct {
	// Name is how the reference page calls the type: "array of strings".
	Name string
	// Kind is the TOML type. It is tomltree.Invalid for a type with Alternatives.
	Kind tomltree.Kind
	// Alternatives are types of different kinds, of which the value is one.
	Alternatives []Type
	// Enum holds all values that a string may have, Known those worth suggesting.
	Enum, Known []string
	// Pattern is a regular expression in the common subset of Go and ECMAScript
	// that a string must match; Wrong finishes the sentence `"x" is not ...`.
	Pattern, Wrong string
	// Min and Max bound an integer; Max 0 is no bound.
	Min, Max int64
	// Items is the type of an array's elements or of a free table's values.
	Items *Type
	// NotEmpty says that an array must have an element.
	NotEmpty bool
	// KeyPattern and KeyWrong are Pattern and Wrong for the keys of a free table.
	KeyPattern, KeyWrong string
	// Keys are the keys of a table with fixed ones.
	Keys []Key

	// check reports what the data above cannot express. It is called when all of
	// that holds.
	check func(f field.Field)
	// hint is what to write instead of a string that does not match Pattern.
	hint func(value string) (detail, suggestion string)
	// instead is what to write instead of a value of another kind, and example
	// what to write where neither that nor the value itself suggests anything.
	instead func(f field.Field) string
	example string
}

// valid reports everything that is wrong with a value and says whether nothing
// is.
func (t Type) valid(f field.Field) bool {
	if len(t.Alternatives) > 0 {
		return t.validAlternative(f)
	}
	if !t.expect(f, t.Kind) {
		return false
	}
	ok := true
	switch t.Kind {
	case tomltree.String:
		ok = t.validString(f)
	case tomltree.Integer:
		ok = t.validInteger(f)
	case tomltree.Array:
		ok = t.validArray(f)
	case tomltree.Table:
		ok = t.validTable(f)
	default: // a boolean has no wrong values
	}
	if !ok || t.check == nil {
		return ok
	}
	return silent(f, t.check)
}

// validAlternative chooses the alternative by the kind of the value, so that a
// finding is about the form that was meant and not about all of them.
func (t Type) validAlternative(f field.Field) bool {
	kinds := make([]tomltree.Kind, len(t.Alternatives))
	for i, a := range t.Alternatives {
		kinds[i] = a.Kind
		if f.Node.Kind() == a.Kind {
			return a.valid(f)
		}
	}
	return t.expect(f, kinds...)
}

// expect reports a value of the wrong kind.
func (t Type) expect(f field.Field, kinds ...tomltree.Kind) bool {
	suggestion := ""
	if t.instead != nil {
		suggestion = t.instead(f)
	}
	if suggestion == "" {
		suggestion = field.AsWritten(f.Node, kinds...)
	}
	if suggestion == "" && t.example != "" {
		suggestion = "for example: " + t.example
	}
	return f.ExpectOr(suggestion, kinds...)
}

func (t Type) validString(f field.Field) bool {
	value := f.Str().V
	switch {
	case len(t.Enum) > 0:
		return t.validEnum(f, value)
	case t.Pattern != "" && !regexp.MustCompile(t.Pattern).MatchString(value):
		var detail, suggestion string
		if t.hint != nil {
			detail, suggestion = t.hint(value)
		}
		f.Fail(f.Path()+": "+diag.Quote(value)+" is not "+t.Wrong, detail, suggestion)
		return false
	}
	return true
}

func (t Type) validEnum(f field.Field, value string) bool {
	for _, e := range t.Enum {
		if e == value {
			return true
		}
	}
	suggestion := diag.DidYouMean(value, t.Enum)
	if suggestion == "" {
		suggestion = "write " + list(t.Enum, " or ")
	}
	f.Fail(f.Path()+": "+diag.Quote(value)+" is not one of the values of this key", "", suggestion)
	return false
}
