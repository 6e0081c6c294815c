package planner

import (
	"maps"
	"path"
	"slices"

	"github.com/org/pyfrontend/frontend/base"
	"github.com/org/pyfrontend/frontend/spec"
	"github.com/org/pyfrontend/llbgen/plan"
)

// Paths are the directories that a spec puts something at: what the planner has
// to know of a base.
func Paths(s *spec.Spec) []string {
	out := []string{s.Workdir.V, homeOf(s.User.Name.V)}
	for _, w := range s.Writable {
		out = append(out, absolute(s, w.V))
	}
	return out
}

// homeOf is the home of a user that is added.
func homeOf(name string) string { return path.Join("/home", name) }

// directories are those to make in the image, by path.
type directories struct {
	// base is what the image begins with.
	base   *base.Facts
	byPath map[string]plan.Dir
}

func newDirectories(f *base.Facts) *directories {
	return &directories{base: f, byPath: map[string]plan.Dir{}}
}

// add makes a directory, with the permissions that it has in the base if it is
// there. The ones above it stay as the base has them, or are root's: they must
// be said, or they would be made with the owner of the last one.
func (d *directories) add(dir string, uid, gid int) {
	dir = d.base.Resolve(dir)
	if old, ok := d.byPath[dir]; dir != "/" && (!ok || old.UID == 0) {
		d.byPath[dir] = plan.Dir{Path: dir, UID: uid, GID: gid, Mode: d.base.Dirs[dir].Mode}
	}
	for above := path.Dir(dir); above != "/" && above != "."; above = path.Dir(above) {
		if _, ok := d.byPath[above]; !ok {
			have := d.base.Dirs[above]
			d.byPath[above] = plan.Dir{Path: above, UID: have.UID, GID: have.GID, Mode: have.Mode}
		}
	}
}

// list returns the directories, parents first: the path of a parent is the
// start of its children's, so it sorts before them.
func (d *directories) list() []plan.Dir {
	var out []plan.Dir
	for _, p := range slices.Sorted(maps.Keys(d.byPath)) {
		one := d.byPath[p]
		if one.Mode == usualMode {
			one.Mode = 0
		}
		out = append(out, one)
	}
	return out
}

// usualMode is the mode of a directory that the plan says nothing about.
const usualMode = 0o755
