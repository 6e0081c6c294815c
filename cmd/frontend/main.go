// Command frontend is the entrypoint of the frontend image. BuildKit starts it
// with the gateway's gRPC connection on stdin and stdout, so nothing may ever
// be printed there; stderr goes to the daemon's log, not to the user.
package main

import (
	"errors"
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
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "pyfrontend:", err)
		os.Exit(1)
	}
}

// run serves one build. Every daemon sets BUILDKIT_WORKERS (frontend/gateway/
// gateway.go); without it nobody is there to talk to, and the client would wait
// for an answer to what it wrote to standard output.
func run() error {
	if _, ok := os.LookupEnv("BUILDKIT_WORKERS"); !ok {
		return errors.New("this program is for BuildKit: write `# syntax=ghcr.io/org/pyfrontend` into the first line of a pyproject.toml and run `docker build -f pyproject.toml .`")
	}
	return grpcclient.RunFromEnvironment(appcontext.Context(), frontend.Build)
}
