package field

import (
	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
)

// Str returns the string, and complains if the value is something else.
func (f Field) Str() diag.Value[string] {
	if !f.Expect(tomltree.String) {
		return diag.Value[string]{}
	}
	v, _ := f.Node.Str()
	return v
}

// Bool returns the boolean, and complains if the value is something else.
func (f Field) Bool() diag.Value[bool] {
	if !f.Expect(tomltree.Bool) {
		return diag.Value[bool]{}
	}
	v, _ := f.Node.Boolean()
	return v
}

// Int returns the integer, and complains if the value is something else.
func (f Field) Int() diag.Value[int64] {
	if !f.Expect(tomltree.Integer) {
		return diag.Value[int64]{}
	}
	v, _ := f.Node.Int()
	return v
}

// Strs returns the strings of an array, and complains about everything else.
func (f Field) Strs() []diag.Value[string] {
	if !f.Expect(tomltree.Array) {
		return nil
	}
	return f.eachStr()
}

// StrOrStrs is Strs for a value that may also be a single string.
func (f Field) StrOrStrs() []diag.Value[string] {
	if !f.Expect(tomltree.String, tomltree.Array) {
		return nil
	}
	if f.Node.Kind() == tomltree.String {
		return []diag.Value[string]{f.Str()}
	}
	return f.eachStr()
}

func (f Field) eachStr() []diag.Value[string] {
	var out []diag.Value[string]
	for item := range f.All() {
		if item.Expect(tomltree.String) {
			out = append(out, item.Str())
		}
	}
	return out
}
