package e2e

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/examples"
	"github.com/org/pyfrontend/internal/testbed"
)

// TestSameBytes builds the same project twice without a cache, at different
// times and with other time stamps and another order of files on disk, and
// compares the digests.
func TestSameBytes(t *testing.T) {
	bed := testbed.Require(t)
	files := map[string]string{}
	for k, v := range packaged {
		files[k] = v
	}
	files["uv.lock"] = string(examples.Lock(t, bed, project(t, files)))
	var digests []string
	for i := range 2 {
		dir := project(t, files)
		if i == 1 {
			shuffle(t, dir)
		}
		res := bed.MustBuild(t, testbed.Build{Frontend: frontend.Build, Context: dir, Attrs: map[string]string{
			"filename": "pyproject.toml", "no-cache": "", "build-arg:SOURCE_DATE_EPOCH": "1700000000",
		}})
		digests = append(digests, res.Image(t).Digest.String())
		time.Sleep(1100 * time.Millisecond)
	}
	if digests[0] != digests[1] {
		t.Errorf("two builds of the same input gave %s and %s", digests[0], digests[1])
	}
}

// shuffle gives every file another time and makes the directories anew, in
// another order.
func shuffle(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		if err := os.Remove(p); err != nil {
			return err
		}
		if err := os.WriteFile(p, data, 0o666); err != nil {
			return err
		}
		return os.Chtimes(p, time.Unix(1500000000, 0), time.Unix(1500000000, 0))
	})
	if err != nil {
		t.Fatal(err)
	}
}
