package services

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// inDocker starts a server as a container, which is removed when the service is
// stopped, and returns the loopback address that its port is published on.
func inDocker(ctx context.Context, s *Service, image string, port int, env []string) (string, error) {
	args := []string{"run", "--detach", "--rm", "--publish", fmt.Sprintf("127.0.0.1::%d", port)}
	for _, kv := range env {
		args = append(args, "--env", kv)
	}
	id, err := docker(ctx, append(args, image)...)
	if err != nil {
		return "", err
	}
	s.stops = append(s.stops, func() error {
		// The test's own context has ended by then.
		_, err := docker(context.Background(), "rm", "--force", "--volumes", id)
		return err
	})
	return docker(ctx, "port", id, fmt.Sprintf("%d/tcp", port))
}

// docker runs the docker command and returns the last line that it prints.
func docker(ctx context.Context, args ...string) (string, error) {
	out, err := exec.CommandContext(ctx, "docker", args...).Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return "", fmt.Errorf("docker %s: %w: %s", args[0], err, exit.Stderr)
	}
	text := strings.TrimSpace(string(out))
	return text[strings.LastIndex(text, "\n")+1:], err
}
