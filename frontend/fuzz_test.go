package frontend_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/org/pyfrontend/frontend"
)

// FuzzBuild gives whole projects to the whole frontend, as a build and as a
// check. Whatever they hold, the answer is an image or an error that says what
// is wrong, never a panic (recovered in Build), and the check agrees.
func FuzzBuild(f *testing.F) {
	paths, err := filepath.Glob("testdata/broken/*.txtar")
	if err != nil || len(paths) == 0 {
		f.Fatal("no archives", err)
	}
	for _, p := range paths {
		ar, err := txtar.ParseFile(p)
		if err != nil {
			f.Fatal(err)
		}
		seed := map[string]string{}
		for _, file := range ar.Files {
			seed[file.Name] = string(file.Data)
		}
		f.Add(seed["pyproject.toml"], seed["uv.lock"], seed["Dockerfile"], seed[".python-version"], "PYTHON_VERSION", "3.13")
	}
	f.Add(small()["pyproject.toml"], small()["uv.lock"], "", "", "GROUPS", "a,b")
	f.Fuzz(func(t *testing.T, manifest, lock, dockerfile, version, arg, value string) {
		files := map[string]string{"main.py": "", "requirements.txt": "flask\n"}
		for name, text := range map[string]string{"pyproject.toml": manifest, "uv.lock": lock, "Dockerfile": dockerfile, ".python-version": version} {
			if text != "" {
				files[name] = text
			}
		}
		opts := map[string]string{"build-arg:" + arg: value}
		g := gateway(files, opts)
		_, err := frontend.Build(context.Background(), g)
		if err != nil && strings.Contains(err.Error(), "pyfrontend has a bug") {
			t.Fatal(err)
		}
		if _, lintErr := frontend.Build(context.Background(), request(gateway(files, opts), "frontend.lint")); lintErr != nil {
			t.Errorf("the check failed: %v", lintErr)
		}
	})
}
