package setup

import (
	"archive/tar"
	"compress/gzip"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
)

// EnvMuslPython names a tarball of a musl Python's root filesystem to use
// instead of building one.
const EnvMuslPython = "PYFRONTEND_MUSL_PYTHON"

//go:embed muslpython.sh
var muslScript []byte

// pushMusl pushes a stand-in for the Python image of Alpine Linux, for amd64.
func (b *Bed) pushMusl(ctx context.Context, bin, registry string) error {
	return b.once("musl-"+key(muslScript), func() error {
		layer, err := b.muslPython(ctx)
		if err != nil {
			return fmt.Errorf("making a musl Python: %w", err)
		}
		version, err := muslVersion(layer)
		if err != nil {
			return fmt.Errorf("%s: %w", layer, err)
		}
		images := []platformImage{{
			Platform: "linux/amd64", Layers: []string{layer},
			Config: imageConfig{Env: []string{"PATH=" + imagePath, "PYTHON_VERSION=" + version}, Cmd: []string{"python3"}},
		}}
		return b.push(ctx, bin, registry, []string{"library/python:3.13-alpine"}, images)
	})
}

// muslPython returns the tarball of a musl Python: the one that is named, one
// that lies beside the checkout, or one built here.
func (b *Bed) muslPython(ctx context.Context) (string, error) {
	if given := os.Getenv(EnvMuslPython); given != "" {
		return given, nil
	}
	if beside := filepath.Join(b.root, "..", "shared", "images", "python-3.13-musl-amd64.tar.gz"); exists(beside) {
		b.say("taking the musl Python that lies beside the checkout")
		return beside, nil
	}
	made := b.state.Path("images", "python-musl-"+key(muslScript)+".tar.gz")
	if exists(made) {
		return made, nil
	}
	err := b.install(ctx, requirement{"gcc", "build-essential"}, requirement{"make", "make"}, requirement{"perl", "perl"},
		requirement{"xz", "xz-utils"}, requirement{"bzip2", "bzip2"}, requirement{"pkg-config", "pkg-config"})
	if err != nil {
		return "", err
	}
	b.say("building a musl Python of Debian's sources, for a stand-in of python:3.13-alpine (five minutes)")
	work := b.state.Path("cache", "musl")
	if err := os.MkdirAll(work, 0o755); err != nil {
		return "", err
	}
	script := filepath.Join(work, "muslpython.sh")
	if err := os.WriteFile(script, muslScript, 0o644); err != nil {
		return "", err
	}
	_, err = b.command(ctx, exec.CommandContext(ctx, "bash", script, work, made))
	return made, err
}

var libpython = regexp.MustCompile(`^libpython3\.\d+\.so[\d.]*$`)

// muslVersion finds the version of the Python in a tarball.
func muslVersion(tarball string) (string, error) {
	f, err := os.Open(tarball)
	if err != nil {
		return "", err
	}
	defer f.Close()
	zr, err := gzip.NewReader(f)
	if err != nil {
		return "", err
	}
	tr := tar.NewReader(zr)
	for {
		h, err := tr.Next()
		if errors.Is(err, io.EOF) {
			return "", errors.New("it holds no Python of a known version")
		}
		if err != nil {
			return "", err
		}
		if h.Typeflag != tar.TypeReg || !libpython.MatchString(path.Base(h.Name)) {
			continue
		}
		content, err := io.ReadAll(tr)
		if err != nil {
			return "", err
		}
		if m := pythonVersion.FindSubmatch(content); m != nil {
			return string(m[1]), nil
		}
	}
}
