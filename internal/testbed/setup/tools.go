package setup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
)

// tool is a module under internal/tools: programs that the product does not
// depend on, pinned by a go.mod and go.sum of their own.
type tool struct {
	dir      string // below internal/tools
	packages []string
	ldflags  string
	gcflags  string
	binaries []string
	about    string // for people: what it is and how long the first build takes
}

var (
	toolBuildkit = tool{
		dir: "buildkit", packages: []string{"tool"},
		binaries: []string{"buildkitd", "buildctl"},
		about:    "BuildKit from its Go module (two minutes the first time)",
	}
	toolRegistry = tool{
		dir: "registry", packages: []string{"."},
		binaries: []string{"registry"},
		about:    "the registry from its Go module (half a minute the first time)",
	}
	toolPushimage = tool{
		dir: "pushimage", packages: []string{"."},
		binaries: []string{"pushimage"},
		about:    "the image packer (seconds)",
	}
)

// build compiles a tool unless its binaries are there, and returns the
// directory they are in. The directory is named by everything they are made
// from, so that another version never meets a stale binary.
func (b *Bed) build(ctx context.Context, t tool) (string, error) {
	module := filepath.Join(b.root, "internal", "tools", t.dir)
	sum, err := moduleKey(module, strings.TrimSpace(t.ldflags+" "+t.gcflags))
	if err != nil {
		return "", err
	}
	dir := b.state.Path("bin", t.dir+"-"+sum)
	if exists(dir) {
		return dir, nil
	}
	b.say("building %s", t.about)
	tmp, err := os.MkdirTemp(b.state.Path("bin"), t.dir+".tmp*")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(tmp)
	args := append([]string{
		"build", "-buildvcs=false",
		"-ldflags", "-s -w " + t.ldflags, "-gcflags", t.gcflags, "-o", tmp + "/",
	}, t.packages...)
	// Not -trimpath: what `go test` and `go build` of the checkout compile too is
	// then compiled once.
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = module
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off", "GOFLAGS=-mod=readonly")
	if _, err := b.command(ctx, cmd); err != nil {
		return "", fmt.Errorf("building %s: %w", t.dir, err)
	}
	for _, name := range t.binaries {
		if !exists(filepath.Join(tmp, name)) {
			return "", fmt.Errorf("building %s made no %s", t.dir, name)
		}
	}
	if err := os.Chmod(tmp, 0o755); err != nil {
		return "", err
	}
	if err := os.Rename(tmp, dir); err != nil && !exists(dir) {
		return "", err
	}
	return dir, nil
}

// moduleKey is a digest of a tool module's files.
func moduleKey(module, flags string) (string, error) {
	var files []string
	for _, pattern := range []string{"go.mod", "go.sum", "*.go"} {
		found, err := filepath.Glob(filepath.Join(module, pattern))
		if err != nil {
			return "", err
		}
		files = append(files, found...)
	}
	sort.Strings(files)
	h := sha256.New()
	fmt.Fprintln(h, flags)
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%s %d\n%s", filepath.Base(file), len(content), content)
	}
	return hex.EncodeToString(h.Sum(nil)[:6]), nil
}
