package testbed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/containerd/containerd/v2/pkg/archive"
	"github.com/moby/sys/user"
)

// capabilities are those of a container of Docker's.
var capabilities = []string{
	"CAP_AUDIT_WRITE", "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_MKNOD",
	"CAP_NET_BIND_SERVICE", "CAP_NET_RAW", "CAP_SETFCAP", "CAP_SETGID", "CAP_SETPCAP", "CAP_SETUID", "CAP_SYS_CHROOT",
}

// Unpack writes the root filesystem to a directory of the test's, owners
// included; it needs root.
func (i *Image) Unpack(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	if err := i.unpackTo(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

func (i *Image) unpackTo(ctx context.Context, dir string) error {
	for _, desc := range i.Manifest.Layers {
		layer, err := i.openLayer(desc)
		if err != nil {
			return err
		}
		_, err = archive.Apply(ctx, dir, layer)
		if err := errors.Join(err, layer.Close()); err != nil {
			return fmt.Errorf("unpacking layer %s: %w", desc.Digest, err)
		}
	}
	return nil
}

// rootfs returns a root filesystem for a container. Containers whose user is
// not root share one, in which they can change little: unpacking takes longer
// than running.
func (i *Image) rootfs(t testing.TB, user string) string {
	t.Helper()
	if name, _, _ := strings.Cut(user, ":"); name == "" || name == "0" || name == "root" {
		return i.Unpack(t)
	}
	i.unpack.Lock()
	defer i.unpack.Unlock()
	if i.shared == "" {
		// Next to the layout, which lives as long as the test that built the image.
		dir := i.layout + "-rootfs-" + i.Digest.Encoded()[:12]
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := i.unpackTo(t.Context(), dir); err != nil {
			t.Fatal(err)
		}
		i.shared = dir
	}
	return i.shared
}

// Command returns the command that runs the image with runc, for programs that
// are no tests. dir has to be empty; what is in it afterwards may be removed
// when the command has ended.
func (i *Image) Command(ctx context.Context, dir string, run Run) (*exec.Cmd, error) {
	rootfs := filepath.Join(dir, "rootfs")
	if err := os.Mkdir(rootfs, 0o755); err != nil {
		return nil, err
	}
	if err := i.unpackTo(ctx, rootfs); err != nil {
		return nil, err
	}
	args, err := bundle(dir, rootfs, i.process(run))
	if err != nil {
		return nil, err
	}
	return exec.CommandContext(ctx, args[0], args[1:]...), nil
}

// runcCommand is Command for tests, which clean up behind it.
func (i *Image) runcCommand(t testing.TB, p process) *exec.Cmd {
	t.Helper()
	dir := t.TempDir()
	args, err := bundle(dir, i.rootfs(t, p.user), p)
	if err != nil {
		t.Fatalf("configuring the container: %v", err)
	}
	id := args[len(args)-1]
	t.Cleanup(func() { _ = exec.Command("runc", "--root", filepath.Join(dir, "state"), "delete", "--force", id).Run() })
	return exec.Command(args[0], args[1:]...)
}

// bundle prepares a bundle in a directory and returns runc's command line, whose
// last argument is the container's name.
func bundle(dir, rootfs string, p process) ([]string, error) {
	if out, err := exec.Command("runc", "spec", "--bundle", dir).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("runc spec: %w: %s", err, out)
	}
	if err := editSpec(filepath.Join(dir, "config.json"), rootfs, p); err != nil {
		return nil, err
	}
	id := "pyfrontend-" + filepath.Base(dir) + "-" + filepath.Base(filepath.Dir(dir))
	return []string{"runc", "--root", filepath.Join(dir, "state"), "run", "--bundle", dir, id}, nil
}

// editSpec changes the configuration that runc proposes into what Docker would
// ask for, but for the network, which is the host's.
func editSpec(file, rootfs string, p process) error {
	var spec map[string]any
	if err := readJSON(file, &spec); err != nil {
		return err
	}
	uid, gid, groups, home, err := identity(rootfs, p.user)
	if err != nil {
		return err
	}
	env := p.env
	if !slices.ContainsFunc(env, func(kv string) bool { return len(kv) > 5 && kv[:5] == "HOME=" }) {
		env = append(env, "HOME="+home) // as Docker does
	}
	caps := map[string]any{"bounding": capabilities}
	if uid == 0 {
		caps["effective"], caps["permitted"] = capabilities, capabilities
	}
	spec["process"] = map[string]any{
		"args": p.args, "env": env, "cwd": p.cwd,
		"user":         map[string]any{"uid": uid, "gid": gid, "additionalGids": groups},
		"capabilities": caps,
	}
	spec["root"] = map[string]any{"path": rootfs}
	linux, ok := spec["linux"].(map[string]any)
	if !ok {
		return errors.New("runc proposes no linux section")
	}
	linux["namespaces"] = []map[string]any{{"type": "pid"}, {"type": "ipc"}, {"type": "uts"}, {"type": "mount"}}
	mounts, _ := spec["mounts"].([]any)
	for _, name := range []string{"/etc/resolv.conf", "/etc/hosts"} {
		mounts = append(mounts, map[string]any{"destination": name, "type": "bind", "source": name, "options": []string{"bind", "ro"}})
	}
	spec["mounts"] = mounts
	content, err := json.Marshal(spec)
	if err != nil {
		return err
	}
	return os.WriteFile(file, content, 0o644)
}

// identity looks a user up in the image's own passwd and group files.
func identity(rootfs, name string) (uid, gid int, groups []int, home string, err error) {
	u, err := user.GetExecUserPath(name, &user.ExecUser{Home: "/"},
		filepath.Join(rootfs, "etc/passwd"), filepath.Join(rootfs, "etc/group"))
	if err != nil {
		return 0, 0, nil, "", fmt.Errorf("user %q: %w", name, err)
	}
	return u.Uid, u.Gid, u.Sgids, u.Home, nil
}
