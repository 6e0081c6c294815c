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
	"time"

	"github.com/org/pyfrontend/internal/testbed"
)

// engine builds and runs one image. The daemon is the test bed's, with or
// without Docker: only to it the frontend image is known by its public name.
type engine interface {
	// output is the --output of buildctl, for an archive in file.
	output(file string) string
	// load takes the image in file, and shows what it consists of.
	load(ctx context.Context, file string) error
	// run returns the command that runs the image on the host's network.
	run(ctx context.Context, env map[string]string) (*exec.Cmd, error)
}

func newEngine(dir string) engine {
	if os.Getenv(testbed.EnvRunner) == testbed.RunnerDocker {
		return docker{}
	}
	return &bare{dir: dir}
}

// build builds the project in a directory.
func build(ctx context.Context, e engine, project string) error {
	file := project + ".tar"
	args := []string{
		"--addr", os.Getenv(testbed.EnvBuildkitAddr), "build", "--progress=plain",
		"--frontend=gateway.v0", "--opt", "source=" + testbed.FrontendImage,
		"--opt", "filename=pyproject.toml", "--local", "context=" + project, "--local", "dockerfile=" + project,
		"--output", e.output(file),
	}
	if ca := os.Getenv(testbed.EnvCA); ca != "" {
		args = append(args, "--secret", "id=ca,src="+ca)
	}
	say("This is `docker build -f pyproject.toml .` in BuildKit's own words:")
	start := time.Now()
	if err := command(ctx, os.Getenv(testbed.EnvBuildctl), args...); err != nil {
		return err
	}
	say("built in %.1f s", time.Since(start).Seconds())
	return e.load(ctx, file)
}

// docker is the Docker that is there.
type docker struct{}

const dockerImage = "pyfrontend-demo"

func (docker) output(file string) string { return "type=docker,name=" + dockerImage + ",dest=" + file }

func (docker) load(ctx context.Context, file string) error {
	if err := command(ctx, "docker", "load", "--input", file); err != nil {
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

// bare is a machine without an engine: runc runs what comes out.
type bare struct {
	dir string
	img *testbed.Image
}

func (*bare) output(file string) string { return "type=oci,dest=" + file }

func (b *bare) load(ctx context.Context, file string) error {
	layout := filepath.Join(b.dir, "image")
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
	b.show()
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
