package frontend

import (
	"strings"

	"github.com/moby/buildkit/solver/errdefs"
	"github.com/moby/buildkit/util/grpcerrors"
	"google.golang.org/grpc/codes"
)

// capabilities are what the image's label moby.buildkit.frontend.caps promises.
var capabilities = map[string]bool{
	"moby.buildkit.frontend.inputs":         true,
	"moby.buildkit.frontend.subrequests":    true,
	"moby.buildkit.frontend.contexts":       true,
	"moby.buildkit.frontend.gitquerystring": true,
}

// checkCaps refuses a request that needs what we cannot do, with the error
// that clients know how to handle (frontend/dockerfile/builder/caps.go). The
// gateway checks the label; this is for callers without an image.
func checkCaps(required string) error {
	for _, c := range strings.Split(required, ",") {
		name, _, _ := strings.Cut(c, "+")
		if name != "" && !capabilities[name] {
			return grpcerrors.WrapCode(errdefs.NewUnsupportedFrontendCapError(name), codes.Unimplemented)
		}
	}
	return nil
}
