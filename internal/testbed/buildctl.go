package testbed

import (
	"os/exec"
	"testing"
)

// RunBuildctl runs buildctl against the bed's daemon and returns all it
// printed.
func (b *Bed) RunBuildctl(t testing.TB, args ...string) (string, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), b.Buildctl, append([]string{"--addr", b.Addr}, args...)...)
	out, err := cmd.CombinedOutput()
	return string(out), err
}
