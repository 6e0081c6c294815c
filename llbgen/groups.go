package llbgen

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/client/llb"

	"github.com/org/pyfrontend/llbgen/plan"
)

// group installs one group of distributions on top of the empty environment.
// Its inputs are the builder, uv and the group's own files, so that nothing
// but a change of its pins runs it again.
func (g *generator) group(skeleton llb.State, grp *plan.Group) part {
	venv := g.img.Venv.Path
	name := "install " + grp.Name
	out := g.run(step{
		name:     name + g.whyThere(grp),
		kind:     StepDependencies,
		shared:   grp.Anywhere,
		at:       place{grp.Platform, grp.Compiles},
		tree:     venv,
		state:    skeleton,
		selector: venv,
		bytecode: g.img.Venv.Bytecode,
		args:     g.installArgs(grp),
		network:  true,
		line:     grp.Line,
		mounts:   []llb.RunOption{llb.AddMount(inputDir, g.files(slices.Concat(grp.Files, names(grp.Packages))), llb.SourcePath("/in"), llb.ForceNoOutput)},
		env:      [][2]string{{"VIRTUAL_ENV", venv}, {"UV_PROJECT_ENVIRONMENT", venv}},
	})
	return g.diff(skeleton, out, name)
}

// whyThere tells in the progress output why a step does not run where all others
// do: it may take long.
func (g *generator) whyThere(grp *plan.Group) string {
	if grp.Platform == g.img.Builder.Platform || grp.Why == "" {
		return ""
	}
	return " (" + grp.Why + ")"
}

// installArgs is uv's command line for a group.
func (g *generator) installArgs(grp *plan.Group) []string {
	var args []string
	switch grp.Method {
	case plan.Sync:
		args = []string{uvPath, "sync", "--project", inputDir, "--inexact"}
	case plan.Requirements:
		args = []string{uvPath, "pip", "install", "--python", g.img.Venv.Path + "/bin/python", "-r", inputDir + "/requirements.txt"}
	default:
		args = []string{uvPath, "pip", "install", "--no-config", "--no-deps", "--python", g.img.Venv.Path + "/bin/python", "-r", inputDir + "/pylock.toml"}
	}
	if grp.Target != "" {
		args = append(args, "--python-platform", grp.Target)
	}
	return slices.Concat(args, grp.Args)
}

// names is a file with the names of a group's distributions, which step.py
// counts in its exit status.
func names(packages []plan.Package) []plan.File {
	if len(packages) == 0 {
		return nil
	}
	var all strings.Builder
	for i := range packages {
		all.WriteString(packages[i].Name + "\n")
	}
	return []plan.File{{Path: namesFile, Data: []byte(all.String())}}
}

// namesFile is where script/failure.py looks for the names.
const namesFile = "names.txt"

// files writes small files under /in of a state of their own.
func (g *generator) files(files []plan.File) llb.State {
	action := llb.Mkdir("/in", 0o755, llb.WithCreatedTime(fixedTime))
	made := map[string]bool{"/in": true}
	for _, f := range files {
		p := "/in/" + f.Path
		for _, dir := range parents(p) {
			if !made[dir] {
				made[dir] = true
				action = action.Mkdir(dir, 0o755, llb.WithCreatedTime(fixedTime))
			}
		}
		action = action.Mkfile(p, 0o644, f.Data, llb.WithCreatedTime(fixedTime))
	}
	return llb.Scratch().File(action, llb.WithCustomName("[internal] write the pins of a group"), g.anywhere())
}

// diff is what a step added to the state it began with.
func (g *generator) diff(lower, upper llb.State, name string) part {
	if !g.merges() {
		return part{state: upper, full: &upper, name: name}
	}
	return part{
		state: llb.Diff(lower, upper, llb.WithCustomName("[internal] take what was added: "+name), g.anywhere()),
		full:  &upper,
		name:  name,
	}
}
