// Gendocs writes what is generated from the registries: the JSON schema of
// [tool.pyfrontend] and the reference page. Run it at the root of the module:
//
//	go run ./internal/gendocs
//
// A test of this package fails when the files in docs are not what it writes.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := write("."); err != nil {
		fmt.Fprintln(os.Stderr, "gendocs:", err)
		os.Exit(1)
	}
}

// document is one generated file.
type document struct {
	path    string
	content func() ([]byte, error)
}

// documents lists all generated files.
func documents() []document {
	return []document{
		{"docs/pyfrontend.schema.json", schema},
		{"docs/reference.md", reference},
	}
}

// write writes all documents below a directory.
func write(root string) error {
	for _, d := range documents() {
		data, err := d.content()
		if err != nil {
			return fmt.Errorf("%s: %w", d.path, err)
		}
		path := filepath.Join(root, filepath.FromSlash(d.path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
