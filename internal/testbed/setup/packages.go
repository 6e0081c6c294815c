package setup

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// requirement is a program that is needed, and the Debian package it is in.
type requirement struct{ program, debian string }

// install makes sure that programs are there, and installs the Debian packages
// of those that are not.
func (b *Bed) install(ctx context.Context, reqs ...requirement) error {
	var missing, programs []string
	for _, r := range reqs {
		if _, err := exec.LookPath(r.program); err != nil {
			missing = append(missing, r.debian)
			programs = append(programs, r.program)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	if _, err := exec.LookPath("apt-get"); err != nil || os.Geteuid() != 0 {
		return fmt.Errorf("%s is missing and cannot be installed here: it needs root and apt-get (Debian packages: %s)",
			strings.Join(programs, ", "), strings.Join(missing, " "))
	}
	b.say("installing Debian packages: %s", strings.Join(missing, " "))
	for _, args := range [][]string{
		{"update", "-q"},
		append([]string{"install", "-y", "-q", "--no-install-recommends"}, missing...),
	} {
		cmd := exec.CommandContext(ctx, "apt-get", args...)
		cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		if _, err := b.command(ctx, cmd); err != nil {
			return fmt.Errorf("installing %s: %w", strings.Join(missing, " "), err)
		}
	}
	return nil
}
