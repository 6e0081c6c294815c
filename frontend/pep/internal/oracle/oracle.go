// Package oracle lets the tests of the standards ask the reference
// implementations, Python's "packaging" and uv, instead of trusting expectations
// of our own. One process answers all cases of a test.
package oracle

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"testing"
)

// Packaging runs the Python script at path, gives it in as JSON on its standard
// input and decodes what it prints into out. It needs python3 (or what $PYTHON
// names) with a "packaging" of at least 26.3: without it the test fails if $CI is
// set and is skipped otherwise.
func Packaging(t testing.TB, script string, in, out any) {
	t.Helper()
	python := os.Getenv("PYTHON")
	if python == "" {
		python = "python3"
	}
	const probe = "import packaging as p; assert tuple(map(int, p.__version__.split('.')[:2])) >= (26, 3), p.__version__"
	if msg, err := exec.CommandContext(t.Context(), python, "-c", probe).CombinedOutput(); err != nil {
		missing(t, python+" with packaging>=26.3 (python3 -m pip install -U packaging)", err, msg)
	}
	data, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), python, script)
	cmd.Stdin = bytes.NewReader(data)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	answer, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", script, err, stderr.Bytes())
	}
	if err := json.Unmarshal(answer, out); err != nil {
		t.Fatalf("%s: %v", script, err)
	}
}

// UV returns the path of uv, with the same rule for its absence as Packaging.
func UV(t testing.TB) string {
	t.Helper()
	path, err := exec.LookPath("uv")
	if err != nil {
		missing(t, "uv", err, nil)
	}
	return path
}

func missing(t testing.TB, what string, err error, output []byte) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatalf("the oracle is missing: %s: %v\n%s", what, err, output)
	}
	t.Skipf("NOT TESTED against the reference, it is missing: %s: %v\n%s", what, err, output)
}
