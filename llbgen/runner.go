package llbgen

import (
	"os"
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
		action = g.mkdirAction(action, d)
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
// looked up on an empty state. mkdir knows no sticky bit (client/llb/fileop.go
// cuts the mode to 0777), so a directory such as /tmp is copied from the base,
// without what is in it.
func (g *generator) mkdirAction(a *llb.FileAction, d plan.Dir) *llb.FileAction {
	if d.Mode&^0o777 != 0 {
		return a.Copy(g.base, d.Path, d.Path, &llb.CopyInfo{
			ExcludePatterns: []string{"**"}, CreatedTime: &fixedTime,
			ChownOpt: &llb.ChownOpt{User: &llb.UserOpt{UID: d.UID}, Group: &llb.UserOpt{UID: d.GID}},
		})
	}
	mode := os.FileMode(d.Mode)
	if mode == 0 {
		mode = 0o755
	}
	return a.Mkdir(d.Path, mode, llb.WithParents(true), llb.WithUIDGID(d.UID, d.GID), llb.WithCreatedTime(fixedTime))
}
