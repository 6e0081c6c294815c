package llbgen

import (
	"path"

	"github.com/moby/buildkit/client/llb"

	"github.com/org/pyfrontend/llbgen/plan"
)

// runner writes user, group and directories into the image without running
// anything in it, so that it works without a shell and for any platform.
func (g *generator) runner() part {
	var action *llb.FileAction
	made := map[string]bool{"/": true}
	mkdir := func(d plan.Dir) {
		if made[d.Path] {
			return
		}
		made[d.Path] = true
		action = mkdirAction(action, d)
	}
	for _, f := range g.img.Runner.Files {
		mkdir(plan.Dir{Path: path.Dir(f.Path)})
		action = action.Mkfile(f.Path, 0o644, f.Data, llb.WithCreatedTime(fixedTime))
	}
	for _, d := range g.img.Runner.Dirs {
		mkdir(d)
	}
	u := g.img.Runner.User
	name := "run as " + u.Name
	if action == nil {
		return part{state: llb.Scratch(), name: name}
	}
	written := llb.Scratch().File(action, llb.WithCustomName("write user and directories"), g.anywhere())
	return part{state: g.flatten(written, g.anywhere()), name: name}
}

// mkdirAction appends a directory. Ids are numbers, since names cannot be
// looked up on an empty state.
func mkdirAction(a *llb.FileAction, d plan.Dir) *llb.FileAction {
	opts := []llb.MkdirOption{llb.WithParents(true), llb.WithUIDGID(d.UID, d.GID), llb.WithCreatedTime(fixedTime)}
	if a == nil {
		return llb.Mkdir(d.Path, 0o755, opts...)
	}
	return a.Mkdir(d.Path, 0o755, opts...)
}
