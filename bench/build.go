package main

import (
	"context"
	"fmt"
	"time"

	"github.com/moby/buildkit/client"
	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/session"
	"github.com/moby/buildkit/session/secrets/secretsprovider"
	"github.com/tonistiigi/fsutil"
	"golang.org/x/sync/errgroup"
)

// side is one of the two ways to build a project.
type side struct {
	name string
	// file is what -f names.
	file string
	// graph begins the names of the steps of a definition, to tell when it has
	// reached the daemon.
	graph []string
	// image is part of the name of the frontend's image.
	image string
}

var (
	ours   = &side{"pyfrontend", "pyproject.toml", []string{"create the virtual environment", "install ", "[linux/amd64] create", "[linux/amd64] install"}, "org/pyfrontend"}
	theirs = &side{"Dockerfile", "Dockerfile", []string{"[builder ", "[stage-", "[linux/amd64 builder", "[linux/amd64 stage-"}, "docker/dockerfile"}
)

// built is one build.
type built struct {
	// Seconds from the request to the pushed image.
	Seconds float64 `json:"seconds"`
	// Pushed are the bytes that the registry did not have.
	Pushed int64 `json:"pushed"`
	// Overhead are the seconds from the start of the frontend's container to
	// the first step of its definition.
	Overhead float64 `json:"overhead,omitempty"`
	// digest is what was pushed.
	digest string
}

// daemon is where all builds run.
type daemon struct {
	*client.Client
	ca string
}

// build builds a project and pushes the image, as `docker build --push` does.
func (d *daemon) build(ctx context.Context, w *work, s *side, to *pushed, name, platforms string) (*built, error) {
	opt, err := d.options(w.dir, s.file)
	if err != nil {
		return nil, err
	}
	if platforms != "" {
		opt.FrontendAttrs["platform"] = platforms
	}
	opt.Exports = []client.ExportEntry{{Type: client.ExporterImage, Attrs: map[string]string{
		"name": to.addr + "/" + name, "push": "true", "registry.insecure": "true",
	}}}
	before := to.received()
	var seen timeline
	start := time.Now()
	response, err := d.solve(ctx, nil, opt, seen.follow)
	if err != nil {
		return nil, fmt.Errorf("%s of %s: %w\n%s", s.name, w.c.name, err, seen.log.String())
	}
	return &built{
		Seconds:  time.Since(start).Seconds(),
		Pushed:   to.received() - before,
		Overhead: seen.overhead(s),
		digest:   response.ExporterResponse["containerimage.digest"],
	}, nil
}

// options are what every build of a directory has in common.
func (d *daemon) options(dir, file string) (client.SolveOpt, error) {
	fs, err := fsutil.NewFS(dir)
	if err != nil {
		return client.SolveOpt{}, err
	}
	opt := client.SolveOpt{
		// As docker does: the daemon's own Dockerfile frontend finds the line
		// `# syntax=` and calls the image that it names.
		Frontend:      "dockerfile.v0",
		FrontendAttrs: map[string]string{"filename": file},
		LocalMounts:   map[string]fsutil.FS{"context": fs, "dockerfile": fs},
	}
	if d.ca == "" {
		return opt, nil
	}
	store, err := secretsprovider.NewStore([]secretsprovider.Source{{ID: "ca", FilePath: d.ca}})
	if err != nil {
		return opt, err
	}
	opt.Session = []session.Attachable{secretsprovider.NewSecretProvider(store)}
	return opt, nil
}

func (d *daemon) solve(ctx context.Context, def *llb.Definition, opt client.SolveOpt, follow func(*client.SolveStatus)) (response *client.SolveResponse, err error) {
	status := make(chan *client.SolveStatus)
	eg, ctx := errgroup.WithContext(ctx)
	eg.Go(func() error {
		for s := range status {
			follow(s)
		}
		return nil
	})
	eg.Go(func() error {
		response, err = d.Client.Solve(ctx, def, opt, status)
		return err
	})
	return response, eg.Wait()
}

// empty empties every cache: results, images, and what steps keep for one
// another.
func (d *daemon) empty(ctx context.Context) error {
	if err := d.Prune(ctx, nil, client.PruneAll); err != nil {
		return err
	}
	left, err := d.DiskUsage(ctx)
	if err != nil {
		return err
	}
	for _, u := range left {
		if u.RecordType == client.UsageRecordTypeCacheMount {
			return fmt.Errorf("the cache %s was not emptied", u.Description)
		}
	}
	return nil
}
