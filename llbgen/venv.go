package llbgen

import (
	"path"

	"github.com/moby/buildkit/client/llb"
)

// skeleton makes the empty virtual environment, as uv makes it: links to the
// interpreter, pyvenv.cfg, activation scripts. It runs on the build platform:
// nothing in it depends on the architecture, and the interpreter has the same
// path in builder and runner.
func (g *generator) skeleton() llb.State {
	venv := g.img.Venv.Path
	dir := path.Dir(venv)
	empty := g.mkdirs(llb.Scratch(), dir)
	return g.flatten(g.run(step{
		name:     "create the virtual environment",
		kind:     StepDependencies,
		at:       place{platform: g.img.Builder.Platform},
		tree:     dir,
		state:    empty,
		selector: dir,
		bytecode: g.img.Venv.Bytecode,
		args:     []string{uvPath, "venv", "--no-config", "--no-project", "--python", g.img.Base.Python, venv},
	}), g.anywhere())
}

// flatten makes one layer of a small state that took several steps, and gives
// its directories the fixed time: a directory otherwise takes the time of the
// last file that was written into it.
func (g *generator) flatten(st llb.State, p constraint) llb.State {
	return llb.Scratch().File(
		llb.Copy(st, "/", "/", &llb.CopyInfo{CopyDirContentsOnly: true, CreatedTime: &fixedTime}),
		llb.WithCustomName("[internal] make one layer"), p)
}

// mkdirs adds a directory and its parents, owned by root, with a fixed time.
func (g *generator) mkdirs(st llb.State, dir string) llb.State {
	return st.File(
		llb.Mkdir(dir, 0o755, llb.WithParents(true), llb.WithCreatedTime(fixedTime)),
		llb.WithCustomName("[internal] make "+dir),
		g.anywhere())
}
