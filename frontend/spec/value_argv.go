package spec

import (
	"strings"

	"github.com/google/shlex"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
	"github.com/org/pyfrontend/frontend/tomltree/field"
)

// argv is a command as an array of arguments. For a program without arguments a
// plain string will do; any other string would need a shell to take it apart.
func argv(program bool) Type {
	items := Type{Name: "string", Kind: tomltree.String}
	return Type{Name: "array of strings", Alternatives: []Type{
		{
			Kind: tomltree.Array, Items: &items, NotEmpty: program,
			check: func(f field.Field) { checkArguments(f, program) },
		},
		word(),
	}}
}

// argvOf returns the arguments; a plain string is an array of one.
func argvOf(f field.Field) List {
	if !f.Present() {
		return List{}
	}
	return List{V: f.StrOrStrs(), Range: f.Range()}
}

func checkArguments(f field.Field, program bool) {
	first := true
	for item := range f.All() {
		arg := item.Str()
		switch {
		case strings.ContainsRune(arg.V, 0):
			item.Fail(item.Path()+" holds a NUL character, which no argument can", "", "")
		case first && program && strings.TrimSpace(arg.V) == "":
			item.Fail(f.Path()+" does not name a program", "", "")
		case first && program && f.Node.Len() == 1 && strings.ContainsAny(arg.V, " \t\n"):
			item.Fail(f.Path()+": "+diag.Quote(arg.V)+" would be the name of one program",
				"No shell takes the string apart.", "write "+quotedArray(words(arg.V)))
		}
		first = false
	}
}

// shellSyntax is what only a shell gives a meaning to.
const shellSyntax = "|&;<>()$`*?[]{}~\n"

// word is a string that any shell would leave as it is.
func word() Type {
	t := matching("string", `^[A-Za-z0-9_./@%+:,-]+$`, "a single word, so it must be an array of strings")
	t.hint = func(value string) (string, string) {
		if strings.TrimSpace(value) == "" {
			return "", "leave the key out, or write an array of strings"
		}
		if strings.ContainsAny(value, shellSyntax) {
			return "No shell reads the command, unless it is the program that is started.", "write " + quotedArray([]string{"sh", "-c", value})
		}
		return "No shell takes a string apart, so each argument is a string of its own.", "write " + quotedArray(words(value))
	}
	return t
}

// words splits a string as a shell would, with its quotes. A string that a shell
// would refuse is split at its spaces.
func words(s string) []string {
	out, err := shlex.Split(s)
	if err != nil || len(out) == 0 {
		return strings.Fields(s)
	}
	return out
}
