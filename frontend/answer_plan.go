package frontend

import (
	"context"

	"github.com/moby/buildkit/frontend/gateway/client"
)

// planVersion is the version of the answer's form; it changes with plan.Schema.
const planVersion = "1.0.0"

// answerPlan shows the plan.
func (r *request) answerPlan(ctx context.Context) (*client.Result, error) {
	if err := r.advance(ctx, planned); err != nil {
		return nil, err
	}
	data, err := r.planned.JSON()
	if err != nil {
		return nil, err
	}
	return answered(planVersion, data, []byte(r.planned.Text())), nil
}
