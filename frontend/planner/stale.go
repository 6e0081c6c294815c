package planner

import (
	"path"
	"strings"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pyproject"
	"github.com/org/pyfrontend/frontend/uvlock/insync"
)

// CheckLock reports a lock that does not fit its manifests: a build from it
// would install other versions than they ask for. unsure says that the text of
// the files does not tell, so that uv itself has to be asked.
func (in *Input) CheckLock() (unsure bool, found diag.List) {
	if in.Locked == nil || in.LockMade || in.Root == nil {
		return false, nil
	}
	q := insync.Input{Root: in.Root, Settings: in.Settings != nil}
	if in.Root.Project != nil {
		q.Members = append(q.Members, insync.Manifest{Dir: ".", Doc: in.Root})
	}
	for _, m := range in.Members {
		one := insync.Manifest{Dir: m.Dir, Doc: m.Doc}
		if isMember(in.Root, m.Dir) {
			q.Members = append(q.Members, one)
		} else {
			q.Trees = append(q.Trees, one)
		}
	}
	verdict, found := insync.Check(in.Locked, q)
	if verdict.State != insync.Unsure {
		return false, found
	}
	if in.uvCanCheck() {
		return true, found
	}
	found.Warn(RuleLockUnchecked, in.Blame, "whether uv.lock is up to date cannot be told from the files",
		strings.Join(verdict.Unknown, " "), "Run `uv lock --check` before the build.")
	return false, found
}

// uvCanCheck says whether manifests alone are enough for uv: dependencies that
// only a build backend knows need the sources, and it looks at every member.
func (in *Input) uvCanCheck() bool {
	for _, m := range in.manifests() {
		if p := m.Doc.Project; p != nil && (p.IsDynamic("dependencies") || p.IsDynamic("optional-dependencies")) {
			return false
		}
	}
	for _, p := range in.Locked.Packages {
		if p.Source.Tree() && in.member(p.Source.Path()) == nil {
			return false
		}
	}
	return true
}

// isMember says whether the workspace of a root has the project in a directory;
// others are path dependencies.
func isMember(root *pyproject.Document, dir string) bool {
	if root.UV.Workspace == nil {
		return false
	}
	for _, m := range root.UV.Workspace.Members {
		glob := path.Clean(m.V)
		if ok, err := path.Match(glob, dir); err == nil && ok {
			return true
		}
		if before, _, recursive := strings.Cut(glob, "**"); recursive && strings.HasPrefix(dir+"/", before) {
			return true
		}
	}
	return false
}
