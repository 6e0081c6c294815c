package e2e

import (
	"bytes"
	"debug/elf"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/testbed"
)

// compiled needs a distribution with a compiled extension.
var compiled = map[string]string{
	"requirements.txt": "markupsafe==3.0.2\n",
	".python-version":  "3.13\n",
	"main.py":          "import platform, markupsafe._speedups; print(platform.machine())\n",
}

// TestPlatform builds for both architectures at once, looks into the extension
// modules, and runs both images, the foreign one under emulation.
func TestPlatform(t *testing.T) {
	t.Parallel()
	bed := testbed.Require(t)
	res := bed.MustBuild(t, testbed.Build{
		Frontend: frontend.Build, Context: project(t, compiled),
		Attrs: map[string]string{"platform": "linux/amd64,linux/arm64"},
	})
	want := map[string]struct {
		machine string
		elf     elf.Machine
	}{"linux/amd64": {"x86_64", elf.EM_X86_64}, "linux/arm64": {"aarch64", elf.EM_AARCH64}}
	if got := slices.Sorted(maps.Keys(res.Images)); !slices.Equal(got, slices.Sorted(maps.Keys(want))) {
		t.Fatalf("images for %v", got)
	}
	for platform, w := range want {
		img := res.Images[platform]
		if got := img.Config.Architecture; "linux/"+got != platform {
			t.Errorf("%s: the config says %s", platform, got)
		}
		modules := 0
		for name, f := range img.Files(t) {
			if !strings.HasPrefix(name, "app/") || !strings.HasSuffix(name, ".so") {
				continue
			}
			modules++
			if m := machineOf(t, f.Content); m != w.elf {
				t.Errorf("%s: %s is for %s", platform, name, m)
			}
		}
		if modules == 0 {
			t.Errorf("%s: no extension module in the image", platform)
		}
		if out := img.Run(t, testbed.Run{}); strings.TrimSpace(out.Stdout) != w.machine {
			t.Errorf("%s: the container printed %q and %q, want %q", platform, out.Stdout, out.Stderr, w.machine)
		}
	}
	for _, s := range res.Steps {
		if strings.Contains(s.Name, "put the image together") && !strings.HasPrefix(s.Name, "[linux/") {
			t.Errorf("the step %q does not say for which platform", s.Name)
		}
	}
}

func machineOf(t *testing.T, content []byte) elf.Machine {
	t.Helper()
	f, err := elf.NewFile(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	return f.Machine
}

// TestOneForeignPlatform builds for one platform that is not the daemon's.
func TestOneForeignPlatform(t *testing.T) {
	t.Parallel()
	bed := testbed.Require(t)
	for _, multi := range []string{"", "true"} {
		res, err := attempt(t, bed, plain, map[string]string{"platform": "linux/arm64", "multi-platform": multi})
		if err != nil {
			t.Fatalf("multi-platform=%q: %v", multi, err)
		}
		if got := res.Image(t).Config.Architecture; got != "arm64" {
			t.Errorf("multi-platform=%q: an image for %s", multi, got)
		}
	}
}
