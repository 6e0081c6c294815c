package testbed

import (
	"context"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/client"
	gateway "github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/session"
	"github.com/moby/buildkit/session/secrets/secretsprovider"
	"github.com/tonistiigi/fsutil"
	"golang.org/x/sync/errgroup"
)

// Build is one build, as `docker build` would ask for it.
type Build struct {
	// Frontend runs in this process. Without it the frontend image is called
	// through gateway.v0, as `# syntax=` does.
	Frontend gateway.BuildFunc
	// Context and Dockerfile are directories: the build's context, and the one
	// with the file to build from, the same when empty.
	Context, Dockerfile string
	// Attrs are the frontend's options: "filename", "platform", "target",
	// "build-arg:X", "label:X", "context:X", ...
	Attrs map[string]string
	// Locals are further directories by name, for named contexts.
	Locals map[string]string
	// Secrets are files by id. The id "ca" is the bed's certificates unless it
	// is given here ("" for none).
	Secrets map[string]string
	// Export are the attributes of the OCI exporter ("compression",
	// "rewrite-timestamp", ...).
	Export map[string]string
	// Modify changes what is sent to the daemon: caches, attestations, another
	// exporter in place of OCI.
	Modify func(*client.SolveOpt)
}

// Result is what a build left.
type Result struct {
	// Images are the images by platform ("linux/amd64").
	Images map[string]*Image
	// Response is the exporter's.
	Response map[string]string
	// Log is everything the steps printed, in the order of arrival.
	Log string
	// Steps are the names of the vertices that ran, cached or not.
	Steps []Step
	// Warnings are the short messages of what the frontend warned about.
	Warnings []string
}

// Step is a vertex of the build.
type Step struct {
	Name   string
	Cached bool
}

// Image returns the one image of a build for one platform.
func (r *Result) Image(t testing.TB) *Image {
	t.Helper()
	if len(r.Images) != 1 {
		t.Fatalf("the build made %d images: %v", len(r.Images), slices.Sorted(maps.Keys(r.Images)))
	}
	for _, img := range r.Images {
		return img
	}
	panic("unreachable")
}

// Build builds and loads the images that come out. The error is the one that
// `docker build` would show.
func (b *Bed) Build(t testing.TB, build Build) (*Result, error) {
	t.Helper()
	dir := t.TempDir()
	opt, err := b.solveOpt(build, dir)
	if err != nil {
		return nil, err
	}
	result := &Result{}
	status := make(chan *client.SolveStatus)
	eg, ctx := errgroup.WithContext(t.Context())
	eg.Go(func() error {
		result.follow(status)
		return nil
	})
	eg.Go(func() error {
		response, err := b.solve(ctx, opt, build.Frontend, status)
		if err == nil {
			result.Response = response.ExporterResponse
		}
		return err
	})
	if err := eg.Wait(); err != nil {
		return result, err
	}
	if len(opt.Exports) == 1 && opt.Exports[0].OutputDir == dir && opt.Exports[0].Type == client.ExporterOCI {
		result.Images, err = LoadLayout(dir)
	}
	return result, err
}

// MustBuild is Build for tests in which the build has to succeed.
func (b *Bed) MustBuild(t testing.TB, build Build) *Result {
	t.Helper()
	result, err := b.Build(t, build)
	if err != nil {
		t.Fatalf("build: %v\n%s", err, result.tail())
	}
	return result
}

// tail is the end of the log, for the message of a test that fails.
func (r *Result) tail() string {
	if r == nil {
		return ""
	}
	lines := strings.Split(r.Log, "\n")
	return strings.Join(lines[max(0, len(lines)-40):], "\n")
}

func (b *Bed) solve(ctx context.Context, opt client.SolveOpt, frontend gateway.BuildFunc, status chan *client.SolveStatus) (*client.SolveResponse, error) {
	if frontend == nil {
		return b.Client.Solve(ctx, nil, opt, status)
	}
	return b.Client.Build(ctx, opt, "", frontend, status)
}

// solveOpt translates a build into what the daemon takes.
func (b *Bed) solveOpt(build Build, dir string) (client.SolveOpt, error) {
	opt := client.SolveOpt{
		FrontendAttrs: maps.Clone(build.Attrs),
		LocalMounts:   map[string]fsutil.FS{},
		Exports: []client.ExportEntry{{
			Type: client.ExporterOCI, Attrs: maps.Clone(build.Export), OutputDir: dir,
		}},
		AllowedEntitlements: []string{"network.host"},
	}
	if opt.FrontendAttrs == nil {
		opt.FrontendAttrs = map[string]string{}
	}
	if opt.Exports[0].Attrs == nil {
		opt.Exports[0].Attrs = map[string]string{}
	}
	opt.Exports[0].Attrs["tar"] = "false"
	if build.Frontend == nil {
		opt.Frontend = "gateway.v0"
		opt.FrontendAttrs["source"] = b.FrontendImage
	}
	if err := addLocals(&opt, build); err != nil {
		return opt, err
	}
	secrets, err := b.secrets(build.Secrets)
	if err != nil {
		return opt, err
	}
	opt.Session = append(opt.Session, secrets)
	if build.Modify != nil {
		build.Modify(&opt)
	}
	return opt, nil
}

// addLocals makes directories of this machine readable to the build.
func addLocals(opt *client.SolveOpt, build Build) error {
	locals := maps.Clone(build.Locals)
	if locals == nil {
		locals = map[string]string{}
	}
	if build.Context != "" {
		locals["context"], locals["dockerfile"] = build.Context, build.Context
	}
	if build.Dockerfile != "" {
		locals["dockerfile"] = build.Dockerfile
	}
	for name, dir := range locals {
		fs, err := fsutil.NewFS(dir)
		if err != nil {
			return err
		}
		opt.LocalMounts[name] = fs
	}
	return nil
}

func (b *Bed) secrets(files map[string]string) (session.Attachable, error) {
	all := map[string]string{"ca": b.CA}
	maps.Copy(all, files)
	var sources []secretsprovider.Source
	for _, id := range slices.Sorted(maps.Keys(all)) {
		if all[id] == "" {
			continue
		}
		if _, err := os.Stat(all[id]); err != nil {
			return nil, err
		}
		sources = append(sources, secretsprovider.Source{ID: id, FilePath: all[id]})
	}
	store, err := secretsprovider.NewStore(sources)
	if err != nil {
		return nil, err
	}
	return secretsprovider.NewSecretProvider(store), nil
}

// follow collects what the daemon tells while it builds, until status closes.
func (r *Result) follow(status <-chan *client.SolveStatus) {
	var log strings.Builder
	steps := map[string]*Step{}
	var order []string
	for s := range status {
		for _, v := range s.Vertexes {
			id := v.Digest.String()
			if steps[id] == nil {
				steps[id] = &Step{Name: v.Name}
				order = append(order, id)
			}
			steps[id].Cached = v.Cached
		}
		for _, l := range s.Logs {
			log.Write(l.Data)
		}
		for _, w := range s.Warnings {
			r.Warnings = append(r.Warnings, string(w.Short))
		}
	}
	r.Log = log.String()
	for _, id := range order {
		r.Steps = append(r.Steps, *steps[id])
	}
}
