package base

import (
	"context"
	"path"
	"regexp"
	"strings"
)

// defaultPath is used when an image sets no PATH (containers' usual one).
const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

var (
	versioned  = regexp.MustCompile(`^python(3\.\d+)$`)
	minorOnly  = regexp.MustCompile(`^3\.\d+`)
	libVersion = regexp.MustCompile(`^python(3\.\d+)$`)
)

// findPython looks for the interpreter that a shell in the image would find.
func (f *Facts) findPython(ctx context.Context, fs FS, img Image) error {
	for _, dir := range strings.Split(env(img.Env, "PATH", defaultPath), ":") {
		if !path.IsAbs(dir) {
			continue
		}
		for _, name := range []string{"python3", "python"} {
			found, err := f.tryPython(ctx, fs, path.Join(dir, name))
			if found || err != nil {
				f.refine(img)
				return err
			}
		}
	}
	return nil
}

// refine takes the patch version from the variable that the official images
// set (docker-library/python), if it agrees with what the files say.
func (f *Facts) refine(img Image) {
	f.Version = f.Minor
	v := env(img.Env, "PYTHON_VERSION", "")
	if f.Minor == "" {
		f.Minor = minorOnly.FindString(v)
	}
	if strings.HasPrefix(v, f.Minor+".") || v == f.Minor {
		f.Version = v
	}
}

// tryPython follows a name to the end of its links, whose name holds the minor
// version: python3 -> python3.13.
func (f *Facts) tryPython(ctx context.Context, fs FS, name string) (bool, error) {
	at, ok, err := follow(ctx, fs, name)
	if err != nil || !ok {
		return false, err
	}
	f.Python = name
	if m := versioned.FindStringSubmatch(path.Base(at)); m != nil {
		f.Minor = m[1]
		return true, nil
	}
	f.Minor, err = libMinor(ctx, fs, path.Join(path.Dir(path.Dir(at)), "lib"))
	return true, err
}

// follow returns the file at the end of a name's links; ok is false if there is
// none, or if they lead in a circle.
func follow(ctx context.Context, fs FS, name string) (at string, ok bool, err error) {
	const most = 16
	for range most {
		target, ok, err := fs.Link(ctx, name)
		if err != nil || !ok || target == "" {
			return name, ok, err
		}
		name = target
	}
	return "", false, nil
}

// libMinor takes the version from the standard library's directory, if there
// is just one.
func libMinor(ctx context.Context, fs FS, lib string) (string, error) {
	dirs, err := fs.Dirs(ctx, lib)
	if err != nil {
		return "", err
	}
	var found []string
	for _, d := range dirs {
		if m := libVersion.FindStringSubmatch(d); m != nil {
			found = append(found, m[1])
		}
	}
	if len(found) != 1 {
		return "", nil
	}
	return found[0], nil
}

// env returns a variable of an image config's environment.
func env(all []string, name, otherwise string) string {
	for _, e := range all {
		if v, ok := strings.CutPrefix(e, name+"="); ok {
			return v
		}
	}
	return otherwise
}
