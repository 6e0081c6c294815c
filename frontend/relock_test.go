package frontend_test

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

var relock = flag.Bool("relock", false, "make the locks under testdata/locks again, with uv")

// The lines of a lock that name a host: the index, and the files of a package.
var (
	indexHost = regexp.MustCompile(`(registry = ")https://[^/"]+`)
	fileHost  = regexp.MustCompile(`(url = ")https://[^/"]+`)
)

// TestRelock makes the locks of the examples, when asked to. The hosts are
// replaced, so that a lock of testdata stands for any index and nothing is ever
// fetched by it.
func TestRelock(t *testing.T) {
	if !*relock {
		// Nothing is tested here: TestGolden fails where a lock is missing.
		return
	}
	projects, err := filepath.Glob(filepath.Join("..", "examples", "*", "pyproject.toml"))
	if err != nil || len(projects) == 0 {
		t.Fatal("no examples", err)
	}
	for _, p := range projects {
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS(filepath.Dir(p))); err != nil {
			t.Fatal(err)
		}
		_ = os.Remove(filepath.Join(dir, "uv.lock"))
		cmd := exec.Command("uv", "lock", "--quiet", "--project", dir, "--python", "python3", "--no-python-downloads")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("uv lock: %v\n%s", err, out)
		}
		data, err := os.ReadFile(filepath.Join(dir, "uv.lock"))
		if err != nil {
			t.Fatal(err)
		}
		data = indexHost.ReplaceAll(data, []byte("${1}https://index.example.com"))
		data = fileHost.ReplaceAll(data, []byte("${1}https://files.example.com"))
		if err := os.WriteFile(lockFile(filepath.Base(filepath.Dir(p))), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
