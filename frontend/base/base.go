// Package base finds out what only a base image can tell: where its Python is
// and which one, which C library it has, which users. It reads a handful of
// files and runs nothing, so that it works on images without a shell and for
// platforms that this machine cannot run.
package base

import (
	"context"
	"fmt"
	"regexp"
	"strings"
)

// FS gives the files of an image; links in directories are followed inside the
// image.
type FS interface {
	// ReadFile returns a file's content; ok is false if there is none.
	ReadFile(ctx context.Context, name string) (data []byte, ok bool, err error)
	// Link returns the target of a symbolic link, "" for anything else; ok is
	// false if nothing has that name.
	Link(ctx context.Context, name string) (target string, ok bool, err error)
	// Dirs lists the names of the directories in a directory.
	Dirs(ctx context.Context, dir string) ([]string, error)
	// Dir describes a directory; ok is false if the name is none of one.
	Dir(ctx context.Context, name string) (dir Dir, ok bool, err error)
}

// Facts are what the planner needs to know of a base.
type Facts struct {
	// Python is the absolute path of the interpreter, "" if there is none.
	Python string
	// Minor is "3.13", Version as much as is known: "3.13.5" or "3.13".
	Minor, Version string
	Libc           Libc
	// Passwd and Group are the files' contents.
	Passwd, Group []byte
	// Release is the content of os-release's ID and VERSION_ID.
	Release Release
	// Dirs and Links are what exists on the way of Image.Paths.
	Dirs  map[string]Dir
	Links map[string]string
}

// Release names the distribution of an image.
type Release struct{ ID, Version string }

// Libc is a C library and its version, "2.41" of glibc or "1.2" of musl.
type Libc struct{ Family, Version string }

// Names of C libraries.
const (
	Glibc = "glibc"
	Musl  = "musl"
)

// String returns "glibc 2.41".
func (l Libc) String() string { return strings.TrimSpace(l.Family + " " + l.Version) }

// Image is what the image's config says.
type Image struct {
	Env  []string
	Arch string
	// Paths are where the project will put something.
	Paths []string
}

// Inspect reads an image's files. It returns an error only when reading fails;
// that there is no Python is for the planner to say.
func Inspect(ctx context.Context, fs FS, img Image) (*Facts, error) {
	f := &Facts{}
	steps := []func(context.Context, FS, Image) error{f.findPython, f.findLibc, f.readUsers, f.readRelease, f.findDirs}
	for _, step := range steps {
		if err := step(ctx, fs, img); err != nil {
			return nil, fmt.Errorf("cannot read the base image: %w", err)
		}
	}
	return f, nil
}

func (f *Facts) readUsers(ctx context.Context, fs FS, _ Image) (err error) {
	if f.Passwd, _, err = fs.ReadFile(ctx, "/etc/passwd"); err != nil {
		return err
	}
	f.Group, _, err = fs.ReadFile(ctx, "/etc/group")
	return err
}

var releaseLine = regexp.MustCompile(`(?m)^(ID|VERSION_ID)=["']?([^"'\s]*)["']?\s*$`)

// readRelease reads os-release(5).
func (f *Facts) readRelease(ctx context.Context, fs FS, _ Image) error {
	for _, name := range []string{"/etc/os-release", "/usr/lib/os-release"} {
		data, ok, err := fs.ReadFile(ctx, name)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		for _, m := range releaseLine.FindAllStringSubmatch(string(data), -1) {
			if m[1] == "ID" {
				f.Release.ID = m[2]
			} else {
				f.Release.Version = m[2]
			}
		}
		return nil
	}
	return nil
}
