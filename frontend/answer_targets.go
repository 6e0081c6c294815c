package frontend

import (
	"context"

	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/frontend/subrequests/targets"
)

// answerTargets lists what --target can name.
func (r *request) answerTargets(ctx context.Context) (*client.Result, error) {
	// The list is the same whichever target was asked for.
	r.src.UI().Target = ""
	if err := r.advance(ctx, parsed); err != nil {
		return nil, err
	}
	var out targets.List
	for _, t := range targetTable() {
		out.Targets = append(out.Targets, targets.Target{Name: t.Name, Default: t.Name == defaultTarget, Description: t.Doc})
	}
	return out.ToResult()
}
