package engines

import (
	"strings"
	"testing"

	"github.com/org/pyfrontend/internal/testbed"
)

// TestErrors sees that every engine shows what is wrong with a project: the
// file, the line, the marked text and what to write instead.
func TestErrors(t *testing.T) {
	bed := testbed.RequireEngines(t)
	dir := write(t, map[string]string{"pyproject.toml": "# syntax=" + bed.FrontendImage + "\n" + manifest + "\n[tool.pyfrontend]\nbsae = \"slim\"\n", "main.py": program})
	for _, e := range engines(t, bed) {
		t.Run(e.name, func(t *testing.T) {
			out, err := e.build(t, e.tag(t, bed, "broken"), request{dir: dir, file: "pyproject.toml"})
			if err == nil {
				t.Fatalf("the build succeeded:\n%s", out)
			}
			usesFrontend(t, bed, out)
			for _, want := range []string{"pyproject.toml:9", `"bsae"`, "did you mean base?"} {
				if !strings.Contains(out, want) {
					t.Errorf("it does not say %s:\n%s", want, out)
				}
			}
			// buildctl prints the message only.
			if e.name != "buildctl" && !strings.Contains(out, ">>> bsae") {
				t.Errorf("it does not mark the line:\n%s", out)
			}
		})
	}
}

// TestFailedStep sees that a step that fails is shown with its output and with
// the lines of the project that it comes from.
func TestFailedStep(t *testing.T) {
	bed := testbed.RequireEngines(t)
	broken := strings.Replace(manifest, "structlog==25.4.0", "structlog==0.0.0.1", 1)
	dir := write(t, map[string]string{"pyproject.toml": "# syntax=" + bed.FrontendImage + "\n" + broken, "main.py": program})
	for _, e := range engines(t, bed) {
		t.Run(e.name, func(t *testing.T) {
			out, err := e.build(t, e.tag(t, bed, "failed"), request{dir: dir, file: "pyproject.toml"})
			if err == nil {
				t.Fatalf("the build succeeded:\n%s", out)
			}
			for _, want := range []string{"there is no version of structlog==0.0.0.1", "pyproject.toml:2", ">>> [project]"} {
				if !strings.Contains(out, want) {
					t.Errorf("it does not say %q:\n%s", want, out)
				}
			}
		})
	}
}

// TestCalls asks through docker build. buildx hands a question that gets no
// answer to the Dockerfile frontend, which would find TOML.
func TestCalls(t *testing.T) {
	bed := testbed.RequireEngines(t)
	dir := write(t, map[string]string{"pyproject.toml": "# syntax=" + bed.FrontendImage + "\n" + manifest, "main.py": program})
	for store, host := range bed.Engines() {
		for call, want := range map[string][]string{
			"check":           {"LockMissing"},
			"outline":         {"PYTHON_VERSION", "ca"},
			"targets":         {"runtime", "lock"},
			"pyfrontend.plan": {"structlog"},
		} {
			t.Run(store+"/"+call, func(t *testing.T) {
				args := []string{"build", "--progress", "plain", "--network", "host", "--call", call, "--file", dir + "/pyproject.toml"}
				if bed.CA != "" {
					args = append(args, "--secret", "id=ca,src="+bed.CA)
				}
				// Warnings make a check fail, so only what is printed counts.
				out, err := bed.RunDocker(t, host, append(args, dir)...)
				if err != nil && call != "check" {
					t.Fatalf("%v\n%s", err, out)
				}
				usesFrontend(t, bed, out)
				for _, w := range want {
					if !strings.Contains(out, w) {
						t.Errorf("the answer does not have %q:\n%s", w, out)
					}
				}
				if strings.Contains(out, "docker/dockerfile") {
					t.Errorf("the Dockerfile frontend was asked:\n%s", out)
				}
			})
		}
	}
}
