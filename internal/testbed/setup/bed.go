package setup

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Bed sets up the test bed of one checkout.
type Bed struct {
	state State
	root  string // the checkout
	out   io.Writer
}

// New returns the bed of the checkout that the working directory is in. What it
// does is said on out, one line each.
func New(out io.Writer) (*Bed, error) {
	state, err := OpenState()
	if err != nil {
		return nil, err
	}
	root, err := checkout()
	if err != nil {
		return nil, err
	}
	return &Bed{state: state, root: root, out: out}, nil
}

// checkout finds the directory of this module's go.mod.
func checkout() (string, error) {
	gomod, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("running go env GOMOD: %w", err)
	}
	path := strings.TrimSpace(string(gomod))
	if path == "" || path == os.DevNull {
		return "", fmt.Errorf("the working directory is not in a checkout of pyfrontend")
	}
	return filepath.Dir(path), nil
}

// say tells what is being done.
func (b *Bed) say(format string, args ...any) {
	fmt.Fprintf(b.out, "testbed: "+format+"\n", args...)
}

// command runs a program, keeps what it prints, and makes its last lines part
// of the error when it fails.
func (b *Bed) command(ctx context.Context, cmd *exec.Cmd) ([]byte, error) {
	out, err := cmd.CombinedOutput()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %s", filepath.Base(cmd.Path), err, lastLines(string(out), 5))
	}
	return out, nil
}

// lastLines returns the last n non-empty lines of s.
func lastLines(s string, n int) string {
	lines := strings.FieldsFunc(s, func(r rune) bool { return r == '\n' })
	if len(lines) > n {
		lines = lines[len(lines)-n:]
	}
	return strings.Join(lines, "\n")
}
