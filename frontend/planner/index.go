package planner

import (
	"slices"
	"strings"

	"github.com/org/pyfrontend/frontend/pyproject"
	"github.com/org/pyfrontend/frontend/uvlock"
)

// Indexes are the indexes of the project and of its workspace's root, each once.
func (in *Input) Indexes() []pyproject.Index {
	var out []pyproject.Index
	for _, doc := range []*pyproject.Document{in.Root, in.Doc} {
		if doc == nil {
			continue
		}
		for _, i := range doc.UV.Resolution.Indexes {
			known := func(other pyproject.Index) bool { return other.URL.V == i.URL.V && other.Name.V == i.Name.V }
			if !slices.ContainsFunc(out, known) {
				out = append(out, i)
			}
		}
	}
	return out
}

// indexArgs are the options that tell uv of the indexes that a group needs. Pins
// have full URLs, but uv finds credentials (UV_INDEX_<NAME>_USERNAME) only by
// the name of an index that it was told of (uv: crates/uv-distribution-types/
// src/index.rs, Index::credentials), and what a build from source requires is
// looked up in indexes again.
func (b *builder) indexArgs(installed []uvlock.Installed) []string {
	built := slices.ContainsFunc(installed, func(in uvlock.Installed) bool { return in.Built() })
	var args []string
	for _, i := range b.in.Indexes() {
		from := slices.ContainsFunc(installed, func(in uvlock.Installed) bool { return comesFrom(in.Package, i.URL.V) })
		if !strings.Contains(i.URL.V, "://") || !from && (!built || i.Explicit.V) {
			continue
		}
		option, value := "--index", i.URL.V
		if i.Default.V {
			option = "--default-index"
		}
		if i.Name.V != "" {
			value = i.Name.V + "=" + value
		}
		args = append(args, option, value)
	}
	return args
}

// comesFrom says whether a package was locked from an index.
func comesFrom(p *uvlock.Package, url string) bool {
	return p.Source.Kind == uvlock.Registry && strings.TrimSuffix(p.Source.Location, "/") == strings.TrimSuffix(url, "/")
}
