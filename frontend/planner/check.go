package planner

import (
	"fmt"
	"path"

	"github.com/org/pyfrontend/frontend/base"
	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pep/version"
)

// checkBase says whether the base can run the project: it has a Python, of the
// minor version that was chosen, which requires-python admits, and so has the
// base that steps run in.
func (b *builder) checkBase() bool {
	f := b.image.Facts
	where := b.in.Spec.Base.Range
	if !where.Known() {
		where = b.in.Blame
	}
	name := b.chosen.Base.Value
	if !b.hasPython(f, where, name) || !b.hasPython(b.build.Facts, where, name) {
		return false
	}
	if want := b.chosen.Python.Value; want != "" && want != f.Minor {
		b.found.Add(where, fmt.Sprintf("the base image %s has Python %s, and the project is built for Python %s", name, f.Minor, want),
			fmt.Sprintf("Why Python %s: %s.", want, b.chosen.Python.Why),
			fmt.Sprintf("Use a base with Python %s, or ask for Python %s.", want, f.Minor))
		return false
	}
	return b.admits(f.Version, where, name) && b.likeBuilder(where, name)
}

func (b *builder) hasPython(f *base.Facts, where diag.Range, name string) bool {
	if f.Python == "" {
		b.found.Add(where, fmt.Sprintf("the base image %s has no Python", name),
			"Looked for python3 and python in the directories of its PATH.",
			"Use a base with a Python, for example base = \"slim\", or leave the key out.")
		return false
	}
	if f.Minor == "" {
		b.found.Add(where, fmt.Sprintf("the version of %s in the base image %s cannot be told", f.Python, name),
			"Neither the name of the interpreter nor the directory of its standard library says it.",
			"Set PYTHON_VERSION in the base image's environment, or use a base such as \"slim\".")
		return false
	}
	return true
}

// likeBuilder checks that the base is the same for the platform of the image
// and for the one that steps run on: one environment is made for both.
func (b *builder) likeBuilder(where diag.Range, name string) bool {
	have, build := b.image.Facts, b.build.Facts
	const advice = "Use a base that is the same for all platforms."
	switch {
	case have.Minor != build.Minor:
		b.found.Add(where, fmt.Sprintf("the base image %s has Python %s for %s and Python %s for %s", name, have.Minor, b.platform, build.Minor, b.in.BuildPlatform),
			"Steps run on "+b.in.BuildPlatform+" whatever the image is for.", advice)
	case have.Python != build.Python:
		b.found.Add(where, fmt.Sprintf("the base image %s has its Python in other places for other platforms", name),
			fmt.Sprintf("It is %s for %s and %s for %s.", have.Python, b.platform, build.Python, b.in.BuildPlatform), advice)
	default:
		return true
	}
	return false
}

// admits checks requires-python against the base's Python.
func (b *builder) admits(have string, where diag.Range, name string) bool {
	set, r, ok := b.in.requiresPython()
	v, err := version.Parse(have)
	if !ok || err != nil {
		return true
	}
	if some, _ := set.AdmitsMinor(minorOf(v)); some {
		return true
	}
	if !where.Known() {
		where = r
	}
	b.found.Add(where, fmt.Sprintf("the base image %s has Python %s, which requires-python = %q does not admit", name, have, b.in.Doc.Project.RequiresPython.V),
		fmt.Sprintf("requires-python is set in %s.", r), "Use a base with a Python that it admits, such as base = \"slim\", or change requires-python.")
	return false
}

// checkWorkdir reports a working directory behind a link of the base: layers
// would put a directory in the link's place.
func (b *builder) checkWorkdir() {
	w := b.in.Spec.Workdir
	if real := b.image.Facts.Resolve(w.V); real != path.Clean(w.V) {
		b.found.Add(w.Range, fmt.Sprintf("the working directory %s is %s in the base image %s, which has a link there", diag.Quote(w.V), real, b.chosen.Base.Value),
			"", fmt.Sprintf("Write workdir = %q, or a directory of its own.", real))
	}
}
