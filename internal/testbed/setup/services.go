package setup

import (
	"context"
	"errors"
	"os"

	"github.com/org/pyfrontend/internal/services"
)

// policyFile tells Debian's packages whether they may start their servers
// (invoke-rc.d(8)).
const policyFile = "/usr/sbin/policy-rc.d"

// prepareServices installs and makes what package services starts. Nothing of
// it runs until a test wants it, so the server that comes with a package is not
// started either.
func (b *Bed) prepareServices(ctx context.Context) error {
	err := unstarted(func() error {
		return b.install(ctx,
			requirement{"rabbitmq-server", "rabbitmq-server"},
			requirement{"javac", "default-jdk-headless"},
			requirement{"mvn", "maven"})
	})
	if err != nil {
		return err
	}
	return services.Prepare(ctx, b.state.dir, b.say)
}

// unstarted installs packages without starting their servers.
func unstarted(install func() error) error {
	if exists(policyFile) || os.Geteuid() != 0 {
		return install()
	}
	if err := os.WriteFile(policyFile, []byte("#!/bin/sh\nexit 101\n"), 0o755); err != nil {
		return err
	}
	return errors.Join(install(), os.Remove(policyFile))
}
