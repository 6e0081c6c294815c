package frontend

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/frontend/subrequests/outline"
	"github.com/moby/buildkit/solver/pb"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/diag/convert"
	"github.com/org/pyfrontend/frontend/planner"
	"github.com/org/pyfrontend/frontend/spec"
	"github.com/org/pyfrontend/llbgen"
)

// answerOutline lists what the build takes from the command line: the table of
// build arguments with the values in force, the secrets that steps look for,
// and the cache.
func (r *request) answerOutline(ctx context.Context) (*client.Result, error) {
	if err := r.advance(ctx, parsed); err != nil {
		return nil, err
	}
	o := outliner{}
	name := r.src.UI().Target
	if name == "" {
		name = defaultTarget
	}
	o.Name, o.Description = name, targetDoc(name)
	for _, a := range spec.BuildArgs() {
		o.arg(a, r.src.UI().BuildArgs, r.input.Spec)
	}
	trust := r.input.Spec.CA
	o.Secrets = append(o.Secrets,
		outline.Secret{Name: trust.V, Location: o.location(trust.Range)},
		outline.Secret{Name: llbgen.NetrcSecret})
	for _, id := range indexSecrets(r.input.Indexes()) {
		o.Secrets = append(o.Secrets, outline.Secret{Name: id})
	}
	o.Cache = []outline.CacheMount{{ID: llbgen.CacheID(r.src.UI().CacheIDNamespace)}}
	return o.ToResult()
}

func targetDoc(name string) string {
	for _, t := range targetTable() {
		if t.Name == name {
			return t.Doc
		}
	}
	return ""
}

// outliner is an outline in the making.
type outliner struct {
	outline.Outline
	files []*diag.File
}

// arg adds a build argument with the value that it has or stands in for.
func (o *outliner) arg(a spec.BuildArg, given map[string]string, s *spec.Spec) {
	value := given[a.Name]
	if value == "" && a.AnyCase {
		value = given[strings.ToLower(a.Name)]
	}
	arg := outline.Arg{Name: a.Name, Description: strings.TrimSuffix(a.Doc, "."), Value: redacted(value)}
	if in, ok := inForce(a.Key, s); ok {
		arg.Value, arg.Location = in.V, o.location(in.Range)
	}
	o.Args = append(o.Args, arg)
}

// redacted hides the password of a proxy.
func redacted(value string) string {
	u, err := url.Parse(value)
	if err != nil || u.User == nil {
		return value
	}
	return u.Redacted()
}

// inForce is the value of the key that a build argument stands in for, from
// wherever it came.
func inForce(key string, s *spec.Spec) (diag.Value[string], bool) {
	list := func(l spec.List) diag.Value[string] {
		return diag.Value[string]{V: strings.Join(spec.Texts(l.V), ","), Range: l.Range}
	}
	switch key {
	case "python":
		return s.Python, true
	case "base":
		return s.Base, true
	case "package":
		return s.Package, true
	case "groups":
		return list(s.Groups), true
	case "extras":
		return list(s.Extras), true
	case "uv":
		if s.UV.V == "" {
			return diag.Value[string]{V: planner.UVVersion}, true
		}
		return s.UV, true
	default:
		return diag.Value[string]{}, false
	}
}

// location is where a value was written, nil for a default and for the command
// line. The file joins the outline's sources.
func (o *outliner) location(at diag.Range) *pb.Location {
	if !at.Known() || at.Filename() == spec.ArgsFile {
		return nil
	}
	i := slices.Index(o.files, at.File)
	if i < 0 {
		i = len(o.files)
		o.files = append(o.files, at.File)
		o.Sources = append(o.Sources, at.File.Data)
	}
	return &pb.Location{SourceIndex: int32(i), Ranges: convert.Ranges(at)}
}
