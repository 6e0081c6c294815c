package frontend

import (
	"errors"

	"github.com/moby/buildkit/solver/errdefs"
)

// explained puts a sentence before an error that came from the daemon. Wrapping
// it would lose the sentence on the way back: an error with a gRPC status goes
// out with that status's own text (util/grpcerrors, errorHasMoreContext). The
// lines at fault are kept.
func explained(sentence string, err error) error {
	out := errors.New(sentence + "\n\n" + err.Error())
	for _, s := range errdefs.Sources(err) {
		out = errdefs.WithSource(out, s)
	}
	return out
}
