package setup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
)

// The daemons are shared by every program that runs with them at the same time.
// Each holds a shared lock on one file; whoever leaves last, which the kernel
// tells by granting it the lock alone, stops them. `up` keeps them for good
// with a marker file. The kernel drops the lock of a program that is killed.

// lock takes a lock on a file of the state directory. It waits for it, unless
// how holds LOCK_NB.
func (b *Bed) lock(name string, how int) (*os.File, error) {
	f, err := os.OpenFile(b.state.Path("run", name), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), how); err != nil {
		return nil, errors.Join(fmt.Errorf("locking %s: %w", name, err), f.Close())
	}
	return f, nil
}

// locked runs f while no other program sets up or ends the same test bed.
func (b *Bed) locked(f func() error) error {
	l, err := b.lock("setup.lock", syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		b.say("waiting for another program that sets up the same test bed")
		l, err = b.lock("setup.lock", syscall.LOCK_EX)
	}
	if err != nil {
		return err
	}
	return errors.Join(f(), l.Close())
}

func (b *Bed) keepFile() string { return b.state.Path("run", "keep") }

// Up starts what is not running, makes what is not there and leaves it running.
// It returns the environment for programs that use it.
func (b *Bed) Up(ctx context.Context, want Want) (env Env, err error) {
	err = b.locked(func() error {
		if env, err = b.bring(ctx, want); err != nil {
			return err
		}
		return os.WriteFile(b.keepFile(), nil, 0o644)
	})
	return env, err
}

// Down stops what Up left running.
func (b *Bed) Down() error {
	return b.locked(func() error {
		if err := os.Remove(b.keepFile()); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		return b.end()
	})
}

// With brings the test bed up, calls f with its environment, and stops what
// runs unless somebody else uses it.
func (b *Bed) With(ctx context.Context, want Want, f func(Env) error) error {
	use, err := b.lock("users.lock", syscall.LOCK_SH)
	if err != nil {
		return err
	}
	var env Env
	err = b.locked(func() error {
		env, err = b.bring(ctx, want)
		return err
	})
	if err == nil {
		err = f(env)
	}
	return errors.Join(err, b.leave(use))
}

// leave gives up a use of the daemons, and stops them if it was the last.
func (b *Bed) leave(use *os.File) error {
	if err := use.Close(); err != nil {
		return err
	}
	return b.locked(func() error {
		alone, err := b.lock("users.lock", syscall.LOCK_EX|syscall.LOCK_NB)
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil
		}
		if err != nil {
			return err
		}
		defer alone.Close()
		if exists(b.keepFile()) {
			return nil
		}
		return b.end()
	})
}
