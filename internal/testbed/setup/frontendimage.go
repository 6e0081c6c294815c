package setup

import (
	"archive/tar"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// frontendLabels are those of the repository's Dockerfile: the frontend needs
// no network of its own, and these capabilities of whoever calls it.
var frontendLabels = map[string]string{
	"moby.buildkit.frontend.network.none": "true",
	"moby.buildkit.frontend.caps":         "moby.buildkit.frontend.inputs,moby.buildkit.frontend.subrequests,moby.buildkit.frontend.contexts,moby.buildkit.frontend.gitquerystring",
}

// pushFrontend builds the frontend of this checkout for every platform and
// pushes it under the name users write.
func (b *Bed) pushFrontend(ctx context.Context, bin, registry string) error {
	b.say("building the frontend image")
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
		images = append(images, platformImage{
			Platform: "linux/" + arch, Layers: []string{layer},
			Config: imageConfig{Entrypoint: []string{"/frontend"}, Labels: frontendLabels},
		})
	}
	return b.push(ctx, bin, registry, []string{"org/pyfrontend:latest"}, images)
}

// frontendLayer cross-compiles the frontend as the Dockerfile does, with the
// Go that is here.
func (b *Bed) frontendLayer(ctx context.Context, arch, layer string) error {
	binary := layer + ".bin"
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", binary, "./cmd/frontend")
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
