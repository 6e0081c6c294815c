// Command frontend is the entrypoint of the frontend image. BuildKit starts it
// with the gateway's gRPC connection on stdin and stdout, so nothing may ever
// be printed there; stderr goes to the daemon's log, not to the user.
package main

import (
	"fmt"
	"os"

	"github.com/moby/buildkit/frontend/gateway/grpcclient"
	"github.com/moby/buildkit/util/appcontext"
	// The codec of the gateway's messages (frontend/dockerfile/cmd/
	// dockerfile-frontend imports it the same way).
	_ "github.com/moby/buildkit/util/grpcutil/encoding/proto"

	"github.com/org/pyfrontend/frontend"
)

func main() {
	if err := grpcclient.RunFromEnvironment(appcontext.Context(), frontend.Build); err != nil {
		fmt.Fprintln(os.Stderr, "pyfrontend:", err)
		os.Exit(1)
	}
}
