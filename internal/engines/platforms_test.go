package engines

import (
	"strings"
	"testing"

	"github.com/org/pyfrontend/internal/testbed"
)

// TestPlatforms builds for both architectures in one build where the engine can
// do that, and runs both images.
func TestPlatforms(t *testing.T) {
	bed := testbed.RequireEngines(t)
	dir := write(t, map[string]string{
		"Dockerfile": "# syntax=" + bed.FrontendImage + "\n", "requirements.txt": "markupsafe==3.0.2\n", ".python-version": "3.13\n",
		"main.py": "import platform, markupsafe._speedups; print(platform.machine())\n",
	})
	const both = "linux/amd64,linux/arm64"
	machines := map[string]string{"linux/amd64": "x86_64", "linux/arm64": "aarch64"}
	for _, e := range engines(t, bed) {
		if e.name == "buildctl" {
			continue // the daemon is that of the remote builder
		}
		t.Run(e.name, func(t *testing.T) {
			tag := e.tag(t, bed, "platforms")
			if e.name == "classic" {
				// This store holds one platform of an image.
				for platform, machine := range machines {
					out, err := e.build(t, tag, request{dir: dir, options: []string{"--platform", platform}})
					if err != nil {
						t.Fatalf("%v\n%s", err, out)
					}
					// Docker warns of a platform that is not its own.
					if got := e.run(t, bed, tag); !strings.HasSuffix(got, machine) {
						t.Errorf("%s: the container printed %q, want %q", platform, got, machine)
					}
				}
				return
			}
			out, err := e.build(t, tag, request{dir: dir, options: []string{"--platform", both}})
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			for platform, machine := range machines {
				if !strings.Contains(out, "["+platform+"] ") {
					t.Errorf("no step is named for %s:\n%s", platform, out)
				}
				if got := e.run(t, bed, "--platform", platform, tag); !strings.HasSuffix(got, machine) {
					t.Errorf("%s: the container printed %q, want %q", platform, got, machine)
				}
			}
		})
	}
}
