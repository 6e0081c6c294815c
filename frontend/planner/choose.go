package planner

import (
	"fmt"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/llbgen/plan"
)

// Images are the names that base can have beside image references; %s is the
// minor version of Python.
var Images = map[string]string{
	"slim":       "python:%s-slim",
	"alpine":     "python:%s-alpine",
	"full":       "python:%s",
	"distroless": distroless,
}

// distroless has one Python only (GoogleContainerTools/distroless, python3).
const (
	distroless       = "gcr.io/distroless/python3-debian13:latest"
	distrolessPython = "3.13"
)

// Choose decides the Python, the base and uv before anything is resolved.
func Choose(in *Input) (*Chosen, diag.List) {
	found := in.checkPlatforms()
	in.checkRequires(&found)
	if found.HasErrors() {
		return nil, found
	}
	uv, found := in.chooseUV()
	found.Append(in.devGroups()...)
	c := &Chosen{UV: uv}
	more := in.chooseBase(c)
	return c, append(found, more...)
}

// chooseBase decides the base and the Python, which depend on one another.
func (in *Input) chooseBase(c *Chosen) (found diag.List) {
	format, named := Images[in.Spec.Base.V]
	if !named {
		// Any other image brings its own Python, which is only known when
		// the image is.
		c.Base = plan.Choice{Value: in.Spec.Base.V, Why: fmt.Sprintf("base = %q", in.Spec.Base.V)}
		c.Python, found = in.checkedPython()
		return found
	}
	if format == distroless {
		return in.distroless(c)
	}
	c.Python, found = in.choosePython()
	why := "the default: small, and runs every manylinux wheel"
	if in.Spec.Base.Set() {
		why = fmt.Sprintf("base = %q", in.Spec.Base.V)
	}
	c.Base = plan.Choice{Value: fmt.Sprintf(format, c.Python.Value), Why: why}
	return found
}

// checkedPython is the version that somebody wrote down, "" if nobody did.
func (in *Input) checkedPython() (plan.Choice, diag.List) {
	var found diag.List
	asked, where, why := in.askedPython()
	if asked == "" {
		return plan.Choice{}, nil
	}
	set, r, limited := in.requiresPython()
	in.checkAsked(asked, where, set, r, limited, &found)
	return plan.Choice{Value: minorText(asked), Why: why}, found
}

// distroless chooses the base that has one Python only.
func (in *Input) distroless(c *Chosen) diag.List {
	c.Base = plan.Choice{Value: distroless, Why: `base = "distroless"`}
	asked, found := in.checkedPython()
	c.Python = plan.Choice{Value: distrolessPython, Why: "the only Python that distroless has"}
	if asked.Value != "" && asked.Value != distrolessPython && !found.HasErrors() {
		_, where, _ := in.askedPython()
		found.Add(where, fmt.Sprintf("Python %s is asked for, and the base distroless has Python %s only", asked.Value, distrolessPython), "",
			fmt.Sprintf("Ask for %s, or use another base: base = \"slim\".", distrolessPython))
	}
	return found
}
