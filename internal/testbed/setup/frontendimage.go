package setup

import (
	"archive/tar"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

// pushFrontend builds the frontend of this checkout for every platform and
// pushes it under the name users write.
func (b *Bed) pushFrontend(ctx context.Context, bin, registry string) error {
	b.say("building the frontend image")
	config, err := frontendConfig(filepath.Join(b.root, "Dockerfile"))
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp(b.state.Path("cache"), "frontend")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var images []platformImage
	for _, arch := range platforms {
		layer := filepath.Join(dir, arch+".tar")
		if err := b.frontendLayer(ctx, arch, layer); err != nil {
			return err
		}
		images = append(images, platformImage{Platform: "linux/" + arch, Layers: []string{layer}, Config: config})
	}
	return b.push(ctx, bin, registry, []string{"org/pyfrontend:latest"}, images)
}

// frontendConfig reads what the image is configured with from the Dockerfile
// that the published one is built from: its labels and entrypoint.
func frontendConfig(dockerfile string) (imageConfig, error) {
	f, err := os.Open(dockerfile)
	if err != nil {
		return imageConfig{}, err
	}
	defer f.Close()
	ast, err := parser.Parse(f)
	if err != nil {
		return imageConfig{}, err
	}
	stages, _, err := instructions.Parse(ast.AST, nil)
	if err != nil {
		return imageConfig{}, err
	}
	config := imageConfig{Labels: map[string]string{}}
	for _, command := range stages[len(stages)-1].Commands {
		switch c := command.(type) {
		case *instructions.LabelCommand:
			for _, kv := range c.Labels {
				config.Labels[kv.Key] = strings.Trim(kv.Value, `"`)
			}
		case *instructions.EntrypointCommand:
			config.Entrypoint = c.CmdLine
		}
	}
	if config.Entrypoint == nil || len(config.Labels) == 0 {
		return imageConfig{}, fmt.Errorf("%s: its last stage has no entrypoint or no labels", dockerfile)
	}
	return config, nil
}

// frontendLayer cross-compiles the frontend as the Dockerfile does, with the
// Go that is here.
func (b *Bed) frontendLayer(ctx context.Context, arch, layer string) error {
	binary := layer + ".bin"
	cmd := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-ldflags", "-s -w", "-o", binary, "./cmd/frontend")
	cmd.Dir = b.root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH="+arch)
	if _, err := b.command(ctx, cmd); err != nil {
		return fmt.Errorf("building the frontend for %s: %w", arch, err)
	}
	return writeFileAtomic(layer, func(out *os.File) error { return tarBinary(out, binary, "frontend") })
}

// tarBinary writes a tar with one executable file in it.
func tarBinary(out io.Writer, file, name string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	tw := tar.NewWriter(out)
	h := &tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o755, Size: int64(len(content)), ModTime: mtime}
	if err := tw.WriteHeader(h); err != nil {
		return err
	}
	if _, err := tw.Write(content); err != nil {
		return err
	}
	return tw.Close()
}
