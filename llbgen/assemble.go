package llbgen

import (
	"path"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/solver/pb"
)

// merges says whether the engine can stack layers. Docker's classic image
// store cannot (moby/moby#45153).
func (g *generator) merges() bool {
	return g.supports(pb.CapMergeOp) && g.supports(pb.CapDiffOp)
}

// assemble puts the layers on top of the base.
func (g *generator) assemble(parts []part) llb.State {
	if g.merges() {
		return g.merge(parts)
	}
	return g.chain(parts)
}

// merge joins layers that exist already, without copying.
func (g *generator) merge(parts []part) llb.State {
	states := []llb.State{g.base}
	for _, p := range parts {
		states = append(states, p.state)
	}
	return llb.Merge(states, llb.WithCustomName(g.imageTitle()), llb.Platform(g.target))
}

// chain copies layer after layer: the same tree and the same boundaries. A
// step's state holds the skeleton too; its files are left out of the copies,
// or each layer would repeat them.
func (g *generator) chain(parts []part) llb.State {
	st := g.base
	for _, p := range parts {
		info := &llb.CopyInfo{
			CopyDirContentsOnly: true,
			CreateDestPath:      true,
		}
		if p.full != nil {
			info.ExcludePatterns = g.skeletonFiles()
		}
		st = st.File(llb.Copy(p.state, "/", "/", info), llb.WithCustomName(g.imageTitle()+": "+p.name), llb.Platform(g.target))
	}
	return st
}

// skeletonFiles are patterns of what every environment holds from its start.
// They name each file in full: distributions put programs of their own beside
// them, argcomplete for one "activate-global-python-argcomplete".
func (g *generator) skeletonFiles() []string {
	venv := g.img.Venv.Path[1:]
	var out []string
	for _, p := range []string{
		"bin/python", "bin/python3", "bin/python3.[0-9]", "bin/python3.[0-9][0-9]",
		"bin/activate", "bin/activate.bat", "bin/activate.csh", "bin/activate.fish", "bin/activate.nu",
		"bin/activate.ps1", "bin/activate.xsh", "bin/activate_this.py", "bin/deactivate.bat", "bin/pydoc.bat",
		"pyvenv.cfg", "CACHEDIR.TAG", ".gitignore", "lib64",
		"lib/*/site-packages/_virtualenv.py", "lib/*/site-packages/_virtualenv.pth", "lib/*/site-packages/__pycache__/_virtualenv.*.pyc",
	} {
		out = append(out, path.Join(venv, p))
	}
	return out
}

func (g *generator) imageTitle() string {
	if g.in.Multi {
		return "[" + g.img.Platform + "] put the image together"
	}
	return "put the image together"
}

// readableMode takes the write permission of the checkout from group and
// others, and lets everyone read: code is read-only to the container's user
// whatever the umask was.
//
// BuildKit has modes as text since 0.17, but no daemon announces their
// capability (CapFileCopyModeStringFormat is in no list of solver/pb/caps.go),
// and one that does not know them would take the mode for 0. Symbolic links as
// an operation are announced, since 0.19.
func (g *generator) readableMode() *llb.ChmodOpt {
	if g.supports(pb.CapFileSymlinkCreate) {
		return &llb.ChmodOpt{ModeStr: "u+rwX,go+rX,go-w"}
	}
	return nil
}
