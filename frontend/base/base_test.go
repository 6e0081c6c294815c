package base

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// dir is an image's files in memory; "-> x" is a link to x.
type dir map[string]string

func (d dir) ReadFile(ctx context.Context, name string) ([]byte, bool, error) {
	for range 8 {
		target, ok, _ := d.Link(ctx, name)
		if !ok {
			return nil, false, nil
		}
		if target == "" {
			return []byte(d[name]), true, nil
		}
		name = target
	}
	return nil, false, nil
}

func (d dir) Link(_ context.Context, name string) (string, bool, error) {
	text, ok := d[name]
	target, link := strings.CutPrefix(text, "-> ")
	if !ok || !link {
		_, dir, err := d.Dir(context.Background(), name)
		return "", ok || dir, err
	}
	if !path.IsAbs(target) {
		target = path.Join(path.Dir(name), target)
	}
	return target, true, nil
}

func (d dir) Dirs(_ context.Context, in string) ([]string, error) {
	var out []string
	for name := range d {
		if rest, ok := strings.CutPrefix(name, in+"/"); ok && strings.Contains(rest, "/") {
			out = append(out, strings.SplitN(rest, "/", 2)[0])
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

func (d dir) Dir(ctx context.Context, name string) (Dir, bool, error) {
	text, ok := d[name+"/"]
	if !ok {
		sub, err := d.Dirs(ctx, name)
		return Dir{Mode: 0o755}, err == nil && (len(sub) > 0 || slices.ContainsFunc(slices.Collect(maps.Keys(d)), func(f string) bool { return strings.HasPrefix(f, name+"/") })), err
	}
	var out Dir
	_, err := fmt.Sscanf(text, "%o %d %d", &out.Mode, &out.UID, &out.GID)
	return out, err == nil, err
}

func inspect(t *testing.T, d dir, img Image) *Facts {
	t.Helper()
	if img.Arch == "" {
		img.Arch = "amd64"
	}
	f, err := Inspect(context.Background(), d, img)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestPython(t *testing.T) {
	official := dir{
		"/usr/local/bin/python": "-> python3", "/usr/local/bin/python3": "-> python3.13", "/usr/local/bin/python3.13": "ELF",
		"/usr/local/lib/python3.13/site.py": "",
	}
	debian := dir{"/usr/bin/python3": "-> python3.13", "/usr/bin/python3.13": "ELF", "/usr/lib/python3/dist-packages/x": "", "/usr/lib/python3.13/site.py": ""}
	both := dir{"/usr/bin/python3": "-> python3.11", "/usr/bin/python3.11": "ELF"}
	for name, data := range official {
		both[name] = data
	}
	usual := []string{"PATH=/usr/local/bin:/usr/local/sbin:/usr/bin:/bin"}
	for _, c := range []struct {
		name                   string
		files                  dir
		env                    []string
		python, minor, version string
	}{
		{"official", official, append([]string{"PYTHON_VERSION=3.13.5"}, usual...), "/usr/local/bin/python3", "3.13", "3.13.5"},
		{"without a variable", official, usual, "/usr/local/bin/python3", "3.13", "3.13"},
		{"a variable of another Python", official, append([]string{"PYTHON_VERSION=3.12.1"}, usual...), "/usr/local/bin/python3", "3.13", "3.13"},
		{"a variable that only starts alike", official, append([]string{"PYTHON_VERSION=3.135"}, usual...), "/usr/local/bin/python3", "3.13", "3.13"},
		{"without a PATH", official, nil, "/usr/local/bin/python3", "3.13", "3.13"},
		{"Debian's own", debian, usual, "/usr/bin/python3", "3.13", "3.13"},
		{"two: the first on the PATH", both, usual, "/usr/local/bin/python3", "3.13", "3.13"},
		{"two, the other way round", both, []string{"PATH=/usr/bin:/usr/local/bin"}, "/usr/bin/python3", "3.11", "3.11"},
		{"relative and empty PATH elements", official, []string{"PATH=:bin:.:/usr/local/bin"}, "/usr/local/bin/python3", "3.13", "3.13"},
		{"only python", dir{"/usr/bin/python": "-> /opt/py/bin/python3.12", "/opt/py/bin/python3.12": "ELF"}, usual, "/usr/bin/python", "3.12", "3.12"},
		{"no link: the library tells", dir{"/opt/bin/python3": "ELF", "/opt/lib/python3.12/os.py": ""}, []string{"PATH=/opt/bin"}, "/opt/bin/python3", "3.12", "3.12"},
		{"no link, two libraries", dir{"/opt/bin/python3": "ELF", "/opt/lib/python3.12/os.py": "", "/opt/lib/python3.11/os.py": ""}, []string{"PATH=/opt/bin"}, "/opt/bin/python3", "", ""},
		{"no link, two libraries, a variable", dir{"/opt/bin/python3": "ELF", "/opt/lib/python3.12/os.py": "", "/opt/lib/python3.11/os.py": ""}, []string{"PATH=/opt/bin", "PYTHON_VERSION=3.12.4"}, "/opt/bin/python3", "3.12", "3.12.4"},
		{"a dangling link is no Python", dir{"/usr/bin/python3": "-> python3.13"}, usual, "", "", ""},
		{"links in a circle", dir{"/usr/bin/python3": "-> python", "/usr/bin/python": "-> python3"}, usual, "", "", ""},
		{"none", dir{"/bin/sh": "ELF"}, usual, "", "", ""},
		{"none, but a variable", dir{"/bin/sh": "ELF"}, append([]string{"PYTHON_VERSION=3.13.5"}, usual...), "", "", ""},
		{"Python 2", dir{"/usr/bin/python": "-> python2.7", "/usr/bin/python2.7": "ELF"}, usual, "/usr/bin/python", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := inspect(t, c.files, Image{Env: c.env})
			if f.Python != c.python || f.Minor != c.minor || f.Version != c.version {
				t.Errorf("Python %q at %q, version %q", f.Minor, f.Python, f.Version)
			}
		})
	}
}

func TestLibc(t *testing.T) {
	glibc := "ELF\x00GNU C Library (Debian GLIBC 2.41-12) stable release version 2.41.\nCopyright"
	for _, c := range []struct {
		name, arch string
		files      dir
		want       string
	}{
		{"Debian", "amd64", dir{"/usr/lib/x86_64-linux-gnu/libc.so.6": glibc}, "glibc 2.41"},
		{"Debian arm64", "arm64", dir{"/usr/lib/aarch64-linux-gnu/libc.so.6": glibc}, "glibc 2.41"},
		{"another architecture's library does not count", "arm64", dir{"/usr/lib/x86_64-linux-gnu/libc.so.6": glibc}, ""},
		{"Fedora", "amd64", dir{"/usr/lib64/libc.so.6": "GNU C Library (GNU libc) stable release version 2.40.\n"}, "glibc 2.40"},
		{"Ubuntu", "amd64", dir{"/usr/lib/x86_64-linux-gnu/libc.so.6": "GNU C Library (Ubuntu GLIBC 2.35-0ubuntu3.1) stable release version 2.35.\n"}, "glibc 2.35"},
		{"older form of a link", "amd64", dir{"/lib/x86_64-linux-gnu/libc.so.6": "-> libc-2.31.so", "/lib/x86_64-linux-gnu/libc-2.31.so": "GNU C Library (Debian GLIBC 2.31-13) stable release version 2.31.\n"}, "glibc 2.31"},
		{"glibc of a developer", "amd64", dir{"/usr/lib/libc.so.6": "GNU C Library (GNU libc) development release version 2.42.\n"}, "glibc 2.42"},
		{"glibc that does not tell", "amd64", dir{"/usr/lib/libc.so.6": "ELF"}, "glibc"},
		{"Alpine", "amd64", dir{"/lib/ld-musl-x86_64.so.1": "ELF\x00musl libc\x001.2.5\x00"}, "musl 1.2"},
		{"Alpine arm64", "arm64", dir{"/lib/ld-musl-aarch64.so.1": "ELF\x001.1.24\x00"}, "musl 1.1"},
		{"musl that does not tell", "amd64", dir{"/lib/ld-musl-x86_64.so.1": "ELF"}, "musl 1.2"},
		{"Alpine with gcompat", "amd64", dir{"/lib/ld-musl-x86_64.so.1": "ELF\x001.2.5\x00", "/lib/libc.so.6": glibc}, "musl 1.2"},
		{"none", "amd64", dir{}, ""},
		{"unknown architecture", "mips", dir{"/lib/ld-musl-.so.1": "x"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := inspect(t, c.files, Image{Arch: c.arch}).Libc.String(); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestRelease(t *testing.T) {
	for text, want := range map[string]Release{
		"ID=debian\nVERSION_ID=\"13\"\nNAME=\"Debian\"\n":     {"debian", "13"},
		"NAME=\"Alpine Linux\"\nID=alpine\nVERSION_ID=3.22.1": {"alpine", "3.22.1"},
		"ID_LIKE=debian\nMY_ID=x\n":                           {},
		"ID='ubuntu'\nVERSION_ID='24.04'\n":                   {"ubuntu", "24.04"},
		"ID=wolfi\r\nVERSION_ID=\"1\"\r\n":                    {"wolfi", "1"},
		"":                                                    {},
	} {
		if got := inspect(t, dir{"/etc/os-release": text}, Image{}).Release; got != want {
			t.Errorf("%q: %+v", text, got)
		}
	}
	if got := inspect(t, dir{"/usr/lib/os-release": "ID=arch\n"}, Image{}).Release; got.ID != "arch" {
		t.Errorf("without /etc/os-release: %+v", got)
	}
}

// broken is an image that cannot be read.
type broken struct{ dir }

func (broken) ReadFile(context.Context, string) ([]byte, bool, error) {
	return nil, false, errors.New("layer is gone")
}

// An image that cannot be read is not one without a Python.
func TestUnreadable(t *testing.T) {
	if _, err := Inspect(context.Background(), broken{dir{}}, Image{Arch: "amd64"}); err == nil || !strings.Contains(err.Error(), "layer is gone") {
		t.Errorf("the error is %v", err)
	}
}

func TestDirs(t *testing.T) {
	d := dir{
		"/tmp/": "1777 0 0", "/var/": "755 0 0", "/var/run": "-> /run", "/run/": "755 0 0", "/run/lock/": "1777 0 0", "/bin": "-> usr/bin", "/usr/bin/": "755 0 0",
		"/srv/": "750 7 8", "/srv/file": "x", "/loop": "-> /loop", "/a": "-> b", "/b": "-> /var/run",
	}
	f := inspect(t, d, Image{Paths: []string{"/tmp/x/y", "/var/run/app", "/bin", "/srv/file/x", "/none/x", "/loop/x", "/a/lock/z", "/app"}})
	wantDirs := map[string]Dir{"/tmp": {0o1777, 0, 0}, "/var": {0o755, 0, 0}, "/run": {0o755, 0, 0}, "/run/lock": {0o1777, 0, 0}, "/usr": {0o755, 0, 0}, "/usr/bin": {0o755, 0, 0}, "/srv": {0o750, 7, 8}}
	if diff := cmp.Diff(wantDirs, f.Dirs); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	for from, want := range map[string]string{
		"/tmp/x": "/tmp/x", "/var/run/app/x": "/run/app/x", "/bin": "/usr/bin", "/bin/x": "/usr/bin/x", "/binary": "/binary", "/a/x": "/run/x", "/": "/", "/app/": "/app",
	} {
		if got := f.Resolve(from); got != want {
			t.Errorf("%s leads to %s, want %s", from, got, want)
		}
	}
	f.Resolve("/loop/x") // ends
	if got := (&Facts{}).Resolve("/var/run"); got != "/var/run" {
		t.Errorf("without facts: %s", got)
	}
}
