// Package frontend is the BuildKit frontend: it answers one request, from the
// files of a Python project to the definition and config of its image.
//
// A request passes through phases (phases.go); each phase is a file of this
// package. What the phases need to know of Python is in the packages below,
// which do not know BuildKit; what they need from the client is in package
// source; LLB is written by package llbgen.
package frontend

import (
	"context"

	"github.com/moby/buildkit/frontend/gateway/client"

	"github.com/org/pyfrontend/frontend/diag/convert"
)

// Build answers a request of the gateway (client.BuildFunc).
func Build(ctx context.Context, c client.Client) (_ *client.Result, err error) {
	defer recovered(&err)
	r, err := open(c)
	if err != nil {
		return nil, err
	}
	if id, ok := r.asked(); ok {
		return r.answer(ctx, id)
	}
	if r.src.UI().Target == lockTarget {
		return r.buildLock(ctx)
	}
	err = r.advance(ctx, planned)
	r.warn(ctx)
	if err != nil {
		return nil, err
	}
	return r.build(ctx)
}

// fail returns the errors found so far as one, each with the lines at fault;
// nil if there are none.
func (r *request) fail() error {
	return convert.Error(r.found, r.sources())
}
