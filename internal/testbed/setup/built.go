package setup

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/sync/errgroup"

	"github.com/org/pyfrontend/internal/testbed"
)

// binaries are the directories of the programs that were built.
type binaries struct{ buildkit, registry, push string }

// bringBuilt is bring on a machine without an engine: the programs are built,
// the images are stand-ins.
func (b *Bed) bringBuilt(ctx context.Context, want Want) (Env, error) {
	if runtime.GOOS != "linux" || os.Geteuid() != 0 {
		return nil, errors.New("no Docker answers here, and without it the test bed needs Linux and root")
	}
	if err := b.installAll(ctx, want); err != nil {
		return nil, err
	}
	if err := b.registerEmulation(); err != nil {
		return nil, err
	}
	bin, err := b.make(ctx, want)
	if err != nil {
		return nil, err
	}
	registry, err := b.registryAddr()
	if err != nil {
		return nil, err
	}
	if err := b.startRegistry(ctx, bin.registry, registry); err != nil {
		return nil, err
	}
	if err := b.startBuildkitd(ctx, bin.buildkit, registry); err != nil {
		return nil, err
	}
	if err := b.pushAll(ctx, bin.push, registry, want); err != nil {
		return nil, err
	}
	env := Env{
		testbed.EnvBuildkitAddr + "=" + b.buildkitAddr(),
		testbed.EnvBuildctl + "=" + filepath.Join(bin.buildkit, "buildctl"),
		testbed.EnvRegistry + "=" + registry,
		testbed.EnvFrontendImage + "=" + testbed.FrontendImage,
		testbed.EnvRunner + "=" + testbed.RunnerRunc,
	}
	if !want.Engines {
		return env, nil
	}
	more, err := b.startEngines(ctx, registry)
	return append(env, more...), err
}

// installAll installs every Debian package that is needed in one go.
func (b *Bed) installAll(ctx context.Context, want Want) error {
	reqs := []requirement{
		{"runc", "runc"},
		{"mmdebstrap", "mmdebstrap"},
		{"dpkg-deb", "dpkg"},
		{"pip3", "python3-pip"},
		{emulator() + "-static", "qemu-user-static"},
	}
	if want.Engines {
		reqs = append(reqs, engineRequirements...)
	}
	return b.install(ctx, reqs...)
}

// make builds the programs and, beside that, the files that images are made of:
// the first keeps the processors busy, the second mostly waits for downloads.
func (b *Bed) make(ctx context.Context, want Want) (binaries, error) {
	var bin binaries
	eg, ctx := errgroup.WithContext(ctx)
	eg.Go(func() (err error) {
		if bin.registry, err = b.build(ctx, toolRegistry); err != nil {
			return err
		}
		if bin.push, err = b.build(ctx, toolPushimage); err != nil {
			return err
		}
		bin.buildkit, err = b.build(ctx, toolBuildkit)
		return err
	})
	eg.Go(func() error {
		for _, s := range wantedBases(want) {
			if _, err := b.baseImages(ctx, s); err != nil {
				return err
			}
		}
		_, err := b.uvImages(ctx)
		return err
	})
	return bin, eg.Wait()
}

// wantedBases are the stand-ins for base images that are wanted.
func wantedBases(want Want) []base {
	if want.Engines {
		return append(bases[:len(bases):len(bases)], engineBases...)
	}
	return bases
}

// pushAll pushes every image that is wanted.
func (b *Bed) pushAll(ctx context.Context, bin, registry string, want Want) error {
	for _, s := range wantedBases(want) {
		if err := b.pushBase(ctx, bin, registry, s); err != nil {
			return err
		}
	}
	if want.Engines || want.Alpine {
		if err := b.pushMusl(ctx, bin, registry); err != nil {
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
