package layers

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/testbed"
)

// TestKilledDaemon ends the daemon in the middle of an install. Once it runs
// again the build succeeds, and gives what a daemon gives that never died.
func TestKilledDaemon(t *testing.T) {
	bed := testbed.Require(t)
	index := serveIndex(t, leaves()...)
	build := testbed.Build{
		Frontend: frontend.Build, Context: locked(t, bed, needs(index.URL, leafNames()...)),
		Attrs: map[string]string{"filename": "pyproject.toml", "build-arg:SOURCE_DATE_EPOCH": epoch},
	}
	want := bed.MustBuild(t, build).Image(t).Digest

	d := bed.Another(t, t.TempDir())
	const file = "leaf1-1.0-py3-none-any.whl"
	asked, once := make(chan struct{}), sync.Once{}
	index.fail(file, func(_ http.ResponseWriter, r *http.Request, _ []byte) {
		once.Do(func() { close(asked) })
		<-r.Context().Done()
	})
	failed := make(chan error, 1)
	go func() {
		_, err := d.Build(t, build)
		failed <- err
	}()
	select {
	case <-asked:
	case err := <-failed:
		t.Fatalf("the build ended before the daemon: %v", err)
	}
	d.Kill(t)
	if err := <-failed; err == nil {
		t.Fatal("the build succeeded without a daemon")
	}
	index.fail(file, nil)
	d.Start(t)
	if got := d.MustBuild(t, build).Image(t).Digest; got != want {
		t.Errorf("after the crash the image is %s, without it %s", got, want)
	}
}

// TestFullDisk lets the daemon's disk fill up in the middle of an install.
func TestFullDisk(t *testing.T) {
	bed := testbed.Require(t)
	root := t.TempDir()
	if err := syscall.Mount("tmpfs", root, "tmpfs", 0, "size=4g"); err != nil {
		t.Fatalf("a disk for a daemon: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(root, syscall.MNT_DETACH) })
	d := bed.Another(t, root)
	noise := make([]byte, 48<<20)
	_, _ = rand.Read(noise)
	index := serveIndex(t, append(leaves(), dist{name: "huge", version: "1.0", files: map[string]string{"huge.bin": string(noise)}})...)
	build := func(names ...string) testbed.Build {
		return testbed.Build{Frontend: frontend.Build, Context: locked(t, bed, needs(index.URL, names...)), Attrs: map[string]string{"filename": "pyproject.toml"}}
	}
	d.MustBuild(t, build("leaf0"))
	resize(t, root, used(t, root)+32<<20)
	project := build("leaf0", "huge")
	_, err := d.Build(t, project)
	if err == nil {
		t.Fatal("the build succeeded on a full disk")
	}
	if !strings.Contains(err.Error(), "huge 1.0 could not be installed: the builder's disk is full") {
		t.Errorf("the error is %v", err)
	}
	resize(t, root, 4<<30)
	if size := d.MustBuild(t, project).Image(t).File(t, "app/.venv/lib/python3.13/site-packages/huge.bin").Size; size != int64(len(noise)) {
		t.Errorf("after the disk was full the file has %d bytes, want %d", size, len(noise))
	}
}

// used is how many bytes of a file system are taken, once that has come to rest.
func used(t *testing.T, dir string) int64 {
	t.Helper()
	var last int64 = -1
	for {
		var s syscall.Statfs_t
		if err := syscall.Statfs(dir, &s); err != nil {
			t.Fatal(err)
		}
		now := int64(s.Blocks-s.Bfree) * s.Bsize
		if now == last {
			return now
		}
		last = now
		time.Sleep(time.Second)
	}
}

func resize(t *testing.T, dir string, size int64) {
	t.Helper()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, fmt.Sprintf("size=%d", size)); err != nil {
		t.Fatal(err)
	}
}
