package setup

import (
	"context"
	_ "embed"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// debianSuite is the Debian release that the official Python images build on,
// and whose own Python is of the minor version they are tagged with.
const debianSuite = "trixie"

// platforms are those that every stand-in is made for.
var platforms = []string{"amd64", "arm64"}

// packages are unpacked Debian packages, laid out as an image is. Images of the
// same packages share one download.
type packages struct {
	Include []string // for mmdebstrap, with what they depend on
	Layout  layout
	// Recipe is changed when writeRootfs gives another result from the same
	// packages.
	Recipe int
}

// base is a stand-in for a public base image.
type base struct {
	Names     []string // in the registry
	Platforms []string
	Packages  packages
	Config    imageConfig
}

const (
	imagePath  = "/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"
	debianPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
)

// slimInclude are the packages of the slim Python image. Those of the other
// images are among them, and layouts leave out the rest.
var slimInclude = []string{"?essential", "apt", "passwd", "python3", "python3-venv", "ca-certificates", "tzdata", "netbase"}

// bases are the images every test may rely on.
var bases = []base{
	{
		Names:     []string{"library/python:3.13-slim", "library/python:3.13-slim-trixie"},
		Platforms: platforms,
		Packages:  packages{slimInclude, layoutPython, 7},
		Config:    imageConfig{Env: []string{"PATH=" + imagePath, "LANG=C.UTF-8"}, Cmd: []string{"python3"}},
	},
	{
		Names:     []string{"library/debian:trixie-slim"},
		Platforms: platforms,
		Packages:  packages{slimInclude, layoutDebian, 7},
		Config:    imageConfig{Env: []string{"PATH=" + debianPath}, Cmd: []string{"bash"}},
	},
	distrolessBase("latest", ""),
	distrolessBase("nonroot", "65532"),
}

// engineBases are the images that only the tests with engines rely on: large
// ones.
var engineBases = []base{
	{
		Names:     []string{"library/python:3.13", "library/python:3.13-trixie"},
		Platforms: []string{"amd64"},
		Packages: packages{
			append([]string{"build-essential", "git", "curl", "pkg-config", "libssl-dev", "libffi-dev", "libpq-dev"}, slimInclude...),
			layoutPython, 7,
		},
		Config: imageConfig{Env: []string{"PATH=" + imagePath, "LANG=C.UTF-8"}, Cmd: []string{"python3"}},
	},
}

// distrolessBase is one tag of the distroless Python image.
func distrolessBase(tag, user string) base {
	return base{
		Names:     []string{"distroless/python3-debian13:" + tag},
		Platforms: platforms,
		Packages:  packages{slimInclude, layoutDistroless, 7},
		Config: imageConfig{
			User:       user,
			Env:        []string{"PATH=" + debianPath, "SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt", "LANG=C.UTF-8"},
			Entrypoint: []string{"/usr/bin/python3"},
		},
	}
}

// pushBase makes a base for every platform and pushes it.
func (b *Bed) pushBase(ctx context.Context, bin, registry string, s base) error {
	return b.once("base-"+key(s), func() error {
		images, err := b.baseImages(ctx, s)
		if err != nil {
			return err
		}
		return b.push(ctx, bin, registry, s.Names, images)
	})
}

// baseImages makes the root filesystems of a base.
func (b *Bed) baseImages(ctx context.Context, s base) ([]platformImage, error) {
	var images []platformImage
	for _, arch := range s.Platforms {
		img, err := b.makeBase(ctx, s, arch)
		if err != nil {
			return nil, fmt.Errorf("making %s for %s: %w", s.Names[0], arch, err)
		}
		images = append(images, img)
	}
	return images, nil
}

// makeBase makes the root filesystem of one platform, or takes the one made
// earlier.
func (b *Bed) makeBase(ctx context.Context, s base, arch string) (platformImage, error) {
	file := b.state.Path("images", fmt.Sprintf("%s-%s.tar", key(s.Packages), arch))
	versionFile := file + ".python"
	if !exists(file) {
		b.say("making a stand-in for %s of Debian packages (%s)", strings.TrimPrefix(s.Names[0], "library/"), arch)
		version, err := b.bootstrap(ctx, s.Packages, arch, file)
		if err != nil {
			return platformImage{}, err
		}
		if err := os.WriteFile(versionFile, []byte(version), 0o644); err != nil {
			return platformImage{}, err
		}
	}
	config := s.Config
	if s.Packages.Layout == layoutPython {
		version, err := os.ReadFile(versionFile)
		if err != nil {
			return platformImage{}, err
		}
		config.Env = append(append([]string{}, config.Env...), "PYTHON_VERSION="+string(version))
	}
	return platformImage{Platform: "linux/" + arch, Layers: []string{file}, Config: config}, nil
}

//go:embed unpacked.sh
var unpackedScript []byte

// shellQuote quotes a word for sh.
func shellQuote(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }

// bootstrap writes the root filesystem of a base and returns the version of the
// Python in it.
func (b *Bed) bootstrap(ctx context.Context, p packages, arch, file string) (version string, err error) {
	raw, err := b.unpack(ctx, p.Include, arch)
	if err != nil {
		return "", err
	}
	in, err := os.Open(raw)
	if err != nil {
		return "", err
	}
	defer in.Close()
	err = writeFileAtomic(file, func(out *os.File) error {
		version, err = writeRootfs(in, io.Writer(out), p.Layout)
		return err
	})
	return version, err
}

// unpack unpacks packages, and those they depend on, into a tar. The variant
// "extract" runs no package script, so that a foreign architecture takes
// seconds where its emulation takes minutes.
func (b *Bed) unpack(ctx context.Context, include []string, arch string) (string, error) {
	raw := b.state.Path("images", fmt.Sprintf("debian-%s-%s.tar", key([]any{include, unpackedScript}), arch))
	if exists(raw) {
		return raw, nil
	}
	b.say("downloading and unpacking Debian packages (%s)", arch)
	tmp, hook := raw+".tmp", raw+".hook"
	defer os.Remove(hook)
	defer os.Remove(tmp)
	if err := os.WriteFile(hook, unpackedScript, 0o644); err != nil {
		return "", err
	}
	args := []string{
		"--mode=root", "--variant=extract", "--format=tar", "--architectures=" + arch,
		"--extract-hook=sh " + shellQuote(hook) + ` "$1"`,
	}
	for _, name := range include {
		args = append(args, "--include="+name)
	}
	cmd := exec.CommandContext(ctx, "mmdebstrap", append(args, debianSuite, tmp)...)
	if _, err := b.command(ctx, cmd); err != nil {
		return "", err
	}
	return raw, os.Rename(tmp, raw)
}
