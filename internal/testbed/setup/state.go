package setup

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// State is the directory that holds all the test bed made.
type State struct{ dir string }

// OpenState creates the state directory if needed: PYFRONTEND_TESTBED_DIR, or
// pyfrontend/testbed in the user's cache directory.
func OpenState() (State, error) {
	dir := os.Getenv("PYFRONTEND_TESTBED_DIR")
	if dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return State{}, fmt.Errorf("no place for the test bed, set PYFRONTEND_TESTBED_DIR: %w", err)
		}
		dir = filepath.Join(cache, "pyfrontend", "testbed")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return State{}, err
	}
	s := State{dir: dir}
	for _, sub := range []string{"bin", "log", "run", "images", "cache"} {
		if err := os.MkdirAll(s.Path(sub), 0o755); err != nil {
			return State{}, err
		}
	}
	// A unix socket's path has room for 107 bytes (unix(7)).
	if sock := s.Path("run", "dockerd-containerd.sock"); len(sock) > 107 {
		return State{}, fmt.Errorf("the path %s is too long for a socket, set PYFRONTEND_TESTBED_DIR to a shorter one", sock)
	}
	return s, nil
}

// Path joins elements to the state directory.
func (s State) Path(elem ...string) string {
	return filepath.Join(append([]string{s.dir}, elem...)...)
}

// configFile writes a daemon's configuration under a name made from its
// content, so that a daemon that runs with another is told by its command line.
func (b *Bed) configFile(daemon, ext, content string) (string, error) {
	path := b.state.Path("run", daemon+"-"+key(content)+"."+ext)
	return path, os.WriteFile(path, []byte(content), 0o644)
}

// exists reports whether path exists.
func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// key is a short digest of v's JSON, to name what is made from v.
func key(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // only plain structs of this package come here
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:6])
}

// writeFileAtomic writes a file under its final name only when it is complete.
func writeFileAtomic(path string, write func(*os.File) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".tmp*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if err := errors.Join(write(f), f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
