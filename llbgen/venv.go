package llbgen

import (
	"path"

	"github.com/moby/buildkit/client/llb"
)

// activation is what uv puts into an environment for people who change into it
// in a shell (uv: crates/uv-virtualenv/src/activator), and for tools that look
// at a checkout. A container's PATH does without.
var activation = []string{
	"**/bin/activate", "**/bin/activate.*", "**/bin/activate_this.py", "**/bin/deactivate.bat", "**/bin/pydoc.bat",
	"**/.gitignore", "**/CACHEDIR.TAG",
}

// skeleton makes the empty virtual environment: links to the interpreter and
// pyvenv.cfg, of what uv makes. It runs on the build platform:
// nothing in it depends on the architecture, and the interpreter has the same
// path in builder and runner.
func (g *generator) skeleton() llb.State {
	venv := g.img.Venv.Path
	dir := path.Dir(venv)
	empty := g.mkdirs(llb.Scratch(), dir)
	return g.flatten(g.run(step{
		name:     "create the virtual environment",
		kind:     StepDependencies,
		shared:   true,
		at:       place{platform: g.img.Builder.Platform},
		tree:     dir,
		state:    empty,
		selector: dir,
		bytecode: g.img.Venv.Bytecode,
		args:     []string{uvPath, "venv", "--no-config", "--no-project", "--python", g.img.Base.Python, venv},
	}), g.anywhere(), activation...)
}

// flatten makes one layer of a small state that took several steps, without the
// files that match a pattern, and gives its directories the fixed time: a
// directory otherwise takes the time of the last file that was written into it.
func (g *generator) flatten(st llb.State, p constraint, without ...string) llb.State {
	return llb.Scratch().File(
		llb.Copy(st, "/", "/", &llb.CopyInfo{CopyDirContentsOnly: true, CreatedTime: &fixedTime, ExcludePatterns: without}),
		llb.WithCustomName("[internal] make one layer"), p)
}

// mkdirs adds a directory and its parents, owned by root, with a fixed time.
func (g *generator) mkdirs(st llb.State, dir string) llb.State {
	return st.File(
		llb.Mkdir(dir, 0o755, llb.WithParents(true), llb.WithCreatedTime(fixedTime)),
		llb.WithCustomName("[internal] make "+dir),
		g.anywhere())
}
