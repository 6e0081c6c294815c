package uvlock

import (
	"net/url"
	"strings"

	"github.com/org/pyfrontend/frontend/tomltree"
)

// source reads the required "source" of a package or the optional one of an
// edge. Of several kinds the first one counts, as in uv (SourceWire).
func (r *reader) source(table *tomltree.Node) Source {
	n := table.Get("source")
	if n == nil {
		r.fail(table.Range(), "missing key %q", "source")
	}
	if !r.expect(n, tomltree.Table) {
		return Source{}
	}
	s, ok := r.sourceOf(n, Registry)
	if !ok {
		r.fail(n.Range(), "unknown kind of source")
	}
	return s
}

// sourceOf reads a source from a table that may have other keys too.
func (r *reader) sourceOf(n *tomltree.Node, from SourceKind) (Source, bool) {
	for kind := from; int(kind) < len(sourceKeys); kind++ {
		value := n.Get(sourceKeys[kind])
		if value == nil {
			continue
		}
		if !r.expect(value, tomltree.String) {
			return Source{}, true
		}
		s := Source{Kind: kind, Location: value.Text()}
		switch kind {
		case URL:
			s.Subdirectory = r.text(n, "subdirectory")
		case Git:
			r.git(&s, value)
		}
		return s, true
	}
	return Source{}, false
}

// git takes a locked Git URL apart: everything but the repository stands in its
// query and fragment (uv: GitSource::from_url). A requirement may lack the
// commit, a package may not.
func (r *reader) git(s *Source, n *tomltree.Node) {
	u, err := url.Parse(s.Location)
	if err != nil {
		r.fail(n.Range(), "%q is not a URL", s.Location)
		return
	}
	g := &GitSource{Commit: u.Fragment}
	for key, values := range u.Query() {
		value := values[len(values)-1]
		switch key {
		case "tag", "branch", "rev":
			g.RefKind, g.Ref = key, value
		case "subdirectory":
			s.Subdirectory = value
		case "path":
			g.Path = value
		case "lfs":
			g.LFS = strings.EqualFold(value, "true")
		}
	}
	u.RawQuery, u.Fragment, u.RawFragment = "", "", ""
	g.Repository = u.String()
	s.Git = g
	if g.Commit != "" && (len(g.Commit) != 40 || !isHex(g.Commit)) {
		r.fail(n.Range(), "%q is not a commit", g.Commit)
	}
}
