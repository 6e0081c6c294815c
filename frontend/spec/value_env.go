package spec

import (
	"strings"

	"github.com/org/pyfrontend/frontend/tomltree"
	"github.com/org/pyfrontend/frontend/tomltree/field"
)

// environment is a table of environment variables.
func environment() Type {
	return Type{
		Name: "table of strings", Kind: tomltree.Table,
		Items:      &Type{Name: "string", Kind: tomltree.String, check: checkVariable},
		KeyPattern: `^[A-Za-z_][A-Za-z0-9_.-]*$`,
		KeyWrong:   "a name that a variable can have",
	}
}

func checkVariable(f field.Field) {
	value := f.Str().V
	switch {
	case strings.ContainsRune(value, 0):
		f.Fail(f.Path()+" holds a NUL character, which no variable can", "", "")
	case f.Key().V == "PATH" && strings.Contains(value, "$"):
		// Elsewhere a $ may well be meant; a PATH with one finds no program.
		f.Fail(f.Path()+" holds a $, and variables are not replaced", "The environment of the project is put first in PATH by itself.", "write out the directories")
	}
}

// labels is a table of labels.
func labels() Type {
	return Type{
		Name: "table of strings", Kind: tomltree.Table,
		Items:      &Type{Name: "string", Kind: tomltree.String},
		KeyPattern: `^[^\s=\x00-\x1f\x7f]+$`,
		KeyWrong:   "a name that a label can have",
	}
}
