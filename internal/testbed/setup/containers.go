package setup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// useDocker reports whether the Docker of this machine is the engine. The
// variable PYFRONTEND_TESTBED_ENGINE ("docker" or "build") decides where it is
// set; else a Docker that answers is used.
func useDocker(ctx context.Context) (bool, error) {
	answers := exec.CommandContext(ctx, "docker", "info").Run() == nil
	switch engine := os.Getenv("PYFRONTEND_TESTBED_ENGINE"); engine {
	case "":
		return answers, nil
	case "build":
		return false, nil
	case "docker":
		if !answers {
			return false, errors.New("PYFRONTEND_TESTBED_ENGINE says docker, and no Docker answers here")
		}
		return true, nil
	default:
		return false, fmt.Errorf("PYFRONTEND_TESTBED_ENGINE is %q, want \"docker\" or \"build\"", engine)
	}
}

// container is a daemon that runs in a container. It has the host's network and
// sees the run directory of the test bed under its own path, for configuration
// and sockets.
type container struct {
	name, image string
	flags, args []string
	ready       func(context.Context) error
}

func containerName(daemon string) string { return "pyfrontend-testbed-" + daemon }

// docker runs the docker command.
func (b *Bed) docker(ctx context.Context, args ...string) (string, error) {
	out, err := b.command(ctx, exec.CommandContext(ctx, "docker", args...))
	return strings.TrimSpace(string(out)), err
}

// startContainer starts a daemon in a container unless it runs as it should.
// How it should is kept in a label.
func (b *Bed) startContainer(ctx context.Context, c container) error {
	name := containerName(c.name)
	run := b.state.Path("run")
	args := append([]string{"--name", name, "--network", "host", "--volume", run + ":" + run}, c.flags...)
	args = append(append(args, c.image), c.args...)
	label := "pyfrontend.testbed=" + key(args)
	running, err := b.docker(ctx, "ps", "--quiet", "--filter", "name=^"+name+"$", "--filter", "label="+label)
	if err != nil {
		return err
	}
	if running == "" {
		b.say("starting %s in a container of %s", c.name, c.image)
		if _, err := b.docker(ctx, "rm", "--force", "--volumes", name); err != nil {
			return err
		}
		if _, err := b.docker(ctx, append([]string{"run", "--detach", "--label", label}, args...)...); err != nil {
			return fmt.Errorf("starting %s: %w", c.name, err)
		}
	}
	return b.awaitContainer(ctx, c)
}

// awaitContainer waits until a daemon answers.
func (b *Bed) awaitContainer(ctx context.Context, c container) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	for {
		err := c.ready(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			log, _ := b.docker(context.WithoutCancel(ctx), "logs", "--tail", "5", containerName(c.name))
			return fmt.Errorf("%s does not answer: %w: %s", c.name, err, log)
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// hasContainer reports whether a daemon runs in a container.
func (b *Bed) hasContainer(daemon string) bool {
	out, err := exec.Command("docker", "ps", "--quiet", "--filter", "name=^"+containerName(daemon)+"$").Output()
	return err == nil && len(out) > 0
}

// removeContainers ends the daemons that run in containers. Their data is in
// named volumes and stays.
func (b *Bed) removeContainers() error {
	var errs []error
	for _, name := range daemons {
		if !b.hasContainer(name) {
			continue
		}
		b.say("stopping %s", name)
		_, err := b.docker(context.Background(), "rm", "--force", containerName(name))
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
