package setup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// daemon is a program that runs in the background.
type daemon struct {
	name string
	argv []string
	env  []string
	// ready returns nil once the daemon answers.
	ready func(context.Context) error
	// patience is how long it may take to become ready.
	patience time.Duration
}

func (b *Bed) pidFile(name string) string { return b.state.Path("run", name+".pid") }
func (b *Bed) logFile(name string) string { return b.state.Path("log", name+".log") }

// running returns the process id of a daemon that was started earlier, or 0.
// The command line is compared, since the number may have been given to another
// program since.
func (b *Bed) running(name string) int {
	content, err := os.ReadFile(b.pidFile(name))
	if err != nil {
		return 0
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(content)))
	if err != nil {
		return 0
	}
	cmdline, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	if err != nil || !strings.Contains(string(cmdline), b.state.dir) {
		return 0
	}
	return pid
}

// ensure starts a daemon unless it runs as it should: with another version's
// binary or configuration it is ended first.
func (b *Bed) ensure(ctx context.Context, d daemon) error {
	if pid := b.running(d.name); pid != 0 {
		// A suffix: what comes first may be a program that became the daemon.
		cmdline, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
		if err == nil && strings.HasSuffix(strings.Join(d.argv, "\x00")+"\x00", string(cmdline)) && d.ready(ctx) == nil {
			return nil
		}
		b.say("%s runs with another version or configuration, restarting it", d.name)
		if err := b.stop(d.name); err != nil {
			return err
		}
	}
	return b.start(ctx, d)
}

// start starts a daemon in a session of its own, so that an interrupt typed at
// the terminal reaches the test bed and not the daemon, and waits for it.
func (b *Bed) start(ctx context.Context, d daemon) error {
	log, err := os.Create(b.logFile(d.name))
	if err != nil {
		return err
	}
	defer log.Close()
	cmd := exec.Command(d.argv[0], d.argv[1:]...) // not CommandContext: it outlives this process after `up`
	cmd.Env = append(os.Environ(), d.env...)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("starting %s: %w", d.name, err)
	}
	if err := os.WriteFile(b.pidFile(d.name), []byte(strconv.Itoa(cmd.Process.Pid)), 0o644); err != nil {
		return errors.Join(err, cmd.Process.Kill())
	}
	exited := make(chan error, 1)
	go func() { exited <- cmd.Wait() }()
	return b.await(ctx, d, exited)
}

// await waits until a daemon answers, has ended, or took too long.
func (b *Bed) await(ctx context.Context, d daemon, exited <-chan error) error {
	ctx, cancel := context.WithTimeout(ctx, d.patience)
	defer cancel()
	for {
		err := d.ready(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-exited:
			return fmt.Errorf("%s ended at once: %s", d.name, b.logTail(d.name))
		case <-ctx.Done():
			return fmt.Errorf("%s does not answer: %w: %s", d.name, err, b.logTail(d.name))
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func (b *Bed) logTail(name string) string {
	content, err := os.ReadFile(b.logFile(name))
	if err != nil {
		return err.Error()
	}
	return lastLines(string(content), 5)
}

// stop ends a daemon and waits until it is gone.
func (b *Bed) stop(name string) error {
	pid := b.running(name)
	if pid == 0 {
		return nil
	}
	if err := syscall.Kill(pid, syscall.SIGTERM); err != nil {
		return fmt.Errorf("stopping %s: %w", name, err)
	}
	for range 150 {
		if b.running(name) == 0 {
			return os.Remove(b.pidFile(name))
		}
		time.Sleep(100 * time.Millisecond)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		return fmt.Errorf("killing %s: %w", name, err)
	}
	return os.Remove(b.pidFile(name))
}
