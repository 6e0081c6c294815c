package gatewaytest

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/distribution/reference"
	"github.com/moby/buildkit/solver/pb"
	"github.com/moby/buildkit/util/apicaps"
	apicapspb "github.com/moby/buildkit/util/apicaps/pb"
)

// files finds what a definition's result holds: the client's directory, the
// image, or what a process was said to leave.
func (g *Gateway) files(def *pb.Definition) (map[string]string, error) {
	ops, err := Ops(def)
	if err != nil {
		return nil, err
	}
	for _, op := range slices.Backward(ops) {
		if exec := op.GetExec(); exec != nil {
			return g.output(strings.Join(exec.Meta.Args, " ")), nil
		}
	}
	for _, op := range slices.Backward(ops) {
		if src := op.GetSource(); src != nil {
			return g.source(src.Identifier), nil
		}
	}
	return nil, nil
}

func (g *Gateway) source(id string) map[string]string {
	kind, name, _ := strings.Cut(id, "://")
	switch kind {
	case "local":
		return clean(g.Locals[name])
	case "docker-image":
		return clean(g.Images[familiar(name)].Files)
	}
	return nil
}

func (g *Gateway) output(argv string) map[string]string {
	for part, files := range g.Outputs {
		if strings.Contains(argv, part) {
			return clean(files)
		}
	}
	return nil
}

func clean(files map[string]string) map[string]string {
	out := map[string]string{}
	for name, data := range files {
		out[strings.TrimPrefix(path.Clean("/"+name), "/")] = data
	}
	return out
}

// Ops decodes the ops of a definition, inputs first.
func Ops(def *pb.Definition) ([]*pb.Op, error) {
	var out []*pb.Op
	for _, data := range def.Def {
		op := &pb.Op{}
		if err := op.UnmarshalVT(data); err != nil {
			return nil, fmt.Errorf("decoding an op: %w", err)
		}
		out = append(out, op)
	}
	return out, nil
}

// familiar returns the short name of a reference without its digest.
func familiar(ref string) string {
	named, err := reference.ParseNormalizedNamed(ref)
	if err != nil {
		return ref
	}
	tagged, ok := named.(reference.Tagged)
	name := reference.FamiliarName(named)
	if ok {
		return name + ":" + tagged.Tag()
	}
	return name
}

func without(all []*apicapspb.APICap, ids ...apicaps.CapID) []*apicapspb.APICap {
	return slices.DeleteFunc(slices.Clone(all), func(c *apicapspb.APICap) bool {
		return slices.Contains(ids, apicaps.CapID(c.ID))
	})
}
