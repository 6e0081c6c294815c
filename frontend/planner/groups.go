package planner

import (
	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/llbgen/plan"
)

// groups plans how the dependencies are installed.
func (b *builder) groups() []plan.Group {
	switch {
	case b.in.Lock != nil && b.in.Doc != nil:
		return b.syncGroup()
	case b.in.Requirements != nil:
		return b.requirementsGroup()
	default:
		return nil
	}
}

// syncGroup lets uv install from the lock: the whole of it, without the
// project itself, and without any group that was not asked for.
func (b *builder) syncGroup() []plan.Group {
	args := []string{"--locked", "--no-default-groups", "--no-install-local", "--no-editable"}
	if b.in.LockMade {
		// The lock was made a moment ago from the same manifest.
		args[0] = "--frozen"
	}
	for _, g := range b.in.Spec.Groups.V {
		args = append(args, "--group", g.V)
	}
	for _, e := range b.in.Spec.Extras.V {
		args = append(args, "--extra", e.V)
	}
	files := []plan.File{
		{Path: "pyproject.toml", Data: b.in.Doc.File.Data},
		{Path: "uv.lock", Data: b.in.Lock.Data},
	}
	if b.in.Settings != nil {
		files = append(files, plan.File{Path: "uv.toml", Data: b.in.Settings.Data})
	}
	return []plan.Group{{
		Name: "the locked dependencies", Method: plan.Sync, Platform: b.in.BuildPlatform, Target: b.target(),
		Files: files, Args: args, Line: line(b.in.Doc.Project.Range),
	}}
}

// requirementsGroup installs a requirements file; uv enforces its hashes if it
// has any.
func (b *builder) requirementsGroup() []plan.Group {
	f := b.in.Requirements
	return []plan.Group{{
		Name: "the requirements of " + f.Name, Method: plan.Requirements, Platform: b.in.BuildPlatform, Target: b.target(),
		Files: []plan.File{{Path: "requirements.txt", Data: f.Data}}, Line: line(wholeFile(f)),
	}}
}

// wholeFile is the range of a file's first line: what a step as a whole is
// blamed on.
func wholeFile(f *diag.File) diag.Range { return f.LineRange(1) }
