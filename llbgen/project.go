package llbgen

import (
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/client/llb"

	"github.com/org/pyfrontend/llbgen/plan"
)

// source puts the project itself into the image: as a wheel, installed like
// any other distribution, or as a copy of its files.
func (g *generator) source(skeleton llb.State) []part {
	var parts []part
	for i := range g.img.Source.Wheels {
		parts = append(parts, g.installWheel(skeleton, &g.img.Source.Wheels[i]))
	}
	switch s := g.img.Source; {
	case s.Kind == plan.SourceCopy:
		parts = append(parts, g.copyCode())
	case len(s.Include) > 0:
		parts = append(parts, part{
			state: g.code(s.Dir, s.Dest, nil, s.Include),
			name:  "copy " + strings.Join(s.Include, ", ") + " to " + s.Dest,
		})
	}
	return parts
}

// code is a directory of the build context without what must not be part of a
// build, with the time, owner and write permission of every file made the same
// on all machines, under dest. only are patterns that the files must match, nil
// for all files.
func (g *generator) code(dir, dest string, without, only []string) llb.State {
	return llb.Scratch().File(
		llb.Mkdir(dest, 0o755, llb.WithParents(true), llb.WithCreatedTime(fixedTime)).
			Copy(g.in.Context, path.Join("/", dir), dest, &llb.CopyInfo{
				Mode:                g.readableMode(),
				CopyDirContentsOnly: true,
				IncludePatterns:     only,
				ExcludePatterns:     slices.Concat(g.img.Source.Exclude, without),
				ChownOpt:            &llb.ChownOpt{User: &llb.UserOpt{UID: 0}, Group: &llb.UserOpt{UID: 0}},
				CreatedTime:         &fixedTime,
			}),
		llb.WithCustomName("copy the files of "+g.projectName(dir)),
		g.locate(g.img.Source.Line),
		g.anywhere())
}

// projectName is how a directory of the context is called in progress output.
func (g *generator) projectName(dir string) string {
	if dir == "." {
		return "the project"
	}
	return dir
}

// wheel builds a wheel of a local project. The source is a writable mount
// whose changes are thrown away (setuptools writes into the source), hashed by
// its content, so that touching a file without changing it builds nothing.
func (g *generator) wheel(w *plan.LocalWheel) llb.State {
	return g.run(step{
		name:     "build the wheel of " + w.Name,
		kind:     StepProject,
		shared:   !w.Compiles,
		at:       place{w.Platform, w.Compiles},
		tree:     wheelDir,
		state:    g.mkdirs(llb.Scratch(), "/wheel"),
		selector: "/wheel",
		args:     []string{uvPath, "build", "--wheel", "--no-create-gitignore", "--out-dir", wheelDir, sourceDir},
		network:  true,
		line:     w.Line,
		mounts:   []llb.RunOption{llb.AddMount(sourceDir, g.code(w.Dir, "/source", w.Without, nil), llb.SourcePath("/source"), llb.ForceNoOutput)},
	})
}

// installWheel installs a wheel just built. uv's cache is not used: it knows a
// local wheel by its path and would install old code (astral-sh/uv#15224).
func (g *generator) installWheel(skeleton llb.State, w *plan.LocalWheel) part {
	venv := g.img.Venv.Path
	name := "install " + w.Name
	args := []string{
		uvPath, "pip", "install", "--no-config", "--no-deps", "--no-index", "--no-cache",
		"--python", venv + "/bin/python", wheelDir + "/*.whl",
	}
	if w.Target != "" {
		args = append(args, "--python-platform", w.Target)
	}
	out := g.run(step{
		name:     name,
		kind:     StepProject,
		at:       place{platform: g.img.Builder.Platform},
		tree:     venv,
		state:    skeleton,
		selector: venv,
		bytecode: g.img.Venv.Bytecode,
		args:     args,
		line:     w.Line,
		mounts:   []llb.RunOption{llb.AddMount(wheelDir, g.wheel(w), llb.SourcePath("/wheel"), llb.ForceNoOutput)},
	})
	return g.diff(skeleton, out, name)
}

// copyCode copies the files of a project that is not a package. Bytecode is
// written here because the container's user cannot write it later.
func (g *generator) copyCode() part {
	dest := g.img.Source.Dest
	code := g.code(g.img.Source.Dir, dest, nil, nil)
	name := "copy the project's files to " + dest
	if !g.img.Venv.Bytecode {
		return part{state: code, name: name}
	}
	out := g.run(step{
		name:     "compile the project's files",
		kind:     StepProject,
		shared:   true,
		at:       place{platform: g.img.Builder.Platform},
		tree:     dest,
		state:    code,
		selector: dest,
		bytecode: true,
		line:     g.img.Source.Line,
	})
	return part{state: g.flatten(out, g.anywhere()), name: name}
}

// parents lists the directories above a path under /in, outermost first.
func parents(p string) []string {
	var out []string
	for dir := path.Dir(p); strings.HasPrefix(dir, "/in/"); dir = path.Dir(dir) {
		out = append([]string{dir}, out...)
	}
	return out
}
