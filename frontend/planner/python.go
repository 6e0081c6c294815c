package planner

import (
	"fmt"

	"github.com/org/pyfrontend/llbgen/plan"
)

// minors are the versions of CPython that get fixes, newest first, with the
// month after which they get none (PEP 602 and the release PEPs of each).
var minors = []struct{ Minor, EndOfLife string }{
	{"3.15", "2031-10"},
	{"3.14", "2030-10"},
	{"3.13", "2029-10"},
	{"3.12", "2028-10"},
	{"3.11", "2027-10"},
}

// baseNames maps the names of the spec to images; %s is the minor version.
var baseNames = map[string]string{
	"slim":       "python:%s-slim",
	"alpine":     "python:%s-alpine",
	"full":       "python:%s",
	"distroless": "gcr.io/distroless/python3-debian13:latest",
}

// BaseName returns the image to build on.
func BaseName(base string, python plan.Choice, asked bool) plan.Choice {
	format, named := baseNames[base]
	if !named {
		return plan.Choice{Value: base, Why: "base of the spec"}
	}
	why := "the default: small, and runs every manylinux wheel"
	if asked {
		why = fmt.Sprintf("base = %q", base)
	}
	if format == baseNames["distroless"] {
		return plan.Choice{Value: format, Why: why}
	}
	return plan.Choice{Value: fmt.Sprintf(format, python.Value), Why: why}
}
