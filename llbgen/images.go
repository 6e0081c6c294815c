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
	g := &generator{img: img, in: in, target: target, builders: map[string]builder{}}
	if g.base, err = in.Image(img.Base.Ref, img.Platform); err != nil {
		return nil, err
	}
	for _, name := range stepPlatforms(img) {
		if g.builders[name], err = g.newBuilder(name); err != nil {
			return nil, err
		}
	}
	return g, nil
}

func (g *generator) newBuilder(name string) (b builder, err error) {
	if b.platform, err = platforms.Parse(name); err != nil {
		return b, fmt.Errorf("platform %q of a step: %w", name, err)
	}
	if b.base, err = g.in.Image(g.img.Builder.Ref, name); err != nil {
		return b, err
	}
	if h := g.in.Exec.Hostname; h != "" {
		// Every process of a state takes its host name from the state.
		b.base = b.base.Hostname(h)
	}
	b.uv, err = g.in.Image(g.img.UV.Ref, name)
	return b, err
}

// stepPlatforms lists the platforms that steps of the image run on, each once.
func stepPlatforms(img *plan.Image) []string {
	all := []string{img.Builder.Platform}
	for i := range img.Groups {
		all = append(all, img.Groups[i].Platform)
	}
	if img.Source.Platform != "" {
		all = append(all, img.Source.Platform)
	}
	var out []string
	seen := map[string]bool{}
	for _, p := range all {
		if !seen[p] {
			seen[p] = true
			out = append(out, p)
		}
	}
	return out
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
