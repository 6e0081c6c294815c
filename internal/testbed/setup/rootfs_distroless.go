package setup

import (
	"archive/tar"
	"errors"
	"path"
)

// distrolessDropped are the trees that distroless images do not have: their
// packages are unpacked without the programs that install packages.
var distrolessDropped = []string{
	"usr/sbin", "usr/local/include", "usr/share/perl5", "usr/share/perl", "usr/share/debconf", "usr/share/python-wheels", "usr/share/ca-certificates",
	"etc/apt", "etc/dpkg", "etc/pam.d", "etc/skel", "var/lib/dpkg", "var/lib/apt", "var/cache", "usr/lib/apt", "usr/lib/dpkg",
}

// The accounts of distroless images.
const (
	distrolessPasswd = "root:x:0:0:root:/root:/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n"
	distrolessGroup  = "root:x:0:\nnobody:x:65534:\ntty:x:5:\nstaff:x:50:\nnonroot:x:65532:\n"
	nonroot          = 65532
)

// keptDistroless reports whether a distroless image has a file. It has no
// program but Python, and so no shell.
func keptDistroless(name string, kind byte) bool {
	if under(name, distrolessDropped) {
		return false
	}
	return path.Dir(name) != "usr/bin" || kind == tar.TypeDir || pythonBin.MatchString(name)
}

// finishDistroless adds the accounts, and the names the interpreter goes by.
func (r *rootfs) finishDistroless() error {
	if r.python == "" {
		return errors.New("the packages hold no Python of a known version")
	}
	if err := r.file("etc/passwd", []byte(distrolessPasswd), 0o644); err != nil {
		return err
	}
	if err := r.file("etc/group", []byte(distrolessGroup), 0o644); err != nil {
		return err
	}
	home := &tar.Header{Typeflag: tar.TypeDir, Name: "home/nonroot/", Mode: 0o700, Uid: nonroot, Gid: nonroot, ModTime: mtime}
	if err := r.write(home, nil); err != nil {
		return err
	}
	for _, name := range []string{"python", "python3"} {
		h := &tar.Header{Typeflag: tar.TypeSymlink, Name: "usr/bin/" + name, Linkname: r.minor, Mode: 0o777, ModTime: mtime}
		if err := r.write(h, nil); err != nil {
			return err
		}
	}
	return r.dir("tmp", 0o1777)
}
