package setup

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"

	"github.com/org/pyfrontend/internal/testbed"
)

// The images of the daemons, where Docker is the engine. BuildKit's tag is the
// version in its tool module.
const (
	registryImage = "registry:3"
	buildkitImage = "moby/buildkit"
	engineImage   = "docker:29-dind"
	binfmtImage   = "tonistiigi/binfmt"
)

// bringContainers is bring on a machine with Docker: the daemons are containers
// and the images the real ones. Only the frontend's comes from the local
// registry.
func (b *Bed) bringContainers(ctx context.Context, want Want) (Env, error) {
	push, err := b.build(ctx, toolPushimage)
	if err != nil {
		return nil, err
	}
	registry, err := b.registryAddr()
	if err != nil {
		return nil, err
	}
	if err := b.emulateWithDocker(ctx); err != nil {
		return nil, err
	}
	if err := b.startContainer(ctx, registryContainer(registry)); err != nil {
		return nil, err
	}
	buildctl, err := b.buildkitInContainer(ctx, registry)
	if err != nil {
		return nil, err
	}
	if want.Frontend {
		if err := b.pushFrontend(ctx, push, registry); err != nil {
			return nil, err
		}
	}
	env := Env{
		testbed.EnvBuildkitAddr + "=" + b.buildkitAddr(),
		testbed.EnvBuildctl + "=" + buildctl,
		testbed.EnvRegistry + "=" + registry,
		testbed.EnvFrontendImage + "=" + testbed.FrontendImage,
		testbed.EnvRunner + "=" + testbed.RunnerDocker,
	}
	if !want.Engines {
		return env, nil
	}
	more, err := b.enginesInContainers(ctx, registry)
	return append(env, more...), err
}

// registryContainer is the local registry.
func registryContainer(addr string) container {
	return container{
		name: "registry", image: registryImage,
		flags: []string{"--volume", containerName("registry") + ":/var/lib/registry", "--env", "REGISTRY_HTTP_ADDR=" + addr},
		ready: func(ctx context.Context) error { return answers(ctx, "http://"+addr+"/v2/") },
	}
}

// buildkitInContainer starts the BuildKit daemon and returns the path of
// its buildctl, copied out of the container.
func (b *Bed) buildkitInContainer(ctx context.Context, registry string) (string, error) {
	version, err := b.buildkitVersion()
	if err != nil {
		return "", err
	}
	c := buildkitConfig{addr: b.buildkitAddr(), registry: registry, mirrored: []string{frontendRegistry}, gid: os.Getgid()}
	config, err := b.configFile("buildkitd", "toml", c.String())
	if err != nil {
		return "", err
	}
	err = b.startContainer(ctx, container{
		name: "buildkitd", image: buildkitImage + ":" + version,
		flags: []string{"--privileged", "--volume", containerName("buildkitd") + ":/var/lib/buildkit"},
		args:  []string{"--config", config},
		ready: func(ctx context.Context) error {
			_, err := b.docker(ctx, "exec", containerName("buildkitd"), "buildctl", "--addr", b.buildkitAddr(), "debug", "workers")
			return err
		},
	})
	if err != nil {
		return "", err
	}
	buildctl := b.state.Path("bin", "buildctl-"+version)
	if exists(buildctl) {
		return buildctl, nil
	}
	_, err = b.docker(ctx, "cp", "--follow-link", containerName("buildkitd")+":/usr/bin/buildctl", buildctl)
	return buildctl, err
}

var buildkitRequire = regexp.MustCompile(`(?m)^\s*github\.com/moby/buildkit (v\S+)`)

// buildkitVersion is the version of BuildKit that the tests are run with.
func (b *Bed) buildkitVersion() (string, error) {
	gomod := filepath.Join(b.root, "internal", "tools", toolBuildkit.dir, "go.mod")
	content, err := os.ReadFile(gomod)
	if err != nil {
		return "", err
	}
	m := buildkitRequire.FindSubmatch(content)
	if m == nil {
		return "", fmt.Errorf("%s requires no BuildKit", gomod)
	}
	return string(m[1]), nil
}

// enginesInContainers starts engines with either image store: Docker in Docker,
// so that the images and settings of the one that is here stay as they are.
func (b *Bed) enginesInContainers(ctx context.Context, registry string) (Env, error) {
	etc, err := b.engineConfig(registry, []string{frontendRegistry})
	if err != nil {
		return nil, err
	}
	var env Env
	if _, err := b.docker(ctx, "buildx", "version"); err != nil {
		if env, err = b.dockerCommands(ctx); err != nil {
			return nil, err
		}
	}
	for _, e := range engines {
		socket := b.state.Path("run", e.name+".sock")
		err := b.startContainer(ctx, container{
			name: e.name, image: engineImage,
			flags: []string{
				"--privileged", "--volume", etc + ":/etc/docker",
				"--volume", containerName(e.name) + ":/var/lib/docker", "--env", "DOCKER_TLS_CERTDIR=",
			},
			args: append([]string{
				"dockerd", "--host", "unix://" + socket, "--group", strconv.Itoa(os.Getgid()),
				"--pidfile", "/var/run/" + e.name + ".pid", "--exec-root", "/var/run/" + e.name,
				"--iptables=false", "--ip6tables=false", "--ip-forward=false",
			}, e.flags...),
			ready: func(ctx context.Context) error { return answersOn(ctx, socket, "/_ping") },
		})
		if err != nil {
			return nil, err
		}
		env = append(env, e.env+"=unix://"+socket)
	}
	return env, nil
}

// emulateWithDocker is registerEmulation through a privileged container.
func (b *Bed) emulateWithDocker(ctx context.Context) error {
	if exists(binfmtDir + "/" + emulator()) {
		return nil
	}
	b.say("registering %s with the kernel, to run programs of the other architecture", emulator())
	_, err := b.docker(ctx, "run", "--privileged", "--rm", binfmtImage, "--install", "arm64,amd64")
	return err
}
