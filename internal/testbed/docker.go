package testbed

import (
	"archive/tar"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// dockerCommand runs the image with Docker. The root filesystem is imported
// from the layers as they are on disk, so that either image store can do it
// and the image under test needs no push.
func (i *Image) dockerCommand(t testing.TB, p process) *exec.Cmd {
	t.Helper()
	id := i.dockerImport(t)
	t.Cleanup(func() { _ = exec.Command("docker", "rmi", "--force", id).Run() })
	args := []string{"run", "--rm", "--interactive", "--network", "host", "--workdir", p.cwd, "--entrypoint", p.args[0]}
	if p.user != "" {
		args = append(args, "--user", p.user)
	}
	for _, kv := range p.env {
		args = append(args, "--env", kv)
	}
	return exec.Command("docker", slices.Concat(args, []string{id}, p.args[1:])...)
}

// dockerImport makes a local image of the root filesystem and returns its id.
func (i *Image) dockerImport(t testing.TB) string {
	t.Helper()
	files := i.Files(t)
	cmd := exec.Command("docker", "import", "-")
	pipe, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = writeFiles(pipe, files); _ = pipe.Close() }()
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("docker import: %v", err)
	}
	return strings.TrimSpace(string(out))
}

// writeFiles writes a root filesystem as a tar, hard links as files.
func writeFiles(w io.Writer, files map[string]*File) error {
	tw := tar.NewWriter(w)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		h := files[name].Header
		if h.Typeflag == tar.TypeLink {
			h.Typeflag, h.Linkname = tar.TypeReg, ""
		}
		h.Size = int64(len(files[name].Content))
		if err := tw.WriteHeader(&h); err != nil {
			return err
		}
		if _, err := tw.Write(files[name].Content); err != nil {
			return err
		}
	}
	return tw.Close()
}

// RunDocker runs the docker command against one of the bed's engines
// (ContainerdHost or ClassicHost) and returns all it printed.
func (b *Bed) RunDocker(t testing.TB, host string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "docker", args...)
	cmd.Env = append(os.Environ(), "DOCKER_HOST="+host)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// Engines are the bed's Docker engines by the name of their image store, to
// range over in a test of both.
func (b *Bed) Engines() map[string]string {
	return map[string]string{"containerd": b.ContainerdHost, "classic": b.ClassicHost}
}
