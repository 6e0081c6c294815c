package planner

import (
	"fmt"
	"strings"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pep/version"
	"github.com/org/pyfrontend/llbgen/plan"
)

// Minor is a version of CPython that gets fixes.
type Minor struct {
	Name string
	// EndOfLife is the month after which it gets none, "2029-10".
	EndOfLife string
}

// Minors are the versions that are chosen from, newest first (PEP 602 and the
// release PEPs 664, 693, 719, 745, 790).
var Minors = []Minor{
	{"3.15", "2031-10"},
	{"3.14", "2030-10"},
	{"3.13", "2029-10"},
	{"3.12", "2028-10"},
	{"3.11", "2027-10"},
}

// choosePython decides the minor version: the spec's, else .python-version's,
// else the newest that requires-python admits.
func (in *Input) choosePython() (plan.Choice, diag.List) {
	var found diag.List
	set, r, limited := in.requiresPython()
	wanted, where, why := in.askedPython()
	if wanted != "" {
		in.checkAsked(wanted, where, set, r, limited, &found)
		return plan.Choice{Value: minorText(wanted), Why: why}, found
	}
	admitted := admittedMinors(set, limited)
	if len(admitted) == 0 {
		found.Add(r, fmt.Sprintf("no supported Python satisfies requires-python = %q", in.Doc.Project.RequiresPython.V),
			fmt.Sprintf("The versions that get fixes are %s to %s.", Minors[len(Minors)-1].Name, Minors[0].Name),
			olderPython(set))
		return plan.Choice{}, found
	}
	return in.newest(admitted, limited), found
}

// olderPython says what to do when no supported minor is admitted: name an older
// one, of which there are images still, or mend the specifier.
func olderPython(set version.Set) string {
	oldest := version.MustParse(Minors[len(Minors)-1].Name)
	major, minor := minorOf(oldest)
	for ; minor > 0; minor-- {
		if some, _ := set.AdmitsMinor(major, minor-1); some {
			return fmt.Sprintf("To build for an older one all the same: python = \"%d.%d\" under [tool.pyfrontend].", major, minor-1)
		}
	}
	return fmt.Sprintf("Write for example requires-python = \">=%s\".", Minors[len(Minors)-1].Name)
}

// admittedMinors are the supported minors that requires-python admits, newest
// first.
func admittedMinors(set version.Set, limited bool) []string {
	var out []string
	for _, m := range Minors {
		if some, _ := set.AdmitsMinor(minorOf(version.MustParse(m.Name))); some || !limited {
			out = append(out, m.Name)
		}
	}
	return out
}

// newest picks the newest Python for which nothing has to be compiled that
// comes as a wheel for another one; where there is no such Python, the newest.
func (in *Input) newest(admitted []string, limited bool) plan.Choice {
	why := "the newest; the project sets no requires-python"
	if limited {
		why = fmt.Sprintf("the newest that requires-python = %q admits", in.Doc.Project.RequiresPython.V)
	}
	reason := ""
	for _, minor := range admitted {
		lacking := in.withoutWheel(minor)
		if lacking == "" {
			if reason != "" {
				why += " and every locked package has a wheel for; " + reason
			}
			return plan.Choice{Value: minor, Why: why}
		}
		reason = fmt.Sprintf("%s has none for %s", lacking, minor)
	}
	return plan.Choice{Value: admitted[0], Why: why + "; no Python has wheels of every locked package"}
}

// askedPython returns the version that somebody wrote down.
func (in *Input) askedPython() (text string, where diag.Range, why string) {
	if p := in.Spec.Python; p.V != "" {
		return p.V, p.Range, fmt.Sprintf("python = %q", p.V)
	}
	if in.PythonVersion == nil {
		return "", diag.Range{}, ""
	}
	for n := range in.PythonVersion.Lines() {
		r := in.PythonVersion.LineRange(n + 1)
		text := strings.TrimSpace(r.Text())
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		text = strings.TrimPrefix(strings.TrimPrefix(text, "cpython-"), "cpython@")
		return text, r, fmt.Sprintf(".python-version says %s", text)
	}
	return "", diag.Range{}, ""
}

func (in *Input) checkAsked(wanted string, where diag.Range, set version.Set, r diag.Range, limited bool, found *diag.List) {
	v, err := version.Parse(wanted)
	if err != nil || len(v.Release()) < 2 || v.Release()[0] != 3 {
		found.Add(where, fmt.Sprintf("%s is not a version of CPython 3", diag.Quote(wanted)), "The minor version decides which image and which wheels are used.",
			fmt.Sprintf("Write it in full, such as %s.", Minors[0].Name))
		return
	}
	if !limited {
		return
	}
	if some, _ := set.AdmitsMinor(minorOf(v)); !some {
		found.Add(where, fmt.Sprintf("Python %s is asked for, but requires-python = %q does not admit it", wanted, in.Doc.Project.RequiresPython.V),
			fmt.Sprintf("requires-python is set in %s.", r), otherPython(admittedMinors(set, limited)))
	}
}

// otherPython says what to ask for instead of a version that is not admitted.
func otherPython(admitted []string) string {
	if len(admitted) == 0 {
		return "Change one of the two."
	}
	return fmt.Sprintf("Ask for one that it admits, such as %s, or change requires-python.", admitted[0])
}

// requiresPython returns the project's requires-python, if it has a valid one.
func (in *Input) requiresPython() (version.Set, diag.Range, bool) {
	if in.Doc == nil || in.Doc.Project == nil || !in.Doc.Project.RequiresPython.Set() {
		return version.Set{}, diag.Range{}, false
	}
	v := in.Doc.Project.RequiresPython
	set, err := version.ParseSet(v.V)
	return set, v.Range, err == nil
}

// checkRequires reports a requires-python that cannot be read.
func (in *Input) checkRequires(found *diag.List) {
	if in.Doc == nil || in.Doc.Project == nil || !in.Doc.Project.RequiresPython.Set() {
		return
	}
	v := in.Doc.Project.RequiresPython
	if _, err := version.ParseSet(v.V); err != nil {
		found.Add(v.Range, fmt.Sprintf("requires-python = %q is not a version specifier", v.V), err.Error(), "Write for example requires-python = \">=3.12\".")
	}
}

// minorText cuts a version to its minor: "3.13.5" to "3.13".
func minorText(v string) string {
	parts := strings.SplitN(v, ".", 3)
	if len(parts) < 2 {
		return v
	}
	return parts[0] + "." + parts[1]
}

func minorOf(v version.Version) (major, minor uint64) {
	r := v.Release()
	switch len(r) {
	case 0:
		return 0, 0
	case 1:
		return r[0], 0
	default:
		return r[0], r[1]
	}
}
