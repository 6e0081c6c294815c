package e2e

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/org/pyfrontend/internal/testbed"
)

// TestOptionsOfSteps builds once without and once with every option that
// changes the processes of a build, and compares what a process saw.
func TestOptionsOfSteps(t *testing.T) {
	t.Parallel()
	bed := testbed.Require(t)
	_, before := probe(t, bed, nil)
	img, after := probe(t, bed, map[string]string{
		"shm-size":             "33554432",
		"ulimit":               "nofile=1111:2222",
		"add-hosts":            "probe.example.com=127.0.0.9",
		"memory":               strconv.Itoa(512 << 20),
		"cpusetcpus":           "0",
		"hostname":             "probe-host",
		"build-arg:HTTP_PROXY": "http://127.0.0.1:9",
		"build-arg:no_proxy":   "localhost",
	})
	t.Run("shm-size", func(t *testing.T) {
		if after.Shm != 33554432 || before.Shm == after.Shm {
			t.Errorf("/dev/shm has %d bytes, want 33554432; %d without the option", after.Shm, before.Shm)
		}
	})
	t.Run("ulimit", func(t *testing.T) {
		// uv raises the soft limit to the hard one before it runs the backend.
		if after.Nofile[1] != 2222 || before.Nofile[1] == 2222 {
			t.Errorf("nofile is %v, want a hard limit of 2222; %v without the option", after.Nofile, before.Nofile)
		}
	})
	t.Run("add-host", func(t *testing.T) {
		if !strings.Contains(after.Hosts, "127.0.0.9\tprobe.example.com") || strings.Contains(before.Hosts, "probe.example.com") {
			t.Errorf("/etc/hosts is %q, and %q without the option", after.Hosts, before.Hosts)
		}
	})
	t.Run("memory", func(t *testing.T) {
		if after.Memory != strconv.Itoa(512<<20) || before.Memory == after.Memory {
			t.Errorf("the memory limit is %q; %q without the option", after.Memory, before.Memory)
		}
	})
	t.Run("cpuset", func(t *testing.T) {
		if after.CPUs != 1 {
			t.Errorf("the step had %d cores, want 1", after.CPUs)
		}
	})
	t.Run("hostname", func(t *testing.T) {
		if after.Hostname != "probe-host" || before.Hostname == after.Hostname {
			t.Errorf("the host name is %q; %q without the option", after.Hostname, before.Hostname)
		}
	})
	t.Run("proxy", func(t *testing.T) {
		if after.Env["HTTP_PROXY"] != "http://127.0.0.1:9" || after.Env["no_proxy"] != "localhost" || before.Env["HTTP_PROXY"] != "" {
			t.Errorf("the step's environment is %v", after.Env)
		}
		for _, kv := range img.Config.Config.Env {
			if strings.Contains(strings.ToUpper(kv), "PROXY") {
				t.Errorf("the proxy got into the image: %s", kv)
			}
		}
	})
}

// TestCgroupParent: every process gets the group. Where the daemon runs on this
// very machine the group is looked for there; inside of a container a process
// sees its own group as the root.
func TestCgroupParent(t *testing.T) {
	t.Parallel()
	name := "pyfrontend-test-" + strings.ToLower(rand.Text())
	attrs := map[string]string{"cgroup-parent": "/" + name}
	for _, op := range ops(t, probeFiles, attrs) {
		if exec := op.GetExec(); exec != nil && exec.Meta.CgroupParent != "/"+name {
			t.Errorf("%v has the group %q", exec.Meta.Args, exec.Meta.CgroupParent)
		}
	}
	bed := testbed.Require(t)
	if os.Getenv(testbed.EnvRunner) == testbed.RunnerDocker {
		return
	}
	probe(t, bed, attrs)
	made := groups(t, name)
	if len(made) == 0 {
		t.Errorf("no group %s below /sys/fs/cgroup", name)
	}
	for _, dir := range slices.Backward(made) {
		_ = os.Remove(dir) // the daemon may be about to
	}
}

// groups are the control groups of a name and those below them, parents first,
// in either version of control groups.
func groups(t *testing.T, name string) []string {
	t.Helper()
	var out []string
	for _, pattern := range []string{"/sys/fs/cgroup/" + name, "/sys/fs/cgroup/*/" + name} {
		roots, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, root := range roots {
			_ = filepath.WalkDir(root, func(p string, d os.DirEntry, err error) error {
				if err == nil && d.IsDir() {
					out = append(out, p)
				}
				return nil
			})
		}
	}
	return out
}
