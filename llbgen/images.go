package llbgen

import (
	"fmt"

	"github.com/containerd/platforms"
	"github.com/moby/buildkit/util/apicaps"

	"github.com/org/pyfrontend/llbgen/plan"
)

// newGenerator resolves the images of the plan to states.
func newGenerator(img *plan.Image, in *Input) (*generator, error) {
	target, err := platforms.Parse(img.Platform)
	if err != nil {
		return nil, fmt.Errorf("platform %q of the plan: %w", img.Platform, err)
	}
	g := &generator{img: img, in: in, target: target, builders: map[place]builder{}}
	if g.base, err = in.Image(img.Base.Ref, img.Platform); err != nil {
		return nil, err
	}
	for _, at := range places(img) {
		if g.builders[at], err = g.newBuilder(at); err != nil {
			return nil, err
		}
	}
	return g, nil
}

// place is where a step runs: a platform, and in the image that has a compiler
// or in the ordinary one.
type place struct {
	platform string
	compiles bool
}

// places lists where the steps of the image run.
func places(img *plan.Image) []place {
	out := []place{{platform: img.Builder.Platform}}
	for i := range img.Groups {
		out = append(out, place{img.Groups[i].Platform, img.Groups[i].Compiles})
	}
	for i := range img.Source.Wheels {
		w := &img.Source.Wheels[i]
		out = append(out, place{w.Platform, w.Compiles})
	}
	return out
}

func (g *generator) newBuilder(at place) (b builder, err error) {
	if b.platform, err = platforms.Parse(at.platform); err != nil {
		return b, fmt.Errorf("platform %q of a step: %w", at.platform, err)
	}
	ref := g.img.Builder.Ref
	if at.compiles && g.img.Compiler != nil {
		ref = g.img.Compiler.Ref
	}
	if b.base, err = g.in.Image(ref, at.platform); err != nil {
		return b, err
	}
	if h := g.in.Exec.Hostname; h != "" {
		// Every process of a state takes its host name from the state.
		b.base = b.base.Hostname(h)
	}
	b.uv, err = g.in.Image(g.img.UV.Ref, at.platform)
	return b, err
}

// locate is Input.Locate, safe without one.
func (g *generator) locate(l plan.Line) constraint {
	if g.in.Locate == nil || l.File == "" {
		return nothing
	}
	return g.in.Locate(l)
}

// supports says whether the daemon can do an op or an option of one.
func (g *generator) supports(id apicaps.CapID) bool {
	return g.in.Caps.Supports(id) == nil
}
