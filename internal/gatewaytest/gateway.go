// Package gatewaytest is a small in-memory gateway: it drives the whole
// frontend in a test with no daemon. Files of the client and of images are
// maps; what the frontend solved, resolved and warned of is recorded.
//
// It is stateful on purpose: tests say what exists and look at results, they
// do not list the calls that the frontend is expected to make.
package gatewaytest

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/gateway/client"
	gwpb "github.com/moby/buildkit/frontend/gateway/pb"
	"github.com/moby/buildkit/solver/pb"
	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
	"github.com/opencontainers/go-digest"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

// Gateway is a client.Client without a daemon.
type Gateway struct {
	// Opts are the frontend options: "filename", "target", "build-arg:X", ...
	Opts map[string]string
	// Locals are the client's directories by name ("context", "dockerfile"),
	// each a map from path to content.
	Locals map[string]map[string]string
	// Images are the images that exist, by name ("python:3.13-slim").
	Images map[string]Image
	// Outputs are the files left by processes, found by a part of the
	// process's argv joined with spaces.
	Outputs map[string]map[string]string
	// NoMerge makes it an engine without merge and diff.
	NoMerge bool
	// Platforms are the worker's; linux/amd64 if empty.
	Platforms []ocispecs.Platform

	mu       sync.Mutex
	Solved   []*pb.Definition
	Resolved []string
	Warnings []Warning
}

// Image is an image of the registry.
type Image struct {
	Config dockerspec.DockerOCIImage
	Files  map[string]string
}

// Warning is one call of Warn.
type Warning struct {
	Message string
	Opts    client.WarnOpts
}

var _ client.Client = (*Gateway)(nil)

// BuildOpts implements client.Client.
func (g *Gateway) BuildOpts() client.BuildOpts {
	caps := pb.Caps.CapSet(pb.Caps.All())
	if g.NoMerge {
		caps = pb.Caps.CapSet(without(pb.Caps.All(), pb.CapMergeOp, pb.CapDiffOp))
	}
	ps := g.Platforms
	if len(ps) == 0 {
		ps = []ocispecs.Platform{{OS: "linux", Architecture: "amd64"}}
	}
	return client.BuildOpts{
		Opts:      g.Opts,
		SessionID: "session",
		Workers:   []client.WorkerInfo{{ID: "worker", Platforms: ps}},
		LLBCaps:   caps,
		Caps:      gwpb.Caps.CapSet(gwpb.Caps.All()),
	}
}

// Solve implements client.Client: it records the definition and returns the
// files of its last source or process.
func (g *Gateway) Solve(_ context.Context, req client.SolveRequest) (*client.Result, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.Solved = append(g.Solved, req.Definition)
	files, err := g.files(req.Definition)
	if err != nil {
		return nil, err
	}
	res := client.NewResult()
	res.SetRef(&result{def: req.Definition, files: files})
	return res, nil
}

// ResolveImageConfig implements client.Client.
func (g *Gateway) ResolveImageConfig(_ context.Context, ref string, opt sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.Resolved = append(g.Resolved, ref)
	img, ok := g.Images[familiar(ref)]
	if !ok {
		return "", "", nil, fmt.Errorf("%s: not found", ref)
	}
	config := img.Config
	if opt.ImageOpt != nil && opt.ImageOpt.Platform != nil {
		config.Platform = *opt.ImageOpt.Platform
	}
	data, err := json.Marshal(config)
	return ref, digest.FromString(familiar(ref)), data, err
}

// ResolveSourceMetadata implements sourceresolver.MetaResolver, for images.
func (g *Gateway) ResolveSourceMetadata(ctx context.Context, op *pb.SourceOp, opt sourceresolver.Opt) (*sourceresolver.MetaResponse, error) {
	out := &sourceresolver.MetaResponse{Op: op}
	ref, ok := strings.CutPrefix(op.Identifier, "docker-image://")
	if !ok {
		return out, nil
	}
	_, dgst, config, err := g.ResolveImageConfig(ctx, ref, opt)
	out.Image = &sourceresolver.ResolveImageResponse{Digest: dgst, Config: config}
	return out, err
}

// Inputs implements client.Client; there are none.
func (g *Gateway) Inputs(context.Context) (map[string]llb.State, error) { return nil, nil }

// NewContainer implements client.Client; the frontend starts no containers.
func (g *Gateway) NewContainer(context.Context, client.NewContainerRequest) (client.Container, error) {
	return nil, fmt.Errorf("gatewaytest: no containers")
}

// Warn implements client.Client.
func (g *Gateway) Warn(_ context.Context, _ digest.Digest, msg string, opts client.WarnOpts) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.Warnings = append(g.Warnings, Warning{Message: msg, Opts: opts})
	return nil
}
