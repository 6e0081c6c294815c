package gatewaytest

import (
	"encoding/json"
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
			return g.source(src), nil
		}
	}
	return nil, nil
}

func (g *Gateway) source(src *pb.SourceOp) map[string]string {
	kind, name, _ := strings.Cut(src.Identifier, "://")
	switch kind {
	case "local":
		return followed(clean(g.Locals[name]), src.Attrs[pb.AttrFollowPaths])
	case "docker-image":
		return clean(g.Images[familiar(name)].Files)
	}
	return nil
}

// followed keeps what a client sends when it is asked for some paths only: the
// files that match them, and what links on the way lead to. A frontend that
// reads a file it did not ask for must not find it here either.
func followed(files map[string]string, attr string) map[string]string {
	var patterns []string
	if attr == "" || json.Unmarshal([]byte(attr), &patterns) != nil || len(patterns) == 0 {
		return files
	}
	out := map[string]string{}
	for _, p := range patterns {
		for name, data := range files {
			if matches(p, name) {
				out[name] = data
			}
		}
		followLinks(files, p, out)
	}
	return out
}

// followLinks adds the links on the way of a path, and what is at its end.
func followLinks(files map[string]string, name string, out map[string]string) {
	r := &result{files: files}
	for range maxLinks {
		link, next := r.firstLink(name)
		if link == "" {
			break
		}
		out[link] = files[link]
		name = next
	}
	if data, ok := files[name]; ok {
		out[name] = data
	}
}

// matches says whether a file is, or is below, what a pattern asks for.
func matches(pattern, name string) bool {
	elems := strings.Split(path.Clean(pattern), "/")
	parts := strings.Split(name, "/")
	if len(parts) < len(elems) {
		return false
	}
	for i, e := range elems {
		if ok, err := path.Match(e, parts[i]); err != nil || !ok {
			return false
		}
	}
	return true
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

// Built returns the definitions that were solved and do more than fetch: those
// with a process, a file operation or a merge.
func (g *Gateway) Built() []*pb.Definition {
	g.mu.Lock()
	defer g.mu.Unlock()
	var out []*pb.Definition
	for _, def := range g.Solved {
		ops, err := Ops(def)
		if err != nil || slices.ContainsFunc(ops, works) {
			out = append(out, def)
		}
	}
	return out
}

// works says whether an op is more than a source or the result's end.
func works(op *pb.Op) bool {
	return op.Op != nil && op.GetSource() == nil
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
