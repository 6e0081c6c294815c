package setup

import (
	"archive/tar"
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"

	"github.com/org/pyfrontend/internal/testbed"
)

// uvWheelPlatforms are the wheel tags that hold a static uv.
var uvWheelPlatforms = map[string]string{"amd64": "musllinux_1_1_x86_64", "arm64": "musllinux_1_1_aarch64"}

// pushUV pushes an image like the one that uv's authors publish: the two static
// binaries and nothing else, taken from uv's wheels.
func (b *Bed) pushUV(ctx context.Context, bin, registry string) error {
	return b.once("uv-"+testbed.UVVersion, func() error {
		images, err := b.uvImages(ctx)
		if err != nil {
			return err
		}
		return b.push(ctx, bin, registry, []string{"astral-sh/uv:" + testbed.UVVersion, "astral-sh/uv:latest"}, images)
	})
}

// uvImages makes the layers of the image with uv.
func (b *Bed) uvImages(ctx context.Context) ([]platformImage, error) {
	var images []platformImage
	for _, arch := range platforms {
		layer := b.state.Path("images", "uv-"+testbed.UVVersion+"-"+arch+".tar")
		if !exists(layer) {
			b.say("making the image of uv %s of its wheel (%s)", testbed.UVVersion, arch)
			if err := b.uvLayer(ctx, arch, layer); err != nil {
				return nil, fmt.Errorf("uv %s for %s: %w", testbed.UVVersion, arch, err)
			}
		}
		images = append(images, platformImage{
			Platform: "linux/" + arch, Layers: []string{layer},
			Config: imageConfig{Entrypoint: []string{"/uv"}, WorkingDir: "/io"},
		})
	}
	return images, nil
}

// uvLayer downloads the wheel of one architecture and writes the binaries in it
// as a layer.
func (b *Bed) uvLayer(ctx context.Context, arch, layer string) error {
	dir, err := os.MkdirTemp(b.state.Path("cache"), "uv")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	cmd := exec.CommandContext(ctx, "pip3", "download", "--quiet", "--no-deps", "--only-binary=:all:",
		"--platform", uvWheelPlatforms[arch], "--dest", dir, "uv=="+testbed.UVVersion)
	if _, err := b.command(ctx, cmd); err != nil {
		return err
	}
	wheels, err := filepath.Glob(filepath.Join(dir, "uv-*.whl"))
	if err != nil || len(wheels) != 1 {
		return fmt.Errorf("pip downloaded %d wheels where one was asked for", len(wheels))
	}
	return writeFileAtomic(layer, func(out *os.File) error {
		return wheelScripts(wheels[0], out, "uv", "uvx")
	})
}

// wheelScripts writes scripts of a wheel as a tar with the scripts at its root.
func wheelScripts(wheel string, out io.Writer, names ...string) error {
	zr, err := zip.OpenReader(wheel)
	if err != nil {
		return err
	}
	defer zr.Close()
	tw := tar.NewWriter(out)
	for _, name := range names {
		i := indexScript(zr.File, name)
		if i < 0 {
			return fmt.Errorf("%s has no script %s", filepath.Base(wheel), name)
		}
		if err := copyScript(tw, zr.File[i], name); err != nil {
			return err
		}
	}
	return tw.Close()
}

func indexScript(files []*zip.File, name string) int {
	for i, f := range files {
		if ok, _ := path.Match("*.data/scripts/"+name, f.Name); ok {
			return i
		}
	}
	return -1
}

func copyScript(tw *tar.Writer, f *zip.File, name string) error {
	h := &tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o755, Size: int64(f.UncompressedSize64), ModTime: mtime}
	if err := tw.WriteHeader(h); err != nil {
		return err
	}
	rc, err := f.Open()
	if err != nil {
		return err
	}
	_, err = io.Copy(tw, rc)
	return errors.Join(err, rc.Close())
}
