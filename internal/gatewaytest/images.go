package gatewaytest

import "fmt"

// patches are the patch releases that the stand-in images claim.
var patches = map[string]string{"3.10": "3.10.18", "3.11": "3.11.13", "3.12": "3.12.11", "3.13": "3.13.5", "3.14": "3.14.0", "3.15": "3.15.0"}

const (
	passwd = "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\nwww-data:x:33:33:www-data:/var/www:/usr/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n"
	group  = "root:x:0:\ndaemon:x:1:\nwww-data:x:33:\nnogroup:x:65534:\n"
)

// Slim is an image laid out like the official python:MINOR-slim of amd64 and
// arm64, as far as a frontend looks.
func Slim(minor string) Image {
	img := python(minor)
	banner := "\x7fELF\x00GNU C Library (Debian GLIBC 2.41-12) stable release version 2.41.\n"
	img.Files["usr/lib/x86_64-linux-gnu/libc.so.6"] = banner
	img.Files["usr/lib/aarch64-linux-gnu/libc.so.6"] = banner
	img.Files["etc/os-release"] = "PRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\nVERSION_ID=\"13\"\nID=debian\n"
	return img
}

// Alpine is an image laid out like the official python:MINOR-alpine.
func Alpine(minor string) Image {
	img := python(minor)
	img.Files["lib/ld-musl-x86_64.so.1"] = "\x7fELF\x00musl libc\x001.2.5\x00"
	img.Files["lib/ld-musl-aarch64.so.1"] = img.Files["lib/ld-musl-x86_64.so.1"]
	img.Files["etc/os-release"] = "NAME=\"Alpine Linux\"\nID=alpine\nVERSION_ID=3.22.1\n"
	return img
}

// python is what the official images have in common.
func python(minor string) Image {
	img := Image{Files: map[string]string{
		"usr/local/bin/python":                               Link("python3"),
		"usr/local/bin/python3":                              Link("python" + minor),
		"usr/local/bin/python" + minor:                       "\x7fELF",
		fmt.Sprintf("usr/local/lib/python%s/site.py", minor): "",
		"etc/passwd":                                         passwd,
		"etc/group":                                          group,
	}}
	img.Config.Config.Env = []string{
		"PATH=/usr/local/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
		"PYTHON_VERSION=" + patches[minor],
	}
	img.Config.Config.Cmd = []string{"python3"}
	return img
}

// Bare is an image without a Python.
func Bare() Image {
	img := Slim("3.13")
	img.Config.Config.Env = img.Config.Config.Env[:1]
	img.Files = map[string]string{"etc/passwd": passwd, "etc/group": group, "bin/sh": "\x7fELF"}
	return img
}

// Registry holds the images that a build without a base of its own asks for,
// for every Python that is chosen from.
func Registry(uv string) map[string]Image {
	images := map[string]Image{uv: {Files: map[string]string{"uv": "\x7fELF"}}}
	for minor := range patches {
		images["python:"+minor+"-slim"] = Slim(minor)
		images["python:"+minor+"-alpine"] = Alpine(minor)
		images["python:"+minor] = Slim(minor)
	}
	return images
}
