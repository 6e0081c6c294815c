package testbed

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Run says how to run an image, as the arguments of `docker run` do. The
// container has the host's network.
type Run struct {
	// Args take the place of the image's Cmd.
	Args []string
	// Entrypoint takes the place of the image's Entrypoint and Cmd.
	Entrypoint []string
	// Env is added to the image's.
	Env map[string]string
	// User takes the place of the image's.
	User string
	// Stdin is what the program reads.
	Stdin string
}

// process is what a container runs.
type process struct {
	args, env []string
	cwd, user string
}

// process merges the image's configuration and the options.
func (i *Image) process(run Run) process {
	config := i.Config.Config
	p := process{cwd: config.WorkingDir, user: config.User, env: slices.Clone(config.Env)}
	switch {
	case run.Entrypoint != nil:
		p.args = slices.Concat(run.Entrypoint, run.Args)
	case run.Args != nil:
		p.args = slices.Concat(config.Entrypoint, run.Args)
	default:
		p.args = slices.Concat(config.Entrypoint, config.Cmd)
	}
	if p.cwd == "" {
		p.cwd = "/"
	}
	if run.User != "" {
		p.user = run.User
	}
	for _, name := range slices.Sorted(maps.Keys(run.Env)) {
		p.env = append(p.env, name+"="+run.Env[name])
	}
	return p
}

// Output is what a container printed and how it ended.
type Output struct {
	Stdout, Stderr string
	ExitCode       int
}

// Run runs the image to its end.
func (i *Image) Run(t testing.TB, run Run) Output {
	t.Helper()
	return i.Start(t, run).Wait(t)
}

// Container is a container that runs.
type Container struct {
	cmd            *exec.Cmd
	stdout, stderr buffer
	done           chan struct{}
	err            error
}

// Start runs the image in the background. The container is ended with the test
// at the latest.
func (i *Image) Start(t testing.TB, run Run) *Container {
	t.Helper()
	p := i.process(run)
	if len(p.args) == 0 {
		t.Fatal("the image says nothing to run")
	}
	var cmd *exec.Cmd
	if os.Getenv(EnvRunner) == RunnerDocker {
		cmd = i.dockerCommand(t, p)
	} else {
		cmd = i.runcCommand(t, p)
	}
	c := &Container{cmd: cmd, done: make(chan struct{})}
	cmd.Stdin = strings.NewReader(run.Stdin)
	cmd.Stdout, cmd.Stderr = &c.stdout, &c.stderr
	if err := cmd.Start(); err != nil {
		t.Fatalf("starting a container: %v", err)
	}
	go func() {
		c.err = cmd.Wait()
		close(c.done)
	}()
	t.Cleanup(func() { c.end() })
	return c
}

// Wait waits for the end of the container.
func (c *Container) Wait(t testing.TB) Output {
	t.Helper()
	select {
	case <-c.done:
	case <-t.Context().Done():
		t.Fatal("the test ended before the container")
	}
	var exit *exec.ExitError
	if c.err != nil && !errors.As(c.err, &exit) {
		t.Fatalf("running a container: %v", c.err)
	}
	return Output{Stdout: c.stdout.String(), Stderr: c.stderr.String(), ExitCode: c.cmd.ProcessState.ExitCode()}
}

// Signal sends a signal to the container's program, as `docker kill -s` does.
func (c *Container) Signal(t testing.TB, s syscall.Signal) {
	t.Helper()
	if err := c.cmd.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
}

// Logs is what the container printed so far, both streams.
func (c *Container) Logs() string { return c.stdout.String() + c.stderr.String() }

// end terminates the container, gently first: the program in front of it
// (runc, docker) passes the signal on and cleans up behind it.
func (c *Container) end() {
	for _, s := range []syscall.Signal{syscall.SIGTERM, syscall.SIGKILL} {
		_ = c.cmd.Process.Signal(s)
		select {
		case <-c.done:
			return
		case <-time.After(5 * time.Second):
		}
	}
}

// buffer is a bytes.Buffer that one goroutine writes and another reads.
type buffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}
