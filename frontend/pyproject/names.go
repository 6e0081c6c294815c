package pyproject

import (
	"fmt"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pep/name"
	"github.com/org/pyfrontend/frontend/tomltree/field"
)

// checkNames complains about the keys of a table that are no names, and about
// two that are the same name in different spellings, which uv refuses too.
func checkNames(table field.Field, what string) {
	first := map[string]Str{}
	for entry := range table.All() {
		key := entry.Key()
		if !name.Valid(key.V) {
			table.FailAt(key.Range, diag.Quote(key.V)+" is not a valid name of "+what,
				"A name has letters, digits, and - _ . between them (PEP 508).", "")
			continue
		}
		normal := name.Normalize(key.V)
		if earlier, ok := first[normal]; ok {
			table.FailAt(key.Range, fmt.Sprintf("%s is the same name as %s", diag.Quote(key.V), diag.Quote(earlier.V)),
				fmt.Sprintf("It is in line %d; both are %q once they are compared (PEP 503).", earlier.Range.Start.Line, normal), "")
			continue
		}
		first[normal] = key
	}
}
