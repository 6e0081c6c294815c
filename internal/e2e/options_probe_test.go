package e2e

import (
	"crypto/rand"
	"encoding/json"
	"maps"
	"testing"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/testbed"
)

// probeFiles are a project whose own build backend looks at the process that it
// runs in, and whose program prints what was seen: the effect of an option on
// the steps of a build, as a value that a test compares.
var probeFiles = map[string]string{
	"pyproject.toml": `# syntax=ghcr.io/org/pyfrontend
[project]
name = "probe"
version = "1"
requires-python = ">=3.11,<3.14"

[project.scripts]
probe = "probe:main"

[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
`,
	"uv.lock": `version = 1
revision = 3
requires-python = ">=3.11, <3.14"

[[package]]
name = "probe"
version = "1"
source = { editable = "." }
`,
	"backend.py": `import base64, hashlib, json, os, resource, socket, zipfile

def read(*names):
    for name in names:
        try:
            with open(name) as f:
                return f.read().strip()
        except OSError:
            pass
    return ""

def facts():
    shm = os.statvfs("/dev/shm")
    return {
        "shm": shm.f_blocks * shm.f_frsize,
        "nofile": list(resource.getrlimit(resource.RLIMIT_NOFILE)),
        "hosts": read("/etc/hosts"),
        "interfaces": sorted(name for _, name in socket.if_nameindex()),
        "hostname": socket.gethostname(),
        "cgroup": read("/proc/self/cgroup"),
        "memory": read("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"),
        "shares": read("/sys/fs/cgroup/cpu.weight", "/sys/fs/cgroup/cpu/cpu.shares"),
        "cpus": len(os.sched_getaffinity(0)),
        "env": dict(os.environ),
    }

def build_wheel(directory, config_settings=None, metadata_directory=None):
    name = "probe-1-py3-none-any.whl"
    files = {
        "probe/__init__.py": "import pathlib\ndef main(): print(pathlib.Path(__file__).with_name('facts.json').read_text())\n",
        "probe/facts.json": json.dumps(facts()),
        "probe-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: probe\nVersion: 1\n",
        "probe-1.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: probe\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "probe-1.dist-info/entry_points.txt": "[console_scripts]\nprobe = probe:main\n",
    }
    record = ""
    for path, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        record += f"{path},sha256={digest},{len(text.encode())}\n"
    files["probe-1.dist-info/RECORD"] = record + "probe-1.dist-info/RECORD,,\n"
    with zipfile.ZipFile(os.path.join(directory, name), "w") as wheel:
        for path, text in files.items():
            wheel.writestr(path, text)
    return name
`,
}

// facts are what the probe saw.
type facts struct {
	Shm        int64             `json:"shm"`
	Nofile     []uint64          `json:"nofile"`
	Hosts      string            `json:"hosts"`
	Interfaces []string          `json:"interfaces"`
	Hostname   string            `json:"hostname"`
	Cgroup     string            `json:"cgroup"`
	Memory     string            `json:"memory"`
	Shares     string            `json:"shares"`
	CPUs       int               `json:"cpus"`
	Env        map[string]string `json:"env"`
}

// probeProject writes the probe with content that no build has seen, so that
// its step runs.
func probeProject(t *testing.T, more map[string]string) string {
	t.Helper()
	files := maps.Clone(probeFiles)
	maps.Copy(files, more)
	files["nonce.txt"] = rand.Text()
	return project(t, files)
}

// probe builds the probe with options and returns the image and what the build
// step saw.
func probe(t *testing.T, bed *testbed.Bed, attrs map[string]string) (*testbed.Image, facts) {
	t.Helper()
	attrs = maps.Clone(attrs)
	if attrs == nil {
		attrs = map[string]string{}
	}
	attrs["filename"] = "pyproject.toml"
	img := bed.MustBuild(t, testbed.Build{Frontend: frontend.Build, Context: probeProject(t, nil), Attrs: attrs}).Image(t)
	return img, seen(t, img)
}

func seen(t *testing.T, img *testbed.Image) facts {
	t.Helper()
	var f facts
	text := img.File(t, "app/.venv/lib/python3.13/site-packages/probe/facts.json").Content
	if err := json.Unmarshal(text, &f); err != nil {
		t.Fatalf("what the probe saw: %v: %s", err, text)
	}
	return f
}
