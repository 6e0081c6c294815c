// Package contexttest serves build contexts that are not directories: git
// repositories and archives, over HTTP on a loopback address.
package contexttest

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"maps"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// CommitTime is that of every commit in the repositories.
const CommitTime = "2021-03-04T05:06:07Z"

// Write writes files, by their path, into a new directory.
func Write(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Git serves a repository as git-http-backend(1) does, until the test ends, and
// returns its URL and its one commit. The branch main holds the files.
func Git(t testing.TB, files map[string]string) (url, commit string) {
	t.Helper()
	work, root := Write(t, files), t.TempDir()
	git := func(args ...string) string {
		cmd := exec.Command("git", args...)
		cmd.Dir = work
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null",
			"GIT_AUTHOR_NAME=test", "GIT_AUTHOR_EMAIL=test@example.com", "GIT_AUTHOR_DATE="+CommitTime,
			"GIT_COMMITTER_NAME=test", "GIT_COMMITTER_EMAIL=test@example.com", "GIT_COMMITTER_DATE="+CommitTime)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("git %v: %v: %s", args, err, out)
		}
		return strings.TrimSpace(string(out))
	}
	git("init", "--quiet", "--initial-branch=main")
	git("add", "--all", "--force")
	git("commit", "--quiet", "--message=first")
	commit = git("rev-parse", "HEAD")
	git("clone", "--quiet", "--bare", work, filepath.Join(root, "project.git"))
	path, err := exec.LookPath("git")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(&cgi.Handler{
		Path: path, Args: []string{"http-backend"},
		Env: []string{
			"GIT_PROJECT_ROOT=" + root, "GIT_HTTP_EXPORT_ALL=1",
			"GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=safe.directory", "GIT_CONFIG_VALUE_0=*",
		},
	})
	t.Cleanup(server.Close)
	return server.URL + "/project.git", commit
}

// Archive packs files as a compressed tar, owned by a user and writable by its
// group as many a checkout is.
func Archive(t testing.TB, files map[string]string, modified time.Time) []byte {
	t.Helper()
	var buf bytes.Buffer
	zw := gzip.NewWriter(&buf)
	tw := tar.NewWriter(zw)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		text := files[name]
		h := &tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o664, Uid: 1000, Gid: 1000, Size: int64(len(text)), ModTime: modified}
		if err := tw.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := tw.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := tw.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// Serve serves an archive, until the test ends, and returns its URL.
func Serve(t testing.TB, archive []byte) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.ServeContent(w, r, "context.tar.gz", time.Time{}, bytes.NewReader(archive))
	}))
	t.Cleanup(server.Close)
	return server.URL + "/context.tar.gz"
}
