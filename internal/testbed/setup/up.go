package setup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

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
	// Services are the programs that package services starts for tests.
	Services bool
}

// bring starts what is not running and makes what is not there.
func (b *Bed) bring(ctx context.Context, want Want) (Env, error) {
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
	if err := b.pushAll(ctx, pushBin, registry, want); err != nil {
		return nil, err
	}
	if want.Services {
		if err := b.prepareServices(ctx); err != nil {
			return nil, err
		}
	}
	env := Env{
		testbed.EnvBuildkitAddr + "=" + b.buildkitAddr(),
		testbed.EnvBuildctl + "=" + filepath.Join(buildkitBin, "buildctl"),
		testbed.EnvRegistry + "=" + registry,
		testbed.EnvCA + "=" + certificates(),
		testbed.EnvFrontendImage + "=" + testbed.FrontendImage,
		testbed.EnvRunner + "=" + testbed.RunnerRunc,
		testbed.EnvState + "=" + b.state.dir,
	}
	if !want.Engines {
		return env, nil
	}
	more, err := b.startEngines(ctx, registry)
	return append(env, more...), err
}

// pushAll makes and pushes every image that is wanted.
func (b *Bed) pushAll(ctx context.Context, bin, registry string, want Want) error {
	wanted := bases
	if want.Engines {
		wanted = append(wanted, engineBases...)
		if err := b.pushMusl(ctx, bin, registry); err != nil {
			return err
		}
	}
	for _, s := range wanted {
		if err := b.pushBase(ctx, bin, registry, s); err != nil {
			return err
		}
	}
	if err := b.pushUV(ctx, bin, registry); err != nil {
		return err
	}
	if !want.Frontend {
		return nil
	}
	return b.pushFrontend(ctx, bin, registry)
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

// daemons are the names of all that can run, in the order in which to stop them.
var daemons = []string{"dockerd-containerd", "dockerd-classic", "buildkitd", "registry"}

// end stops every daemon.
func (b *Bed) end() error {
	var errs []error
	for _, name := range daemons {
		if b.running(name) == 0 {
			continue
		}
		b.say("stopping %s", name)
		if err := b.stop(name); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
		}
	}
	return errors.Join(append(errs, b.removeBridge())...)
}

// Status writes which daemons run.
func (b *Bed) Status(w io.Writer) error {
	for _, name := range daemons {
		state := "not running"
		if pid := b.running(name); pid != 0 {
			state = fmt.Sprintf("running, process %d, log %s", pid, b.logFile(name))
		}
		if _, err := fmt.Fprintf(w, "%s: %s\n", name, state); err != nil {
			return err
		}
	}
	return nil
}
