package setup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/org/pyfrontend/internal/testbed"
)

// Env is the environment that Up promises, as KEY=VALUE.
type Env []string

// Up starts what is not running and makes what is not there, and returns the
// environment for the programs that use it.
func (b *Bed) Up(ctx context.Context) (Env, error) {
	if runtime.GOOS != "linux" || os.Geteuid() != 0 {
		return nil, errors.New("no Docker answers here, and without it the test bed needs Linux and root")
	}
	if err := b.install(ctx, requirement{"runc", "runc"}); err != nil {
		return nil, err
	}
	registryBin, err := b.build(ctx, toolRegistry)
	if err != nil {
		return nil, err
	}
	pushBin, err := b.build(ctx, toolPushimage)
	if err != nil {
		return nil, err
	}
	buildkitBin, err := b.build(ctx, toolBuildkit)
	if err != nil {
		return nil, err
	}
	if err := b.registerEmulation(ctx); err != nil {
		return nil, err
	}
	registry, err := b.registryAddr()
	if err != nil {
		return nil, err
	}
	if err := b.startRegistry(ctx, registryBin, registry); err != nil {
		return nil, err
	}
	if err := b.startBuildkitd(ctx, buildkitBin, registry); err != nil {
		return nil, err
	}
	if err := b.pushAll(ctx, pushBin, registry); err != nil {
		return nil, err
	}
	return Env{
		testbed.EnvBuildkitAddr + "=" + b.buildkitAddr(),
		testbed.EnvBuildctl + "=" + filepath.Join(buildkitBin, "buildctl"),
		testbed.EnvRegistry + "=" + registry,
		testbed.EnvCA + "=" + certificates(),
		testbed.EnvFrontendImage + "=" + testbed.FrontendImage,
		testbed.EnvState + "=" + b.state.dir,
	}, nil
}

// pushAll makes and pushes every image.
func (b *Bed) pushAll(ctx context.Context, bin, registry string) error {
	for _, s := range bases {
		if err := b.pushBase(ctx, bin, registry, s); err != nil {
			return err
		}
	}
	return b.pushUV(ctx, bin, registry)
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

// Down stops what Up started.
func (b *Bed) Down() error {
	var errs []error
	for _, name := range []string{"buildkitd", "registry"} {
		if b.running(name) == 0 {
			continue
		}
		b.say("stopping %s", name)
		if err := b.stop(name); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
		}
	}
	return errors.Join(errs...)
}
