package llbgen

import (
	"fmt"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/solver/pb"
)

// groupsDir is where the step that settles claims finds the groups.
const groupsDir = "/run/pyfrontend/groups"

// claims settles which file stays where distributions of several groups have
// one of the same path, and makes a layer of those; it is empty as a rule.
// Which distributions do is only known once they are installed, and no order of
// the layers is right for every file.
func (g *generator) claims(groups []part) []part {
	if len(groups) < 2 {
		return nil
	}
	venv := g.img.Venv.Path
	name := "settle files that several packages claim"
	args := []string{"claims"}
	var mounts []llb.RunOption
	for i, p := range groups {
		dir := fmt.Sprintf("%s/%d", groupsDir, i)
		args = append(args, dir)
		mounts = append(mounts, llb.AddMount(dir, *p.full, g.unhashed(venv)...))
	}
	empty := g.mkdirs(llb.Scratch(), venv)
	out := g.run(step{
		name:     name,
		kind:     StepDependencies,
		at:       place{platform: g.img.Builder.Platform},
		tree:     venv,
		state:    empty,
		selector: venv,
		args:     args,
		mounts:   mounts,
	})
	p := g.diff(empty, out, name)
	p.full = nil
	return []part{p}
}

// unhashed mounts a directory of a state read-only. Its content is no part of
// the cache key, if the daemon can do without: hashing every file of every
// group takes seconds, and the steps that wrote them are in the key already.
func (g *generator) unhashed(dir string) []llb.MountOption {
	opts := []llb.MountOption{llb.SourcePath(dir), llb.Readonly}
	if g.supports(pb.CapExecMountContentCache) {
		opts = append(opts, llb.ContentCache(llb.MountContentCacheOff))
	}
	return opts
}
