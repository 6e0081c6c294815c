package planner

import (
	"fmt"
	"strings"

	"github.com/org/pyfrontend/frontend/pyproject"
	"github.com/org/pyfrontend/frontend/uvlock"
	"github.com/org/pyfrontend/llbgen/plan"
)

// nativeBackends are build backends whose wheels hold compiled code. All others
// may, but rarely do.
var nativeBackends = []string{"maturin", "scikit_build_core", "mesonpy", "py_build_cmake", "sipbuild"}

// native says whether a project's build backend compiles.
func native(doc *pyproject.Document) bool {
	if doc == nil || doc.BuildSystem == nil {
		return false
	}
	backend := doc.BuildSystem.Backend.V
	for _, n := range nativeBackends {
		if backend == n || strings.HasPrefix(backend, n+".") || strings.HasPrefix(backend, n+":") {
			return true
		}
	}
	return false
}

// needsCompiler says why building a distribution takes more than a slim image
// has, "" if it does not. The lock does not say whether an sdist is pure Python:
// one that has platform wheels for others is not, and one without any wheel may
// be anything.
func needsCompiler(in *uvlock.Installed) string {
	p := in.Package
	switch {
	case !in.Built():
		return ""
	case p.Source.Kind == uvlock.Git:
		return "is fetched with git"
	case len(p.Wheels) == 0:
		return "has no wheel at all and may have to be compiled"
	}
	for i := range p.Wheels {
		if !strings.HasSuffix(p.Wheels[i].Filename, "-none-any.whl") {
			return "has no wheel for this platform and must be compiled"
		}
	}
	return ""
}

// compiles marks a group that needs a compiler.
func (b *builder) compiles(g *plan.Group, installed []uvlock.Installed) {
	for i := range installed {
		if why := needsCompiler(&installed[i]); why != "" {
			g.Compiles = true
			g.Why = label(&installed[i]) + " " + why
		}
	}
}

// compiler is the image that compiling steps run in: the full variant of the
// official image, with the same Python at the same path. Other bases have no
// such sibling; their steps run in the base itself.
func (b *builder) compiler(img *plan.Image) *plan.Base {
	if b.in.Spec.Base.V != "slim" {
		return nil
	}
	needed := false
	for i := range img.Groups {
		needed = needed || img.Groups[i].Compiles
	}
	for i := range img.Source.Wheels {
		needed = needed || img.Source.Wheels[i].Compiles
	}
	if !needed {
		return nil
	}
	full := img.Builder
	full.Ref = ""
	full.Name = plan.Choice{
		Value: fmt.Sprintf(Images["full"], b.image.Facts.Minor),
		Why:   "has a compiler and git; it is not in the image that comes out",
	}
	return &full
}
