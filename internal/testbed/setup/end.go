package setup

import (
	"errors"
	"fmt"
	"io"
)

// daemons are the names of all processes that can run, in the order in which to
// stop them.
var daemons = []string{"dockerd-containerd", "dockerd-classic", "buildkitd", "registry"}

// end stops everything.
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
	return errors.Join(append(errs, b.removeBridge(), b.removeContainers())...)
}

// Status writes what runs.
func (b *Bed) Status(w io.Writer) error {
	for _, name := range daemons {
		state := "not running"
		if pid := b.running(name); pid != 0 {
			state = fmt.Sprintf("running, process %d, log %s", pid, b.logFile(name))
		} else if b.hasContainer(name) {
			state = "running in the container " + containerName(name)
		}
		if _, err := fmt.Fprintf(w, "%s: %s\n", name, state); err != nil {
			return err
		}
	}
	return nil
}
