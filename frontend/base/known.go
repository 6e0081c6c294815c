package base

import (
	"strings"
)

// Known returns what is known of a named base without looking at it, for plans
// that are made offline: the official Python images (docker-library/python:
// /usr/local/bin, Debian trixie or Alpine) and distroless. ok is false for any
// other image: only a registry can tell.
func Known(name string) (facts *Facts, ok bool) {
	repo, tag, _ := strings.Cut(name, ":")
	f := &Facts{Passwd: []byte("root:x:0:0:root:/root:/bin/sh\n"), Group: []byte("root:x:0:\n")}
	switch repo {
	case "python":
		f.Python = "/usr/local/bin/python3"
		f.Minor, _, _ = strings.Cut(tag, "-")
	case "gcr.io/distroless/python3-debian13":
		f.Python, f.Minor = "/usr/bin/python3", "3.13"
	default:
		return nil, false
	}
	f.Version = f.Minor
	f.Libc = Libc{Glibc, trixie}
	if strings.Contains(tag, "alpine") {
		f.Libc = Libc{Musl, alpine}
	}
	if strings.Contains(tag, "bookworm") {
		f.Libc.Version = bookworm
	}
	return f, f.Minor != ""
}

// Versions of the C library: Debian 13 and 12, and Alpine since 3.13.
const (
	trixie   = "2.41"
	bookworm = "2.36"
	alpine   = "1.2"
)
