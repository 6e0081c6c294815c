package planner

import (
	"maps"
	"path"
	"slices"

	"github.com/org/pyfrontend/llbgen/plan"
)

// directories are those to make in the image, by path.
type directories map[string]plan.Dir

// add makes a directory. The ones above it are root's unless they are somebody
// else's already: they must be said, or they would be made with the owner of
// the last one.
func (d directories) add(dir string, uid, gid int) {
	dir = path.Clean(dir)
	if old, ok := d[dir]; dir != "/" && (!ok || old.UID == 0) {
		d[dir] = plan.Dir{Path: dir, UID: uid, GID: gid}
	}
	for above := path.Dir(dir); above != "/" && above != "."; above = path.Dir(above) {
		if _, ok := d[above]; !ok {
			d[above] = plan.Dir{Path: above}
		}
	}
}

// list returns the directories, parents first: the path of a parent is the
// start of its children's, so it sorts before them.
func (d directories) list() []plan.Dir {
	var out []plan.Dir
	for _, p := range slices.Sorted(maps.Keys(d)) {
		out = append(out, d[p])
	}
	return out
}
