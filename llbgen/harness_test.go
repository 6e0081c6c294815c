package llbgen_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/containerd/platforms"
	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/solver/pb"
	"github.com/moby/buildkit/util/apicaps"
	apicapspb "github.com/moby/buildkit/util/apicaps/pb"
	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
	"github.com/opencontainers/go-digest"

	"github.com/org/pyfrontend/llbgen"
	"github.com/org/pyfrontend/llbgen/plan"
)

const (
	amd64 = "linux/amd64"
	arm64 = "linux/arm64"
)

// imageFor is a plan with one of everything: a group that any platform shares,
// one for the platform, and the project as a wheel.
func imageFor(platform string) *plan.Image {
	target := ""
	if platform != amd64 {
		target = "aarch64-manylinux_2_40"
	}
	base := plan.Base{Name: plan.Choice{Value: "base"}, Ref: "example.com/base:1", Platform: platform, Python: "/usr/local/bin/python3", Version: "3.13.1", Libc: "glibc 2.41"}
	build := base
	build.Platform = amd64
	return &plan.Image{
		Platform: platform, Base: base, Builder: build,
		UV:   plan.Tool{Name: plan.Choice{Value: "uv"}, Ref: "example.com/uv:1", Platform: amd64},
		Venv: plan.Venv{Path: "/app/.venv", Bytecode: true},
		Groups: []plan.Group{
			{Name: "pure 1.0", Method: plan.Pins, Platform: amd64, Files: []plan.File{{Path: "pylock.toml", Data: []byte("pure\n")}}, Line: plan.Line{File: "uv.lock", Start: 5, End: 5}},
			{Name: "binary 2.0", Method: plan.Pins, Platform: amd64, Target: target, Files: []plan.File{{Path: "pylock.toml", Data: []byte("binary\n")}}, Line: plan.Line{File: "uv.lock", Start: 9, End: 9}},
		},
		Source: plan.Source{
			Kind: plan.SourceWheel, Exclude: []string{".git"}, Line: plan.Line{File: "pyproject.toml", Start: 1, End: 1},
			Wheels: []plan.LocalWheel{{Name: "shop", Dir: ".", Platform: amd64, Target: target, Line: plan.Line{File: "pyproject.toml", Start: 1, End: 1}}},
		},
		Runner: plan.Runner{
			User:  plan.User{Name: "app", UID: 10001, GID: 10001, Home: "/home/app"},
			Dirs:  []plan.Dir{{Path: "/app"}, {Path: "/home"}, {Path: "/home/app", UID: 10001, GID: 10001}},
			Files: []plan.File{{Path: "/etc/passwd", Data: []byte("root:x:0:0::/:\n")}},
		},
		Config: plan.Config{Entrypoint: plan.Command{Argv: []string{"/app/.venv/bin/shop"}}, Workdir: "/app", User: "10001:10001", Env: []plan.KV{{Name: "PATH", Value: "/app/.venv/bin:/bin"}}},
	}
}

// copied makes the project of a plan one that is copied.
func copied(img *plan.Image) *plan.Image {
	img.Source = plan.Source{Kind: plan.SourceCopy, Dir: ".", Dest: "/app", Exclude: []string{".git"}, Line: plan.Line{File: "pyproject.toml", Start: 1, End: 1}}
	return img
}

// allCaps is the newest daemon.
func allCaps(but ...apicaps.CapID) apicaps.CapSet {
	return pb.Caps.CapSet(slices.DeleteFunc(slices.Clone(pb.Caps.All()), func(c *apicapspb.APICap) bool {
		return slices.Contains(but, apicaps.CapID(c.ID))
	}))
}

func input() *llbgen.Input {
	return &llbgen.Input{
		Caps: allCaps(),
		Image: func(ref, platform string) (llb.State, error) {
			if !strings.HasPrefix(ref, "example.com/") {
				return llb.State{}, fmt.Errorf("no image %q", ref)
			}
			p, err := platforms.Parse(platform)
			return llb.Image(ref, llb.Platform(p)), err
		},
		BaseConfig: &dockerspec.DockerOCIImage{},
		Context:    llb.Local("context", llb.SessionID("session")),
		Exec:       llbgen.Exec{TrustSecret: "ca"},
	}
}

// graph is a definition taken apart.
type graph struct {
	ops   map[digest.Digest]*pb.Op
	names map[digest.Digest]string
	caps  map[apicaps.CapID]bool
	def   *pb.Definition
}

func marshal(t *testing.T, st llb.State, in *llbgen.Input) *graph {
	t.Helper()
	def, err := st.Marshal(t.Context(), llb.LinuxAmd64, llb.WithCaps(in.Caps))
	if err != nil {
		t.Fatal(err)
	}
	g := &graph{ops: map[digest.Digest]*pb.Op{}, names: map[digest.Digest]string{}, caps: map[apicaps.CapID]bool{}, def: def.ToPB()}
	for _, data := range def.Def {
		op := &pb.Op{}
		if err := op.UnmarshalVT(data); err != nil {
			t.Fatal(err)
		}
		d := digest.FromBytes(data)
		g.ops[d] = op
		g.names[d] = def.Metadata[d].Description["llb.customname"]
		for c := range def.Metadata[d].Caps {
			g.caps[c] = true
		}
	}
	return g
}

func generate(t *testing.T, img *plan.Image, in *llbgen.Input) (*llbgen.Result, *graph) {
	t.Helper()
	res, err := llbgen.Generate(t.Context(), img, in)
	if err != nil {
		t.Fatal(err)
	}
	return res, marshal(t, res.State, in)
}

// execs are the processes by the name of their vertex.
func (g *graph) execs() map[string]*pb.ExecOp {
	out := map[string]*pb.ExecOp{}
	for d, op := range g.ops {
		if e := op.GetExec(); e != nil {
			out[g.names[d]] = e
		}
	}
	return out
}

// digests are the digests of the vertices of a name, whatever platform it says,
// sorted.
func (g *graph) digests(name string) []digest.Digest {
	var out []digest.Digest
	for d, n := range g.names {
		if n == name || strings.HasSuffix(n, "] "+name) {
			out = append(out, d)
		}
	}
	slices.Sort(out)
	return out
}

// digest is the digest of the only vertex of a name.
func (g *graph) digest(t *testing.T, name string) digest.Digest {
	t.Helper()
	all := g.digests(name)
	if len(all) != 1 {
		t.Fatalf("%d vertices are named %q", len(all), name)
	}
	return all[0]
}

// platform is the platform that a vertex runs on.
func (g *graph) platform(d digest.Digest) string {
	p := g.ops[d].Platform
	if p == nil {
		return ""
	}
	return p.OS + "/" + p.Architecture
}

func ids(names []string) []apicaps.CapID {
	var out []apicaps.CapID
	for _, n := range names {
		out = append(out, apicaps.CapID(n))
	}
	return out
}
