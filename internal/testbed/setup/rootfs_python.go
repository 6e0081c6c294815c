package setup

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// pythonDropped are the files in which Debian's Python differs from the one of
// the official images, and what those leave out. Below usr/lib/python3.N.
var pythonDropped = []string{"EXTERNALLY-MANAGED", "_distutils_system_mod.py", "sitecustomize.py", "test", "turtledemo", "idlelib"}

// pythonPatch undoes Debian's own install layout (/usr/local/local), which the
// official images do not have.
var pythonPatch = struct{ file, old, new string }{
	"sysconfig/__init__.py", "prefix_scheme = 'posix_local'", "prefix_scheme = 'posix_prefix'",
}

var (
	pythonLib     = regexp.MustCompile(`^usr/lib/(python3\.\d+)(/|$)`)
	pythonBin     = regexp.MustCompile(`^usr/bin/python3\.\d+$`)
	otherPython   = regexp.MustCompile(`^usr/bin/(python3|python|py3\w+|pydoc3[\d.]*|pygettext3[\d.]*)$`)
	pipWheel      = regexp.MustCompile(`^usr/share/python-wheels/pip-[^/]+\.whl$`)
	pythonVersion = regexp.MustCompile(`\x00(3\.\d+\.\d+)\+?\x00`)
)

// pythonFile reports whether a file is one of Python's, for an image without.
func pythonFile(name string) bool {
	return pythonBin.MatchString(name) || otherPython.MatchString(name) || pythonLib.MatchString(name) || pipWheel.MatchString(name) ||
		under(name, []string{"usr/local/include"})
}

// relocated returns the name and content of a file of Python's below /usr/local.
func (r *rootfs) relocated(name string, content []byte) (string, []byte, bool) {
	if otherPython.MatchString(name) {
		return "", nil, false
	}
	if pythonBin.MatchString(name) {
		return "usr/local/bin/" + path.Base(name), content, true
	}
	m := pythonLib.FindStringSubmatch(name)
	if m == nil {
		return name, content, true
	}
	rel := strings.TrimPrefix(strings.TrimPrefix(name, m[0]), "/")
	if under(rel, pythonDropped) {
		return "", nil, false
	}
	if rel == pythonPatch.file && bytes.Contains(content, []byte(pythonPatch.old)) {
		content = bytes.Replace(content, []byte(pythonPatch.old), []byte(pythonPatch.new), 1)
		r.patched = true
	}
	return path.Join("usr/local/lib", m[1], rel), content, true
}

// finishPython adds the names that the official images give their interpreter.
func (r *rootfs) finishPython() error {
	if r.python == "" {
		return errors.New("the packages hold no Python of a known version")
	}
	if !r.patched {
		return fmt.Errorf("the change of Debian to %s of %s is not where it was", pythonPatch.file, r.minor)
	}
	lib := "usr/local/lib/" + r.minor
	if err := r.dir(lib+"/site-packages", 0o755); err != nil {
		return err
	}
	for _, link := range [][2]string{
		{"usr/local/bin/python3", r.minor},
		{"usr/local/bin/python", "python3"},
		// Debian's site module, which is frozen into the interpreter, looks here.
		{lib + "/dist-packages", "site-packages"},
	} {
		h := &tar.Header{Typeflag: tar.TypeSymlink, Name: link[0], Linkname: link[1], Mode: 0o777, ModTime: mtime}
		if err := r.write(h, nil); err != nil {
			return err
		}
	}
	return r.installPip(lib + "/site-packages")
}

// installPip unpacks pip, which the official images have, and writes its
// commands.
func (r *rootfs) installPip(sitePackages string) error {
	zr, err := zip.NewReader(bytes.NewReader(r.pip), int64(len(r.pip)))
	if err != nil {
		return fmt.Errorf("reading pip's wheel: %w", err)
	}
	for _, f := range zr.File {
		content, err := fs.ReadFile(zr, f.Name)
		if err != nil {
			return err
		}
		if err := r.file(path.Join(sitePackages, f.Name), content, 0o644); err != nil {
			return err
		}
	}
	script := "#!/usr/local/bin/" + r.minor + "\nimport sys\nfrom pip._internal.cli.main import main\nsys.exit(main())\n"
	for _, name := range []string{"pip", "pip3"} {
		if err := r.file("usr/local/bin/"+name, []byte(script), 0o755); err != nil {
			return err
		}
	}
	return nil
}
