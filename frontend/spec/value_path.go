package spec

import (
	"path"
	"slices"
	"strings"

	"github.com/moby/patternmatcher"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
	"github.com/org/pyfrontend/frontend/tomltree/field"
)

// InImage returns a directory of the spec as an absolute path in the image.
func InImage(workdir, dir string) string {
	if path.IsAbs(dir) {
		return path.Clean(dir)
	}
	return path.Join(workdir, dir)
}

// workdir is an absolute directory. A colon would divide it in PATH, a space
// would end it in the first line of a script.
func workdir() Type {
	t := matching("absolute path", `^/[^\s:]*$`, "an absolute directory without spaces and colons")
	t.hint = func(value string) (string, string) {
		if value != "" && !strings.HasPrefix(value, "/") && !strings.ContainsAny(value, " \t\n:") {
			return "", "write " + quoted("/"+value)
		}
		return "", ""
	}
	t.check = checkWorkdir
	return t
}

// systemDirs belong to the base; engines mount over the first three.
var systemDirs = []string{"/proc", "/sys", "/dev", "/bin", "/boot", "/etc", "/lib", "/lib64", "/run", "/sbin", "/usr"}

func checkWorkdir(f field.Field) {
	value := f.Str().V
	clean := path.Clean(value)
	switch {
	case control(value):
		f.Fail(f.Path()+" holds a control character", "", "")
	case climbs(value):
		f.Fail(f.Path()+`: a path with ".." is not clear`, "", "write "+quoted(clean))
	case clean == "/":
		f.Fail(f.Path()+" cannot be the root of the file system", "uv would search all of it for the project's files, and never end.", `write workdir = "/app"`)
	case slices.Contains(systemDirs, clean) || slices.Contains(systemDirs[:3], "/"+strings.Split(clean, "/")[1]):
		f.Fail(f.Path()+": "+diag.Quote(clean)+" belongs to the system", "", `write workdir = "/app"`)
	case clean != value:
		f.Fail(f.Path()+": "+diag.Quote(value)+" can be written shorter", "", "write "+quoted(clean))
	}
}

// directories is an array of directories in the image.
func directories(what string) Type {
	return array("array of paths", Type{Name: "path", Kind: tomltree.String, check: func(f field.Field) { checkDirectory(f, what) }})
}

func checkDirectory(f field.Field, what string) {
	value := f.Str().V
	switch {
	case strings.TrimSpace(value) == "":
		f.Fail(f.Path()+" is empty", "", "")
	case control(value):
		f.Fail(f.Path()+" holds a control character", "", "")
	case strings.Contains(value, ":"):
		f.Fail(f.Path()+": a "+what+" is a directory in the image, without a colon", "What of the host is mounted there is said by docker run --volume.", "")
	case climbs(value):
		f.Fail(f.Path()+`: a path with ".." is not clear`, "", "write an absolute path")
	case path.Clean(value) == "/" || path.Clean(value) == ".":
		f.Fail(f.Path()+": a "+what+" must be a directory of its own, not "+diag.Quote(value), "", "name a directory below it")
	}
}

// patterns is an array of patterns as in a .dockerignore.
func patterns() Type {
	return array("array of patterns", Type{Name: "pattern", Kind: tomltree.String, check: checkPattern})
}

func checkPattern(f field.Field) {
	value := f.Str().V
	switch {
	case strings.TrimSpace(value) == "":
		f.Fail(f.Path()+" is empty", "", "")
	case control(value):
		f.Fail(f.Path()+" holds a control character", "", "")
	case strings.HasPrefix(value, "!"):
		f.Fail(f.Path()+": patterns here have no exceptions with !", "", "write the exception under include, and what it is taken from under exclude")
	case climbs(value):
		f.Fail(f.Path()+": "+diag.Quote(value)+" is outside of the build context", "", "")
	default:
		if _, err := patternmatcher.New([]string{value}); err != nil {
			f.Fail(f.Path()+": "+diag.Quote(value)+" is not a pattern: "+err.Error(), "", "")
		}
	}
}

// contextFile is a file of the build context.
func contextFile() Type {
	return Type{Name: "path", Kind: tomltree.String, check: func(f field.Field) {
		value := f.Str().V
		switch {
		case strings.TrimSpace(value) == "" || path.Clean(value) == ".":
			f.Fail(f.Path()+" does not name a file", "", "")
		case control(value):
			f.Fail(f.Path()+" holds a control character", "", "")
		case path.IsAbs(value) || climbs(value):
			f.Fail(f.Path()+": "+diag.Quote(value)+" is outside of the build context", "The path is relative to the root of the context.", "")
		}
	}}
}

// climbs says whether a path has a ".." in it.
func climbs(p string) bool { return slices.Contains(strings.Split(p, "/"), "..") }
