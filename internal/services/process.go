package services

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"
)

// process is a server program that runs in a process group of its own.
type process struct {
	cmd    *exec.Cmd
	output *output
	ended  chan struct{}
}

// spawn starts a program that has to end with this one, even when this one is
// killed.
func spawn(env []string, argv ...string) (*process, error) {
	p := &process{cmd: exec.Command(argv[0], argv[1:]...), output: &output{}, ended: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stdout, p.cmd.Stderr = p.output, p.output
	p.cmd.SysProcAttr = attributes()
	// A program that outlives its group would hold the output open.
	p.cmd.WaitDelay = time.Second
	started := make(chan error)
	go func() {
		// The signal of Pdeathsig comes when the thread ends that started the
		// program (prctl(2), PR_SET_PDEATHSIG), so the thread is kept.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := p.cmd.Start()
		started <- err
		if err == nil {
			// How a server ends that is killed does not matter.
			_ = p.cmd.Wait()
			close(p.ended)
		}
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("starting %s: %w", filepath.Base(argv[0]), err)
	}
	return p, nil
}

// stop ends the program and all that it started. Nothing that it stores is
// needed afterwards, so it is not asked first.
func (p *process) stop() error {
	err := syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
	if errors.Is(err, syscall.ESRCH) {
		err = nil
	}
	select {
	case <-p.ended:
		return err
	case <-time.After(10 * time.Second):
		return errors.Join(err, fmt.Errorf("%s does not end", filepath.Base(p.cmd.Path)))
	}
}

// await waits until the program is ready, or has ended.
func (p *process) await(ctx context.Context, patience time.Duration, ready func(context.Context) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		<-p.ended
		cancel(errors.New("it ended at once"))
	}()
	if err := await(ctx, patience, ready); err != nil {
		return fmt.Errorf("%s: %w: %s", filepath.Base(p.cmd.Path), err, p.output)
	}
	return nil
}

// await waits until ready succeeds.
func await(ctx context.Context, patience time.Duration, ready func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		err := ready(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("it does not answer: %w: %w", err, context.Cause(ctx))
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// exchange sends a greeting to addr and waits for the first byte of an answer:
// Docker accepts connections to a container that does not listen yet. With no
// greeting it only connects.
func exchange(ctx context.Context, addr, greeting string) error {
	var d net.Dialer
	c, err := d.DialContext(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	defer c.Close()
	if greeting == "" {
		return nil
	}
	if err := c.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		return err
	}
	if _, err := io.WriteString(c, greeting); err != nil {
		return err
	}
	_, err = c.Read(make([]byte, 1))
	return err
}

// FreePorts returns n ports of the loopback address that nobody listens on.
func FreePorts(n int) ([]int, error) {
	var ports []int
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, fmt.Errorf("no free port: %w", err)
		}
		defer l.Close() // at the end, so that no port comes twice
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
	}
	return ports, nil
}

// output keeps the last that a program printed.
type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

// Write keeps at most some last kilobytes.
func (o *output) Write(p []byte) (int, error) {
	const most = 8 << 10
	o.mu.Lock()
	defer o.mu.Unlock()
	o.buf.Write(p)
	if extra := o.buf.Len() - most; extra > 0 {
		o.buf.Next(extra)
	}
	return len(p), nil
}

// String returns what was kept.
func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return strings.TrimSpace(o.buf.String())
}
