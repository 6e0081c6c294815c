// Package llbgen writes a plan as LLB: vertices for BuildKit and the config of
// the image. It is the only package that builds ops.
//
// What an image is made of, bottom up, each a layer of its own: the base, the
// skeleton of the virtual environment, one layer for each install group, what
// settles claims between groups, the project, and the runner's files. Groups
// and project are built beside one another; on engines with merge and diff they
// are stacked without copying, elsewhere a chain of copies gives the same tree
// (assemble.go).
package llbgen

import (
	"context"
	"time"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/solver/pb"
	"github.com/moby/buildkit/util/apicaps"
	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/org/pyfrontend/llbgen/plan"
)

// Input is what the generator needs beside the plan: the states that only the
// request can make, and Docker's own options.
type Input struct {
	// Caps are the daemon's capabilities; they decide between merge and copy.
	Caps apicaps.CapSet
	// Image returns the state of an image of the plan for a platform.
	Image func(ref, platform string) (llb.State, error)
	// BaseConfig is the config of the base image.
	BaseConfig *dockerspec.DockerOCIImage
	// Context is the build context.
	Context llb.State
	// Locate returns where in a file an op comes from.
	Locate func(plan.Line) llb.ConstraintsOpt
	// NoCache says whether a step (StepDependencies, ...) must run again.
	NoCache func(step string) bool
	// Exec holds the options of every process that runs in the build.
	Exec Exec
	// Labels are those of --label; they win over the plan's.
	Labels map[string]string
	// Epoch is SOURCE_DATE_EPOCH, nil if unset.
	Epoch *time.Time
	// Multi says that several platforms are built, so names carry theirs.
	Multi bool
}

// Exec holds Docker's options for processes, applied to every step.
type Exec struct {
	CacheNS      string
	Network      pb.NetMode
	ExtraHosts   []llb.HostIP
	Hostname     string
	ShmSize      int64
	Ulimits      []*pb.Ulimit
	CgroupParent string
	Resources    *pb.LinuxResources
	Proxy        *llb.ProxyEnv
	// TrustSecret is the id of the build secret with the trust bundle.
	TrustSecret string
	// SecretEnv are ids of optional build secrets that become variables of
	// the same name: credentials of package indexes.
	SecretEnv []string
}

// Result is one platform's image.
type Result struct {
	State  llb.State
	Config *dockerspec.DockerOCIImage
	// Base is the base's config, for the exporter's history.
	Base *dockerspec.DockerOCIImage
}

// Generate writes the image of one platform.
func Generate(ctx context.Context, img *plan.Image, in *Input) (*Result, error) {
	g, err := newGenerator(img, in)
	if err != nil {
		return nil, err
	}
	skeleton := g.skeleton()
	parts := []part{{state: skeleton, name: "create " + img.Venv.Path}}
	for i := range img.Groups {
		parts = append(parts, g.group(skeleton, &img.Groups[i]))
	}
	parts = append(parts, g.claims(parts[1:])...)
	parts = append(parts, g.source(skeleton)...)
	parts = append(parts, g.runner())
	config := g.config(parts)
	return &Result{State: g.assemble(parts), Config: config, Base: in.BaseConfig}, nil
}

// generator carries the states that every step of one image uses.
type generator struct {
	img  *plan.Image
	in   *Input
	base llb.State
	// builders are the images that steps run in: the build platform's, and
	// those for what must be compiled.
	builders map[place]builder
	target   ocispecs.Platform
}

// builder is the image that the steps of one place run in.
type builder struct {
	base, uv llb.State
	platform ocispecs.Platform
}

// part is one layer of the image.
type part struct {
	state llb.State
	// full is what a step left on top of the skeleton, of which state may only
	// be the difference; nil if the layer does not stand on the skeleton.
	full *llb.State
	// name is the layer's line in the image's history.
	name string
}
