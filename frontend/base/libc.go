package base

import (
	"bytes"
	"context"
	"regexp"
)

// machine names an architecture as Linux does in paths and wheels do in tags.
var machine = map[string]string{
	"amd64": "x86_64", "arm64": "aarch64", "arm": "armv7l", "386": "i686",
	"ppc64le": "ppc64le", "s390x": "s390x", "riscv64": "riscv64",
}

// Machine returns the kernel's name of an OCI architecture, "" if unknown.
func Machine(arch string) string { return machine[arch] }

// triplet is Debian's directory of an architecture's libraries.
var triplet = map[string]string{
	"amd64": "x86_64-linux-gnu", "arm64": "aarch64-linux-gnu", "arm": "arm-linux-gnueabihf", "386": "i386-linux-gnu",
	"ppc64le": "powerpc64le-linux-gnu", "s390x": "s390x-linux-gnu", "riscv64": "riscv64-linux-gnu",
}

// muslLoader is the part of ld-musl-NAME.so.1.
var muslLoader = map[string]string{
	"amd64": "x86_64", "arm64": "aarch64", "arm": "armhf", "386": "i386",
	"ppc64le": "powerpc64le", "s390x": "s390x", "riscv64": "riscv64",
}

// The texts that the libraries print when they are run as programs.
var (
	glibcBanner = regexp.MustCompile(`GNU C Library[^\n]* version (\d+\.\d+)`)
	muslBanner  = regexp.MustCompile(`\x00(1\.\d+)\.\d+\x00`)
)

// findLibc looks at the loader and the library itself. The version is read
// from the library, not guessed from the distribution: any image may be a base.
func (f *Facts) findLibc(ctx context.Context, fs FS, img Image) error {
	if Machine(img.Arch) == "" {
		return nil
	}
	loader := "/lib/ld-musl-" + muslLoader[img.Arch] + ".so.1"
	data, ok, err := fs.ReadFile(ctx, loader)
	if err != nil {
		return err
	}
	if ok {
		f.Libc = Libc{Musl, banner(muslBanner, data, "1.2")}
		return nil
	}
	t := triplet[img.Arch]
	for _, name := range []string{"/lib/" + t + "/libc.so.6", "/usr/lib/" + t + "/libc.so.6", "/lib64/libc.so.6", "/usr/lib64/libc.so.6", "/lib/libc.so.6", "/usr/lib/libc.so.6"} {
		data, ok, err := fs.ReadFile(ctx, name)
		if err != nil {
			return err
		}
		if ok {
			f.Libc = Libc{Glibc, banner(glibcBanner, data, "")}
			return nil
		}
	}
	return nil
}

func banner(re *regexp.Regexp, data []byte, otherwise string) string {
	if m := re.FindSubmatch(data); m != nil {
		return string(bytes.Clone(m[1]))
	}
	return otherwise
}
