package insync

import (
	"slices"
	"strings"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pep/marker"
	"github.com/org/pyfrontend/frontend/pep/name"
	"github.com/org/pyfrontend/frontend/pyproject"
)

// wanted is a requirement as the lock should have it: with its source put in its
// place. uv calls that lowering (crates/uv-distribution/src/metadata/lowering.rs).
type wanted struct {
	key
	when condition
	text pyproject.Str
}

// key is what must be equal for two requirements to be one but for their
// markers. The parts are texts in a normal form.
type key struct {
	name, extras, source string
}

// context is where a requirement stands.
type context struct{ extra, group string }

// lowerer lowers the requirements of one manifest.
type lowerer struct {
	*checker
	manifest  Manifest
	workspace *pyproject.Document
}

func (l lowerer) all(out []wanted, requirements []pyproject.Str, in context) []wanted {
	for _, r := range requirements {
		out = append(out, l.requirement(r, in)...)
	}
	return out
}

// requirement lowers one requirement; tool.uv.sources may split it in several,
// by marker.
func (l lowerer) requirement(text pyproject.Str, in context) []wanted {
	r, err := marker.ParseRequirement(text.V)
	if err != nil {
		l.unsure("The requirement %s cannot be read.", diag.Quote(text.V))
		return nil
	}
	base := wanted{text: text, key: key{name: r.Name, extras: joined(r.Extras), source: l.plain(r)}}
	base.when.all = []marker.Marker{r.Marker}
	base.when.extra = in.extra
	sources, dir := l.sources(r.Name)
	var out []wanted
	rest := base
	for _, s := range sources {
		if s.Extra.Set() && name.Normalize(s.Extra.V) != in.extra || s.Group.Set() && name.Normalize(s.Group.V) != in.group {
			continue
		}
		m, err := marker.Parse(s.Marker.V)
		if err != nil && s.Marker.Set() {
			l.unsure("The marker of the source of %q cannot be read.", r.Name)
			return nil
		}
		w := base
		w.when.all = append(slices.Clone(base.when.all), m)
		w.source = l.source(s, r, dir)
		out = append(out, w)
		rest.when.none = append(rest.when.none, m)
	}
	if !slices.ContainsFunc(rest.when.none, marker.Marker.IsTrue) {
		out = append(out, rest)
	}
	return out
}

// sources returns the sources of a distribution and the directory their paths
// are relative to: the manifest's own, else the workspace's.
func (l lowerer) sources(distribution string) ([]pyproject.Source, string) {
	if s := l.manifest.Doc.UV.SourcesOf(distribution); s != nil {
		return s, l.manifest.Dir
	}
	return l.workspace.UV.SourcesOf(distribution), "."
}

// plain is the source of a requirement by itself: an index or its URL.
func (l lowerer) plain(r marker.Requirement) string {
	if r.URL == "" {
		return registry(r.Specifiers.Canonical().String(), "", "")
	}
	if strings.Contains(r.URL, "${") {
		l.unsure("The URL of %q has variables.", r.Name)
		return unknown
	}
	return l.urlSource(r)
}

// source is the source that tool.uv.sources gives.
func (l lowerer) source(s pyproject.Source, r marker.Requirement, dir string) string {
	switch s.Kind {
	case pyproject.IndexSource:
		return registry(r.Specifiers.Canonical().String(), l.index(s), l.conflict(s))
	case pyproject.GitSource:
		kind, ref := "", ""
		for k, v := range map[string]pyproject.Str{"rev": s.Rev, "tag": s.Tag, "branch": s.Branch} {
			if v.Set() {
				kind, ref = k, v.V
			}
		}
		return gitSource(s.Location.V, kind, ref, s.Subdirectory.V, s.ArchivePath.V, s.LFS.V)
	case pyproject.URLSource:
		return urlKey(s.Location.V, s.Subdirectory.V)
	case pyproject.PathSource:
		return l.path(dir, s.Location.V, r.Name)
	default:
		if m, ok := l.members[r.Name]; ok && !s.Location.Set() {
			return l.path(".", m.Dir, r.Name)
		}
		l.unsure("The source of %q is in another workspace.", r.Name)
		return unknown
	}
}

// index returns the URL of a named index.
func (l lowerer) index(s pyproject.Source) string {
	i, ok := l.manifest.Doc.UV.Resolution.Index(s.Location.V)
	if !ok {
		i, ok = l.workspace.UV.Resolution.Index(s.Location.V)
	}
	if !ok || !strings.Contains(i.URL.V, "://") {
		l.unsure("The index %s cannot be compared.", diag.Quote(s.Location.V))
		return unknown
	}
	return i.URL.V
}

// conflict is the extra or group that an index is bound to.
func (l lowerer) conflict(s pyproject.Source) string {
	project := l.manifest.Doc.Project.NormalName()
	switch {
	case project == "":
		return ""
	case s.Extra.Set():
		return marker.ConflictExtra(project, name.Normalize(s.Extra.V))
	case s.Group.Set():
		return marker.ConflictGroup(project, name.Normalize(s.Group.V))
	default:
		return ""
	}
}

// joined writes extras in their order.
func joined(extras []string) string {
	return strings.Join(slices.Compact(slices.Sorted(slices.Values(extras))), ",")
}
