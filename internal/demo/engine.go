package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"

	"github.com/org/pyfrontend/internal/testbed"
)

// engine builds and runs one image.
type engine interface {
	// build builds the project in a directory and shows what comes out.
	build(ctx context.Context, project string) error
	// run returns the command that runs the image on the host's network.
	run(ctx context.Context, env map[string]string) (*exec.Cmd, error)
}

func newEngine(dir string) engine {
	if os.Getenv(testbed.EnvRunner) == testbed.RunnerDocker {
		return docker{}
	}
	return &bare{dir: dir}
}

// docker is the Docker that is there.
type docker struct{}

const dockerImage = "pyfrontend-demo"

func (docker) build(ctx context.Context, project string) error {
	args := append([]string{"build", "--progress=plain", "-f", filepath.Join(project, "pyproject.toml"), "-t", dockerImage}, secret()...)
	if err := command(ctx, "docker", append(args, project)...); err != nil {
		return err
	}
	return command(ctx, "docker", "history", dockerImage)
}

func (docker) run(ctx context.Context, env map[string]string) (*exec.Cmd, error) {
	args := []string{"run", "--rm", "--network=host"}
	for _, name := range slices.Sorted(maps.Keys(env)) {
		args = append(args, "-e", name+"="+env[name])
	}
	return exec.CommandContext(ctx, "docker", append(args, dockerImage)...), nil
}

// bare is a machine without an engine: buildctl asks the daemon for what
// `docker build` would, and runc runs what comes out.
type bare struct {
	dir string
	img *testbed.Image
}

func (b *bare) build(ctx context.Context, project string) error {
	layout, file := filepath.Join(b.dir, "image"), filepath.Join(b.dir, "web.tar")
	args := []string{
		"--addr", os.Getenv(testbed.EnvBuildkitAddr), "build", "--progress=plain",
		"--frontend=gateway.v0", "--opt", "source=" + testbed.FrontendImage,
		"--opt", "filename=pyproject.toml", "--local", "context=" + project, "--local", "dockerfile=" + project,
		"--output", "type=oci,dest=" + file,
	}
	say("No Docker is here, so this is `docker build -f pyproject.toml .` in BuildKit's own words:")
	if err := command(ctx, os.Getenv(testbed.EnvBuildctl), append(args, secret()...)...); err != nil {
		return err
	}
	if err := b.load(ctx, file, layout); err != nil {
		return err
	}
	b.show()
	return nil
}

// load reads the image from the archive that was exported.
func (b *bare) load(ctx context.Context, file, layout string) error {
	if err := os.Mkdir(layout, 0o755); err != nil {
		return err
	}
	if out, err := exec.CommandContext(ctx, "tar", "-xf", file, "-C", layout).CombinedOutput(); err != nil {
		return fmt.Errorf("unpacking %s: %w: %s", file, err, out)
	}
	images, err := testbed.LoadLayout(layout)
	if err != nil {
		return err
	}
	if len(images) != 1 {
		return fmt.Errorf("the build made %d images", len(images))
	}
	for _, img := range images {
		b.img = img
	}
	return nil
}

// secret lets the build trust what this machine trusts.
func secret() []string {
	if ca := os.Getenv(testbed.EnvCA); ca != "" {
		return []string{"--secret", "id=ca,src=" + ca}
	}
	return nil
}

// show prints the layers, and how the image is configured.
func (b *bare) show() {
	say("The image's layers:\n")
	sizes, n := b.img.LayerSizes(), 0
	for _, h := range b.img.Config.History {
		if h.EmptyLayer || n >= len(sizes) {
			continue
		}
		fmt.Printf("    %7.2f MB  %s\n", float64(sizes[n])/1e6, h.CreatedBy)
		n++
	}
	config := b.img.Config.Config
	say("It runs %q in %s as the user %s.", append(config.Entrypoint, config.Cmd...), config.WorkingDir, config.User)
}

func (b *bare) run(ctx context.Context, env map[string]string) (*exec.Cmd, error) {
	if b.img == nil {
		return nil, errors.New("nothing was built")
	}
	dir := filepath.Join(b.dir, "container")
	if err := os.Mkdir(dir, 0o755); err != nil {
		return nil, err
	}
	return b.img.Command(ctx, dir, testbed.Run{Env: env})
}
