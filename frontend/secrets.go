package frontend

import (
	"slices"
	"strings"

	"github.com/org/pyfrontend/frontend/pyproject"
)

// indexSecrets are the ids of build secrets with the credentials of named
// indexes, by the names of uv's own variables: index "corp" is
// UV_INDEX_CORP_USERNAME and UV_INDEX_CORP_PASSWORD.
func indexSecrets(indexes []pyproject.Index) []string {
	var out []string
	for _, i := range indexes {
		if i.Name.V == "" {
			continue
		}
		prefix := "UV_INDEX_" + envName(i.Name.V)
		out = append(out, prefix+"_USERNAME", prefix+"_PASSWORD")
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// envName is upper case, with _ for all that is no letter or digit (uv:
// docs/concepts/indexes.md).
func envName(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '_'
	}, strings.ToUpper(s))
}
