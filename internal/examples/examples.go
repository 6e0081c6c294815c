// Package examples builds and runs the projects in the directory examples of
// this repository. What a project's image has to do is written in its
// example.json, so that a new directory is a new test.
package examples

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// Example is one project.
type Example struct {
	// Name is the name of its directory.
	Name string `json:"-"`
	// Dir is where it is.
	Dir string `json:"-"`
	// Builds are the ways to build it; each has to give an image that passes.
	Builds []Build `json:"builds"`
	// Absent are distributions that may not be in the image.
	Absent []string `json:"absent"`
	// Services are servers that have to run (package services).
	Services []string `json:"services"`
	// Env is the containers' environment. ${rabbitmq} and ${mongodb} are the URLs
	// of services, ${port} a free port and ${uid} the image's user.
	Env map[string]string `json:"env"`
	// Runs are containers that end by themselves.
	Runs []Run `json:"runs"`
	// Serve is a container that runs until it is told to end.
	Serve *Serve `json:"serve"`
}

// Build is one way to build an example.
type Build struct {
	// File is what -f names.
	File string `json:"file"`
	// Engines marks a build that needs what only `make test-engines` sets up.
	Engines bool `json:"engines"`
}

// Run is a container that runs to its end, with status 0.
type Run struct {
	Args  []string `json:"args"`
	Stdin string   `json:"stdin"`
	// Output is all that it writes to its standard output.
	Output string `json:"output"`
	// Probe is a program of the example's directory that runs in place of the
	// image's own; its output is not compared.
	Probe string `json:"probe"`
}

// Serve is a container that serves, and ends with status 0 when it gets
// SIGTERM.
type Serve struct {
	// Ready is printed when it is.
	Ready string `json:"ready"`
	// Probe is a program of the example's directory; it runs in a second
	// container of the same image and has to succeed.
	Probe string `json:"probe"`
	// Requests are made in their order.
	Requests []Request `json:"requests"`
	// Logs has been printed when it has ended.
	Logs []string `json:"logs"`
}

// Request is made over HTTP.
type Request struct {
	URL string `json:"url"`
	// Send is the JSON that is posted; without it the request is a GET.
	Send string `json:"send"`
	// Status and Answer are expected; an empty Answer is any.
	Status int    `json:"status"`
	Answer string `json:"answer"`
}

// Root is the directory of the examples in this checkout.
func Root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..", "examples")
}

// All returns every example, in the order of their names. A directory without
// an example.json is an error.
func All() ([]*Example, error) {
	entries, err := os.ReadDir(Root())
	if err != nil {
		return nil, err
	}
	var all []*Example
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		x, err := Load(e.Name())
		if err != nil {
			return nil, err
		}
		all = append(all, x)
	}
	return all, nil
}

// Load returns the example of a name.
func Load(name string) (*Example, error) {
	x := &Example{Name: name, Dir: filepath.Join(Root(), name)}
	file := filepath.Join(x.Dir, "example.json")
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields()
	if err := d.Decode(x); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return x, x.check()
}

// check refuses an example that would pass whatever its image does.
func (x *Example) check() error {
	switch {
	case len(x.Builds) == 0:
		return fmt.Errorf("example %s is not built", x.Name)
	case len(x.Runs) == 0 && x.Serve == nil:
		return fmt.Errorf("example %s is not run", x.Name)
	case x.Serve != nil && x.Serve.Probe == "" && len(x.Serve.Requests) == 0:
		return fmt.Errorf("nobody asks anything of example %s", x.Name)
	}
	for _, r := range x.Runs {
		if r.Output == "" && r.Probe == "" {
			return fmt.Errorf("example %s expects nothing of a run with the arguments %q", x.Name, r.Args)
		}
	}
	return nil
}

// Copy copies the files of the example that git knows or would know: no
// environments, no caches.
func (x *Example) Copy(to string) error {
	skip := map[string]bool{".venv": true, "__pycache__": true, ".pytest_cache": true, ".ruff_cache": true, "dist": true}
	return filepath.WalkDir(x.Dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(x.Dir, path)
		if err != nil {
			return err
		}
		switch dest := filepath.Join(to, rel); {
		case d.IsDir() && skip[d.Name()]:
			return fs.SkipDir
		case d.IsDir():
			return os.MkdirAll(dest, 0o755)
		case d.Type().IsRegular():
			return copyFile(path, dest)
		default:
			return fmt.Errorf("%s is neither a file nor a directory", path)
		}
	})
}

func copyFile(from, to string) error {
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	content, err := os.ReadFile(from)
	return errors.Join(err, os.WriteFile(to, content, info.Mode().Perm()))
}
