// Package engines builds with the published frontend image, as users do: with
// `docker build` on Docker Engine with either image store, with buildx and a
// builder of its own, and with buildctl.
package engines

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/org/pyfrontend/internal/testbed"
)

// request is one build of a directory. File is what -f names; Args are further
// build arguments.
type request struct {
	dir, file string
	args      map[string]string
	// options are further options of docker build.
	options []string
}

// engine builds images and runs them.
type engine struct {
	name string
	// build builds and tags, and returns what was printed.
	build func(t *testing.T, tag string, r request) (string, error)
	// host is the Docker that the image is in afterwards.
	host string
}

// engines are all that the test bed has.
func engines(t *testing.T, bed *testbed.Bed) []engine {
	t.Helper()
	docker := func(host string) func(*testing.T, string, request) (string, error) {
		return func(t *testing.T, tag string, r request) (string, error) {
			return bed.RunDocker(t, host, dockerArgs(bed, []string{"build"}, tag, r)...)
		}
	}
	builder := remoteBuilder(t, bed)
	return []engine{
		{"containerd", docker(bed.ContainerdHost), bed.ContainerdHost},
		{"classic", docker(bed.ClassicHost), bed.ClassicHost},
		{"remote", func(t *testing.T, tag string, r request) (string, error) {
			return bed.RunDocker(t, bed.ContainerdHost, dockerArgs(bed, []string{"buildx", "build", "--builder", builder, "--load"}, tag, r)...)
		}, bed.ContainerdHost},
		{"buildctl", func(t *testing.T, tag string, r request) (string, error) {
			return buildctl(t, bed, tag, r)
		}, bed.ClassicHost},
	}
}

// remoteBuilder makes the bed's BuildKit a builder of buildx, as a company's
// shared daemon is.
func remoteBuilder(t *testing.T, bed *testbed.Bed) string {
	t.Helper()
	name := "pyfrontend-" + strings.ToLower(strings.ReplaceAll(t.Name(), "/", "-"))
	_, _ = bed.RunDocker(t, bed.ContainerdHost, "buildx", "rm", name)
	if out, err := bed.RunDocker(t, bed.ContainerdHost, "buildx", "create", "--name", name, "--driver", "remote", bed.Addr); err != nil {
		t.Fatalf("making a builder of the bed's BuildKit: %v: %s", err, out)
	}
	t.Cleanup(func() { _ = exec.Command("docker", "buildx", "rm", name).Run() })
	return name
}

func dockerArgs(bed *testbed.Bed, command []string, tag string, r request) []string {
	args := append(command, "--progress", "plain", "--network", "host", "--tag", tag)
	if bed.CA != "" {
		args = append(args, "--secret", "id=ca,src="+bed.CA)
	}
	for k, v := range r.args {
		args = append(args, "--build-arg", k+"="+v)
	}
	if r.file != "" {
		args = append(args, "--file", filepath.Join(r.dir, r.file))
	}
	return append(append(args, r.options...), r.dir)
}

// buildctl builds through gateway.v0 and loads what comes out.
func buildctl(t *testing.T, bed *testbed.Bed, tag string, r request) (string, error) {
	t.Helper()
	archive := filepath.Join(t.TempDir(), "image.tar")
	args := []string{
		"build", "--progress", "plain", "--frontend", "gateway.v0", "--opt", "source=" + bed.FrontendImage,
		"--local", "context=" + r.dir, "--local", "dockerfile=" + r.dir,
		"--output", "type=docker,name=" + tag + ",dest=" + archive,
	}
	if bed.CA != "" {
		args = append(args, "--secret", "id=ca,src="+bed.CA)
	}
	if r.file != "" {
		args = append(args, "--opt", "filename="+r.file)
	}
	out, err := bed.RunBuildctl(t, args...)
	if err != nil {
		return out, err
	}
	load, err := bed.RunDocker(t, bed.ClassicHost, "load", "--input", archive)
	return out + load, err
}

// run runs an image as `docker run` does.
func (e *engine) run(t *testing.T, bed *testbed.Bed, args ...string) string {
	t.Helper()
	out, err := bed.RunDocker(t, e.host, append([]string{"run", "--rm", "--network", "host"}, args...)...)
	if err != nil {
		t.Errorf("docker run %v: %v", args, err)
	}
	return strings.TrimSpace(out)
}

// tag names an image of a test's, and removes it with the test.
func (e *engine) tag(t *testing.T, bed *testbed.Bed, name string) string {
	t.Helper()
	tag := "pyfrontend-" + e.name + ":" + name
	t.Cleanup(func() { removeImage(e.host, tag) })
	return tag
}

// removeImage removes an image when a test has ended.
func removeImage(host, name string) {
	_ = exec.Command("docker", "--host", host, "rmi", "--force", name).Run()
}

// used matches the line that says which frontend image was pulled. An engine
// that ignores `# syntax=` would not print it.
var used = regexp.MustCompile(`docker-image://([^\s@]+)(?::latest)?@sha256:[0-9a-f]{64}`)

// usesFrontend checks that the frontend under test has done the build.
func usesFrontend(t *testing.T, bed *testbed.Bed, out string) {
	t.Helper()
	for _, m := range used.FindAllStringSubmatch(out, -1) {
		if strings.TrimSuffix(m[1], ":latest") == bed.FrontendImage {
			return
		}
	}
	t.Errorf("%s has not been used:\n%s", bed.FrontendImage, out)
}
