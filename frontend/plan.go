package frontend

import (
	"context"

	"github.com/org/pyfrontend/frontend/planner"
)

// plan decides what to build, for all platforms together.
func (r *request) plan(context.Context) error {
	images := map[string]*planner.Image{}
	for name, b := range r.images {
		images[name] = &planner.Image{Ref: b.Ref, Path: pathOf(b.Config.Config.Env), Facts: b.facts}
	}
	p, found := planner.Plan(r.input, r.chosen, r.uv.ref, images)
	r.found.Append(found...)
	r.planned = p
	return r.fail()
}
