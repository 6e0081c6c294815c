package frontend

import (
	"context"

	"github.com/org/pyfrontend/frontend/diag/convert"
)

// warn shows the warnings at the vertex that loaded the project's files.
func (r *request) warn(ctx context.Context) {
	if r.files == nil {
		return
	}
	head, err := r.files.Head.Head()
	if err != nil {
		return
	}
	for _, w := range convert.Warnings(r.found, r.sources(), nil) {
		// A warning that cannot be shown must not fail the build.
		_ = r.src.Client().Warn(ctx, head, w.Message, w.Opts)
	}
}
