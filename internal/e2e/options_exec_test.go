package e2e

import (
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
