package frontend

import "context"

// stage is how far a request has come. A subrequest goes only as far as it
// needs: what lists targets should not wait for an image registry.
type stage int

const (
	// parsed requests have the models of the project's files.
	parsed stage = iota
	// resolved requests know what is in their base images.
	resolved
	// planned requests know all that the build will do.
	planned
)

// advance runs the phases up to a stage. It ends with the first phase that
// finds errors; what was found until then stays in r.found.
func (r *request) advance(ctx context.Context, to stage) error {
	for _, phase := range []struct {
		of  stage
		run func(context.Context) error
	}{
		{parsed, r.read},
		{parsed, r.parse},
		{resolved, r.choose},
		{resolved, r.resolve},
		{planned, r.lock},
		{planned, r.plan},
	} {
		if phase.of > to {
			break
		}
		if err := phase.run(ctx); err != nil {
			return err
		}
	}
	return nil
}
