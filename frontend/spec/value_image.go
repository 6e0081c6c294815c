package spec

import (
	"strings"

	"github.com/distribution/reference"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
	"github.com/org/pyfrontend/frontend/tomltree/field"
)

// NamedBases returns the values of base that are not image references.
func NamedBases() []string { return []string{"slim", "alpine", "full", "distroless"} }

// image is one of the named bases or an image reference.
func image() Type {
	return Type{Name: "string", Kind: tomltree.String, Known: NamedBases(), check: checkImage}
}

// checkImage uses the grammar of github.com/distribution/reference, which is
// BuildKit's and Docker's own.
func checkImage(f field.Field) {
	value := f.Str().V
	for _, b := range NamedBases() {
		if value == b {
			return
		}
	}
	if _, err := reference.ParseNormalizedNamed(value); err != nil {
		f.Fail(f.Path()+": "+diag.Quote(value)+" is not an image reference", "A reference is a repository with a :tag or a @digest, such as python:3.13-slim.", imageHint(value))
		return
	}
	if value == "scratch" {
		f.Fail(f.Path()+": there is no Python in scratch", "", `for the smallest image write base = "distroless"`)
		return
	}
	// A single word is an image of Docker Hub's library; none of those is
	// spelled almost like a named base.
	if near := diag.Suggest(value, NamedBases()); near != "" && !strings.ContainsAny(value, "/:@") {
		f.Fail(f.Path()+": "+diag.Quote(value)+" is not one of the named bases", "",
			"did you mean "+near+"? For an image of that name write "+quoted(value+":latest"))
	}
}

func imageHint(value string) string {
	if s := diag.DidYouMean(value, NamedBases()); s != "" {
		return s
	}
	if trimmed, ok := strings.CutPrefix(value, "docker-image://"); ok {
		return "write " + quoted(trimmed)
	}
	if lower := strings.ToLower(value); lower != value {
		if _, err := reference.ParseNormalizedNamed(lower); err == nil {
			return "the names of repositories are lower case: write " + quoted(lower)
		}
	}
	return ""
}
