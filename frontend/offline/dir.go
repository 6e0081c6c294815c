package offline

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/moby/patternmatcher/ignorefile"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/project"
)

// maxFile is the size in bytes of the largest file that is read.
const maxFile = 96 << 20

// Dir is a directory on this machine; it implements project.Files for the
// files that were asked for.
type Dir struct {
	fsys  fs.FS
	files map[string]*diag.File
	found diag.List
}

// Open makes a directory readable.
func Open(dir string) *Dir {
	return &Dir{fsys: os.DirFS(filepath.Clean(dir)), files: map[string]*diag.File{}}
}

// File implements project.Files: it reads the file when it is first asked for.
func (d *Dir) File(name string) *diag.File {
	if name == "" {
		return nil
	}
	name = path.Clean(name)
	if f, ok := d.files[name]; ok {
		return f
	}
	d.files[name] = d.read(name)
	return d.files[name]
}

func (d *Dir) read(name string) *diag.File {
	info, err := fs.Stat(d.fsys, name)
	if err != nil || !info.Mode().IsRegular() {
		return nil
	}
	if info.Size() > maxFile {
		d.found.Add(diag.NewFile(name, nil).Range(0, 0), name+" is too large to be read", "", "Check that it is not a data file in the wrong place.")
		return nil
	}
	data, err := fs.ReadFile(d.fsys, name)
	if err != nil {
		d.found.Add(diag.NewFile(name, nil).Range(0, 0), name+" cannot be read", err.Error(), "")
		return nil
	}
	return diag.NewFile(name, data)
}

// Names implements project.Files.
func (d *Dir) Names() []string {
	var out []string
	for n, f := range d.files {
		if f != nil {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return out
}

// first reads the files that every project is looked through for.
func (d *Dir) first() *Dir { return d.match(project.Patterns) }

// match reads the files that the patterns find and returns them alone.
func (d *Dir) match(patterns []string) *Dir {
	out := &Dir{fsys: d.fsys, files: map[string]*diag.File{}}
	for _, pattern := range patterns {
		names, err := fs.Glob(d.fsys, pattern)
		if err != nil {
			continue
		}
		for _, n := range names {
			if f := d.File(n); f != nil {
				out.files[n] = f
			}
		}
	}
	return out
}

// ignored returns the patterns of .dockerignore.
func (d *Dir) ignored() []string {
	f := d.read(".dockerignore")
	if f == nil {
		return nil
	}
	patterns, err := ignorefile.ReadAll(bytes.NewReader(f.Data))
	if err != nil {
		d.found.Add(f.LineRange(1), ".dockerignore cannot be read", err.Error(), "")
	}
	return patterns
}
