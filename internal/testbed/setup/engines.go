package setup

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/org/pyfrontend/internal/testbed"
)

const (
	mobyVersion   = "2.0.0-beta.24"
	buildxVersion = "0.38.2"
	cliVersion    = "29.9.3"
)

var (
	toolDockerd = tool{
		dir: "dockerd", packages: []string{"tool"},
		ldflags:  "-X github.com/moby/moby/v2/dockerversion.Version=v" + mobyVersion,
		binaries: []string{"dockerd", "docker-proxy"},
		about:    "Docker Engine from its Go module (five minutes the first time)",
	}
	toolContainerd = tool{
		dir: "containerd", packages: []string{"tool"},
		binaries: []string{"containerd", "containerd-shim-runc-v2"},
		about:    "containerd from its Go module (a minute the first time)",
	}
	toolBuildx = tool{
		dir: "buildx", packages: []string{"tool"},
		ldflags:  "-X github.com/docker/buildx/version.Version=v" + buildxVersion,
		binaries: []string{"buildx"},
		about:    "buildx from its Go module (two minutes the first time)",
	}
	toolDocker = tool{
		dir: "dockercli", packages: []string{"tool"},
		ldflags:  "-X github.com/docker/cli/cli/version.Version=" + cliVersion,
		gcflags:  "github.com/docker/cli/...=-lang=go1.26", // the module has no go.mod to say so
		binaries: []string{"docker"},
		about:    "the docker command from its Go module (half a minute the first time)",
	}
)

// engine is one Docker Engine.
type engine struct {
	name, env string
	flags     []string
}

// engines are the two image stores that Docker can have: they differ in what
// BuildKit can do (the classic one has no Merge and Diff, and builds for one
// platform at a time).
var engines = []engine{
	{"dockerd-containerd", testbed.EnvDockerContainerd, []string{"--feature", "containerd-snapshotter=true"}},
	{"dockerd-classic", testbed.EnvDockerClassic, []string{"--feature", "containerd-snapshotter=false", "--storage-driver", "overlay2"}},
}

// engineRequirements are the programs that an engine and its set-up call.
var engineRequirements = []requirement{{"iptables", "iptables"}, {"ip", "iproute2"}, {"unshare", "util-linux"}}

// startEngines builds and starts the Docker engines and returns the environment
// to use them with.
func (b *Bed) startEngines(ctx context.Context, registry string) (Env, error) {
	containerd, err := b.build(ctx, toolContainerd)
	if err != nil {
		return nil, err
	}
	dockerd, err := b.build(ctx, toolDockerd)
	if err != nil {
		return nil, err
	}
	env, err := b.dockerCommands(ctx)
	if err != nil {
		return nil, err
	}
	if err := b.noteBridge(); err != nil {
		return nil, err
	}
	for _, e := range engines {
		if err := b.startEngine(ctx, e, dockerd, containerd, registry); err != nil {
			return nil, err
		}
		env = append(env, e.env+"=unix://"+b.state.Path("run", e.name+".sock"))
	}
	return env, nil
}

// dockerCommands provides the docker command and its buildx plugin, without
// which it would quietly use a builder that ignores `# syntax=`.
func (b *Bed) dockerCommands(ctx context.Context) (Env, error) {
	buildx, err := b.build(ctx, toolBuildx)
	if err != nil {
		return nil, err
	}
	plugins := b.state.Path("docker", "cli-plugins")
	if err := os.MkdirAll(plugins, 0o755); err != nil {
		return nil, err
	}
	link := filepath.Join(plugins, "docker-buildx")
	if err := os.Remove(link); err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	if err := os.Symlink(filepath.Join(buildx, "buildx"), link); err != nil {
		return nil, err
	}
	env := Env{"DOCKER_CONFIG=" + b.state.Path("docker")}
	if _, err := exec.LookPath("docker"); err == nil {
		return env, nil
	}
	docker, err := b.build(ctx, toolDocker)
	if err != nil {
		return nil, err
	}
	return append(env, "PATH="+docker+string(os.PathListSeparator)+os.Getenv("PATH")), nil
}

//go:embed dockerd.sh
var dockerdScript string

// startEngine starts one engine unless it runs.
func (b *Bed) startEngine(ctx context.Context, e engine, dockerd, containerd, registry string) error {
	etc, err := b.engineConfig(registry, mirrored)
	if err != nil {
		return err
	}
	socket := b.state.Path("run", e.name+".sock")
	argv := []string{
		"unshare", "--mount", "--propagation", "private", "sh", "-c", dockerdScript, "sh", etc,
		filepath.Join(dockerd, "dockerd"),
		"--config-file", filepath.Join(etc, "daemon.json"),
		"--data-root", b.state.Path(e.name, "data"), "--exec-root", b.state.Path(e.name, "exec"),
		"--pidfile", b.state.Path(e.name, "docker.pid"), "--host", "unix://" + socket,
		// Nothing of the machine's network is changed: steps and containers of
		// the tests use the host's.
		"--iptables=false", "--ip6tables=false", "--ip-forward=false",
		// Debian's runc 1.1 knows no time namespaces.
		"--feature", "time-namespaces=false",
	}
	if err := os.MkdirAll(b.state.Path(e.name), 0o755); err != nil {
		return err
	}
	path := strings.Join([]string{dockerd, containerd, os.Getenv("PATH")}, string(os.PathListSeparator))
	return b.ensure(ctx, daemon{
		name: e.name,
		argv: append(argv, e.flags...),
		env:  []string{"PATH=" + path},
		ready: func(ctx context.Context) error {
			return answersOn(ctx, socket, "/_ping")
		},
		patience: time.Minute,
	})
}

// engineConfig writes what the engines find as /etc/docker: the local registry
// as a mirror of the public ones.
func (b *Bed) engineConfig(registry string, mirrored []string) (string, error) {
	etc := b.state.Path("run", "docker-"+key([]any{registry, mirrored}))
	for _, host := range mirrored {
		dir := filepath.Join(etc, "certs.d", host)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return "", err
		}
		content := fmt.Sprintf("server = %q\n[host.%q]\n  capabilities = [\"pull\", \"resolve\"]\n", "https://"+host, "http://"+registry)
		if err := os.WriteFile(filepath.Join(dir, "hosts.toml"), []byte(content), 0o644); err != nil {
			return "", err
		}
	}
	// The builder's share of the disk is bounded as buildkitd's is.
	config := fmt.Sprintf("{\"builder\": {\"gc\": {\"enabled\": true, \"defaultKeepStorage\": %q}}}\n", engineMaxSpace)
	return etc, os.WriteFile(filepath.Join(etc, "daemon.json"), []byte(config), 0o644)
}

// engineMaxSpace bounds the build cache of each Docker engine.
const engineMaxSpace = "10GB"

// bridge is the network interface that the engines share and leave behind.
const bridge = "docker0"

// noteBridge remembers to remove the bridge later, if it was not there before.
func (b *Bed) noteBridge() error {
	if exists("/sys/class/net/" + bridge) {
		return nil
	}
	return os.WriteFile(b.state.Path("run", bridge), nil, 0o644)
}

// removeBridge removes the bridge that the engines made.
func (b *Bed) removeBridge() error {
	note := b.state.Path("run", bridge)
	if !exists(note) {
		return nil
	}
	if exists("/sys/class/net/" + bridge) {
		if out, err := exec.Command("ip", "link", "delete", bridge).CombinedOutput(); err != nil {
			return fmt.Errorf("removing %s: %w: %s", bridge, err, out)
		}
	}
	return os.Remove(note)
}
