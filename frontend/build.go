// Package frontend is the BuildKit frontend: it answers one request, from the
// files of a Python project to the definition and config of its image.
//
// Build is the whole request as a list of phases; each phase is a file of this
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
	if err := r.read(ctx); err != nil {
		return nil, err
	}
	if err := r.parse(ctx); err != nil {
		return nil, err
	}
	if err := r.choose(ctx); err != nil {
		return nil, err
	}
	if err := r.lock(ctx); err != nil {
		return nil, err
	}
	if err := r.plan(ctx); err != nil {
		return nil, err
	}
	if res, done, err := r.answer(ctx); done || err != nil {
		return res, err
	}
	r.warn(ctx)
	return r.build(ctx)
}

// fail returns the errors found so far as one, each with the lines at fault;
// nil if there are none.
func (r *request) fail() error {
	return convert.Error(r.found, r.sources())
}
