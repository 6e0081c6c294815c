package setup

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"time"
)

// mtime is the modification time of every file that the test bed itself adds.
var mtime = time.Unix(0, 0)

// dropped are trees of a Debian root filesystem that the official images leave
// out too, or that have no place in an image.
var dropped = []string{
	"dev", "usr/share/doc", "usr/share/man", "usr/share/locale", "usr/share/info", "usr/share/lintian",
	"usr/lib/python3", "usr/share/python3", "etc/fstab", "etc/hostname", "etc/resolv.conf",
}

// baseDirs are the directories that the script of base-files makes.
var baseDirs = []struct {
	name string
	mode int64
}{
	{"tmp", 0o1777},
	{"mnt", 0o755},
	{"srv", 0o755},
	{"opt", 0o755},
	{"etc/opt", 0o755},
	{"var/opt", 0o755},
	{"media", 0o755},
	{"run/lock", 0o1777},
	{"usr/local", 0o755},
	{"usr/local/share", 0o755},
	{"usr/local/bin", 0o755},
	{"usr/local/games", 0o755},
	{"usr/local/lib", 0o755},
	{"usr/local/include", 0o755},
	{"usr/local/sbin", 0o755},
	{"usr/local/src", 0o755},
	{"usr/local/etc", 0o755},
}

// layout is how an image is laid out.
type layout string

const (
	// layoutDebian is that of the packages, without Python.
	layoutDebian layout = "debian"
	// layoutPython has Python moved from /usr, Debian's prefix, to /usr/local,
	// that of the official Python images.
	layoutPython layout = "python"
	// layoutDistroless has no program but Debian's Python.
	layoutDistroless layout = "distroless"
)

// rootfs rewrites a tar of unpacked Debian packages into the root filesystem of
// a base image. The packages' own scripts have not run (they would need the
// target's architecture): what they would have made and an image needs is
// made here.
type rootfs struct {
	in     *tar.Reader
	out    *tar.Writer
	layout layout

	passwd, group, nsswitch []byte
	certificates            map[string][]byte
	pip                     []byte // the wheel that ensurepip installs
	patched                 bool
	python                  string // "3.13.5"
	minor                   string // "python3.13"
	dirs                    map[string]bool
}

// writeRootfs copies the tar in to out and returns the version of the Python in
// it, "" if there is none.
func writeRootfs(in io.Reader, out io.Writer, layout layout) (string, error) {
	r := rootfs{
		in: tar.NewReader(in), out: tar.NewWriter(out), layout: layout,
		certificates: map[string][]byte{}, dirs: map[string]bool{},
	}
	for {
		h, err := r.in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", err
		}
		if err := r.entry(h); err != nil {
			return "", fmt.Errorf("%s: %w", h.Name, err)
		}
	}
	if err := r.finish(); err != nil {
		return "", err
	}
	return r.python, r.out.Close()
}

// entry copies one entry of the tar, changed or not at all.
func (r *rootfs) entry(h *tar.Header) error {
	name := path.Clean(h.Name)
	if name == "." || under(name, dropped) || name == "tmp" {
		return nil
	}
	var content []byte
	if h.Typeflag == tar.TypeReg {
		var err error
		if content, err = io.ReadAll(r.in); err != nil {
			return err
		}
		r.remember(name, content)
	}
	switch r.layout {
	case layoutPython:
		var keep bool
		if name, content, keep = r.relocated(name, content); !keep {
			return nil
		}
	case layoutDebian:
		if pythonFile(name) {
			return nil
		}
	case layoutDistroless:
		if !keptDistroless(name, h.Typeflag) {
			return nil
		}
	}
	h.Name = name
	if h.Typeflag == tar.TypeDir {
		if r.dirs[name] {
			// Written already, for a file that was moved below it. Docker's
			// classic store refuses a layer with a path twice.
			return nil
		}
		h.Name += "/"
		h.ModTime = mtime
		r.dirs[name] = true
	}
	if h.Typeflag == tar.TypeLink {
		h.Linkname = path.Clean(h.Linkname)
	}
	h.Size = int64(len(content))
	h.PAXRecords, h.Format = nil, tar.FormatUnknown
	return r.write(h, content)
}

// remember keeps what finish makes files of.
func (r *rootfs) remember(name string, content []byte) {
	switch {
	case name == "usr/share/base-passwd/passwd.master":
		r.passwd = content
	case name == "usr/share/base-passwd/group.master":
		r.group = content
	case name == "usr/share/base-files/nsswitch.conf":
		r.nsswitch = content
	case strings.HasPrefix(name, "usr/share/ca-certificates/") && strings.HasSuffix(name, ".crt"):
		r.certificates[name] = content
	case pipWheel.MatchString(name):
		r.pip = content
	case pythonBin.MatchString(name):
		r.minor = path.Base(name)
		if m := pythonVersion.FindSubmatch(content); m != nil {
			r.python = string(m[1])
		}
	}
}

// finish adds what the packages' scripts would have made.
func (r *rootfs) finish() error {
	if len(r.certificates) > 0 {
		if err := r.file("etc/ssl/certs/ca-certificates.crt", r.bundle(), 0o644); err != nil {
			return err
		}
	}
	if r.layout == layoutDistroless {
		return r.finishDistroless()
	}
	if err := r.accounts(); err != nil {
		return err
	}
	for _, d := range baseDirs {
		if r.dirs[d.name] {
			continue
		}
		if err := r.dir(d.name, d.mode); err != nil {
			return err
		}
	}
	if r.layout == layoutPython {
		return r.finishPython()
	}
	return nil
}

// accounts writes the files in which users and groups are looked up.
func (r *rootfs) accounts() error {
	if r.passwd == nil || r.group == nil {
		return errors.New("the packages hold no passwd and group files")
	}
	files := map[string][]byte{
		"etc/passwd":        shadowed(r.passwd),
		"etc/group":         shadowed(r.group),
		"etc/shadow":        shadow(r.passwd, ":*:20000:0:99999:7:::"),
		"etc/gshadow":       shadow(r.group, ":*::"),
		"etc/nsswitch.conf": r.nsswitch,
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		mode := int64(0o644)
		if strings.HasSuffix(name, "shadow") {
			mode = 0o640
		}
		if err := r.file(name, files[name], mode); err != nil {
			return err
		}
	}
	return nil
}

// shadowed moves the passwords of a passwd or group file elsewhere, as
// update-passwd does: the master files say "*" where a system's say "x".
func shadowed(master []byte) []byte { return bytes.ReplaceAll(master, []byte(":*:"), []byte(":x:")) }

// shadow makes the shadow file of a passwd or group file.
func shadow(master []byte, rest string) []byte {
	var out []byte
	for line := range bytes.Lines(master) {
		name, _, _ := bytes.Cut(line, []byte(":"))
		out = append(append(out, name...), rest+"\n"...)
	}
	return out
}

// bundle joins the certificates as update-ca-certificates does.
func (r *rootfs) bundle() []byte {
	var all []byte
	for _, name := range slices.Sorted(maps.Keys(r.certificates)) {
		all = append(all, r.certificates[name]...)
	}
	return all
}

func (r *rootfs) file(name string, content []byte, mode int64) error {
	return r.write(&tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: mode, Size: int64(len(content)), ModTime: mtime}, content)
}

func (r *rootfs) dir(name string, mode int64) error {
	r.dirs[name] = true
	return r.write(&tar.Header{Typeflag: tar.TypeDir, Name: name + "/", Mode: mode, ModTime: mtime}, nil)
}

// write writes an entry, and before it the directories above it that nothing
// wrote: a layer without them leaves their mode to the program that unpacks it.
func (r *rootfs) write(h *tar.Header, content []byte) error {
	for _, parent := range parents(h.Name) {
		if !r.dirs[parent] {
			if err := r.dir(parent, 0o755); err != nil {
				return err
			}
		}
	}
	if err := r.out.WriteHeader(h); err != nil {
		return err
	}
	_, err := r.out.Write(content)
	return err
}

// parents lists the directories above name, topmost first.
func parents(name string) []string {
	var all []string
	for dir := path.Dir(strings.TrimSuffix(name, "/")); dir != "."; dir = path.Dir(dir) {
		all = append([]string{dir}, all...)
	}
	return all
}

// under reports whether name is one of trees or lies below one.
func under(name string, trees []string) bool {
	for _, tree := range trees {
		if name == tree || strings.HasPrefix(name, tree+"/") {
			return true
		}
	}
	return false
}
