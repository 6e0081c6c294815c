package setup

import (
	"context"
	"os"

	"github.com/org/pyfrontend/internal/testbed"
)

// Env is the environment for programs that use the test bed, as KEY=VALUE.
type Env []string

// Want says what of the test bed is wanted beyond a BuildKit daemon, a registry
// and base images.
type Want struct {
	// Frontend is the image of this checkout's frontend.
	Frontend bool
	// Engines are Docker engines with either image store, and what only the
	// tests with them need.
	Engines bool
	// Alpine is the Alpine image of Python, which takes minutes to make. It is
	// among what only the tests with engines need.
	Alpine bool
	// Services are the programs that package services starts for tests.
	Services bool
}

// bring starts what is not running and makes what is not there.
func (b *Bed) bring(ctx context.Context, want Want) (Env, error) {
	docker, err := useDocker(ctx)
	if err != nil {
		return nil, err
	}
	var env Env
	if docker {
		env, err = b.bringContainers(ctx, want)
	} else {
		env, err = b.bringBuilt(ctx, want)
	}
	if err != nil {
		return nil, err
	}
	if want.Services && !docker { // else they are containers as well
		if err := b.prepareServices(ctx); err != nil {
			return nil, err
		}
	}
	return append(env, testbed.EnvCA+"="+certificates(), testbed.EnvState+"="+b.state.dir), nil
}

// certificates returns the file of certificates this machine trusts, "" if it
// has none.
func certificates() string {
	for _, file := range []string{os.Getenv("SSL_CERT_FILE"), "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"} {
		if file != "" && exists(file) {
			return file
		}
	}
	return ""
}
