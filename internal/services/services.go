// Package services starts the servers that the examples talk to: a RabbitMQ and
// a server that speaks MongoDB's protocol. Each listens on a free port of the
// loopback address, keeps what it stores in a temporary directory, and is gone
// with the test that started it.
package services

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/org/pyfrontend/internal/testbed"
)

// Service is a server that runs.
type Service struct {
	// URL is where it is reached, with its protocol's scheme.
	URL   string
	stops []func() error
}

// Stop ends the server and removes what it stored.
func (s *Service) Stop() error {
	var errs []error
	for _, stop := range slices.Backward(s.stops) {
		errs = append(errs, stop())
	}
	s.stops = nil
	return errors.Join(errs...)
}

// Missing says which program has to be there for a service and is not.
type Missing struct{ Service, Need string }

// Error names the service and what it needs.
func (e *Missing) Error() string {
	return fmt.Sprintf("%s cannot be started here: %s", e.Service, e.Need)
}

type starter func(ctx context.Context, s *Service) error

// starters have every service by its name: as programs of this machine, and as
// containers where the test bed works with Docker.
var (
	starters       = map[string]starter{"rabbitmq": startRabbitMQ, "mongodb": startMongoDB}
	dockerStarters = map[string]starter{"rabbitmq": rabbitmqInDocker, "mongodb": mongodbInDocker}
)

// Start starts the service of a name, "rabbitmq" or "mongodb", and waits until
// it answers. The error is a *Missing when a program that it needs is not
// installed.
func Start(ctx context.Context, name string) (*Service, error) {
	start := starters[name]
	if os.Getenv(testbed.EnvRunner) == testbed.RunnerDocker {
		start = dockerStarters[name]
	}
	if start == nil {
		return nil, fmt.Errorf("no service is called %q; there are %s",
			name, strings.Join(slices.Sorted(maps.Keys(starters)), " and "))
	}
	s := &Service{}
	if err := start(ctx, s); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}
