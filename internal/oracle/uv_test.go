package oracle

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// uv returns the path of uv.
func uv(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("uv")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("the oracle is missing: uv is not in PATH")
		}
		t.Skip("NOT TESTED against uv: it is not in PATH")
	}
	return path
}

// run runs uv in the project and returns what it prints. The error has its
// standard error in it.
func (p *project) run(t *testing.T, env []string, args ...string) ([]byte, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), uv(t), args...)
	cmd.Dir = p.root
	cmd.Env = append(os.Environ(), "UV_NO_PROGRESS=1", "UV_PYTHON_DOWNLOADS=never", "NO_COLOR=1", "UV_LINK_MODE=copy")
	cmd.Env = append(cmd.Env, env...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			return stdout.Bytes(), errors.New(strings.Join(args, " ") + ": " + stderr.String())
		}
		t.Fatal(err)
	}
	return stdout.Bytes(), nil
}

// lock has uv write the lock.
func (p *project) lock(t *testing.T) {
	t.Helper()
	if _, err := p.run(t, nil, p.forScript("lock")...); err != nil {
		t.Fatal(err)
	}
}

// forScript adds the script to a command, if there is one.
func (p *project) forScript(args ...string) []string {
	if p.script != "" {
		args = append(args, "--script", p.script)
	}
	return args
}

// interpreter is a Python that uv can use.
type interpreter struct{ path, version string }

// interpreters returns the Python that uv chooses, or all of this machine.
func (p *project) interpreters(t *testing.T, all bool) []interpreter {
	t.Helper()
	chosen, err := p.run(t, nil, "python", "find", "--no-project")
	if err != nil {
		t.Fatal(err)
	}
	candidates := []string{strings.TrimSpace(string(chosen))}
	if all {
		candidates = append(candidates, filepath.SplitList(os.Getenv("ORACLE_PYTHONS"))...)
		if home, err := os.UserHomeDir(); err == nil {
			more, _ := filepath.Glob(filepath.Join(home, ".pyenv/versions/3.1*/bin/python3"))
			candidates = append(candidates, more...)
		}
	}
	var out []interpreter
	for _, path := range candidates {
		version, err := exec.CommandContext(t.Context(), path, "-c", "import platform; print(platform.python_version())").Output()
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		i := interpreter{path, strings.TrimSpace(string(version))}
		if !slices.ContainsFunc(out, func(o interpreter) bool { return o.version == i.version }) {
			out = append(out, i)
		}
	}
	return out
}

// change is an entry of the report of `uv sync --output-format json`.
type change struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Action  string `json:"action"`
}

// dryRun returns what uv would install into an empty environment.
func (p *project) dryRun(t *testing.T, args ...string) ([]change, error) {
	t.Helper()
	env := []string{"UV_PROJECT_ENVIRONMENT=" + filepath.Join(t.TempDir(), "none")}
	out, err := p.run(t, env, append(p.forScript("sync", "--frozen", "--dry-run", "--output-format", "json"), args...)...)
	if err != nil {
		return nil, err
	}
	var report struct {
		Sync struct {
			Changes []change `json:"changes"`
		} `json:"sync"`
	}
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return report.Sync.Changes, nil
}
