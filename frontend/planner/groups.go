package planner

import (
	"fmt"
	"slices"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pyproject"
	"github.com/org/pyfrontend/frontend/uvlock"
	"github.com/org/pyfrontend/llbgen/plan"
)

// groups plans how the dependencies are installed.
func (b *builder) groups() []plan.Group {
	switch {
	case b.in.Locked != nil:
		return b.lockedGroups()
	case b.in.Requirements != nil:
		return b.requirementsGroup()
	default:
		return nil
	}
}

// lockedGroups plans the groups of a lock: exact pins where a pylock.toml can
// express them, else uv reads its own lock.
func (b *builder) lockedGroups() []plan.Group {
	var remote []uvlock.Installed
	for _, in := range b.installed {
		if !in.Package.Source.Tree() {
			remote = append(remote, in)
		}
	}
	if len(remote) == 0 {
		return nil
	}
	if why := b.needsSync(remote); why != "" {
		return b.syncGroup(remote, why)
	}
	var out []plan.Group
	for _, bucket := range b.divide(remote) {
		if g, ok := b.pinGroup(bucket); ok {
			out = append(out, g)
		}
	}
	return out
}

// divide applies the spec's layers.
func (b *builder) divide(remote []uvlock.Installed) []bucket {
	if b.in.Spec.Layers.V == "single" {
		return []bucket{{name: names(remote), installed: remote}}
	}
	return divide(remote)
}

// needsSync says why uv must read the lock itself; "" if pins will do.
func (b *builder) needsSync(remote []uvlock.Installed) string {
	for i := range remote {
		if !pinnable(&remote[i]) {
			return fmt.Sprintf("%s cannot be pinned outside of uv.lock", label(&remote[i]))
		}
	}
	built := slices.ContainsFunc(remote, func(in uvlock.Installed) bool { return in.Built() })
	if built && b.in.Doc != nil && custom(&b.in.Doc.UV) {
		return "the project sets how packages are built"
	}
	return ""
}

// custom says whether a project changes how packages are built: only uv itself
// knows how to apply that.
func custom(uv *pyproject.UV) bool {
	b := uv.Build
	return b.NoBuildIsolation.V || len(b.NoBuildIsolationPackage)+len(b.ExtraDependencies) > 0 ||
		b.ExtraVariables.Present() || b.Settings.Present() || b.PackageSettings.Present() ||
		len(uv.Resolution.BuildConstraints) > 0
}

// pinGroup plans one group of pins. What must be compiled runs on the target
// platform, all else on the build platform.
func (b *builder) pinGroup(bk bucket) (plan.Group, bool) {
	data, err := pin(bk.installed)
	if err != nil {
		b.found.Add(b.in.Blame, "the pins of a group cannot be written", err.Error(), "")
		return plan.Group{}, false
	}
	g := plan.Group{
		Name: bk.name, Method: plan.Pins, Platform: b.in.BuildPlatform, Anywhere: bk.anywhere,
		Packages: packages(bk.installed),
		Files:    []plan.File{{Path: "pylock.toml", Data: data}},
		Args:     b.indexArgs(bk.installed),
		Line:     line(bk.installed[0].Package.Range()),
	}
	b.compiles(&g, bk.installed)
	if !bk.anywhere && b.foreign() {
		b.place(&g, bk.installed)
	}
	return g, true
}

// place decides where a group of a foreign platform runs.
func (b *builder) place(g *plan.Group, installed []uvlock.Installed) {
	g.Target = b.target()
	for i := range installed {
		if installed[i].Built() {
			g.Platform, g.Target = b.platform, ""
			g.Why = fmt.Sprintf("%s has no wheel for %s and is built from source there", label(&installed[i]), b.platform)
			return
		}
	}
	if g.Target == "" {
		g.Platform = b.platform
		g.Why = fmt.Sprintf("uv cannot install for %s from another platform", b.platform)
	}
}

func packages(installed []uvlock.Installed) []plan.Package {
	out := make([]plan.Package, 0, len(installed))
	for i := range installed {
		in := &installed[i]
		p := plan.Package{Name: in.Package.Name, Version: in.Package.Version, Artifact: in.Package.Source.String(), Line: line(in.Package.Range())}
		if a := in.Artifact; a != nil {
			p.Artifact, p.Hash, p.Size = a.Filename, a.Hash, int64(min(a.Size, 1<<62))
		}
		out = append(out, p)
	}
	return out
}

// syncGroup lets uv install from the lock: the whole of it, without the
// project itself, and without any group that was not asked for. The lock has
// been checked against the manifest already.
func (b *builder) syncGroup(remote []uvlock.Installed, why string) []plan.Group {
	args := []string{"--frozen", "--no-default-groups", "--no-install-local", "--no-editable"}
	for _, g := range b.in.Spec.Groups.V {
		args = append(args, "--group", g.V)
	}
	for _, e := range b.in.Spec.Extras.V {
		args = append(args, "--extra", e.V)
	}
	args = append(args, "--package", b.in.Doc.Project.Name.V)
	files := []plan.File{{Path: "uv.lock", Data: b.in.Lock.Data}}
	for _, m := range b.in.manifests() {
		files = append(files, plan.File{Path: m.Doc.File.Name, Data: m.Doc.File.Data})
	}
	if b.in.Settings != nil {
		files = append(files, plan.File{Path: "uv.toml", Data: b.in.Settings.Data})
	}
	g := plan.Group{
		Name: "the locked dependencies", Method: plan.Sync, Platform: b.in.BuildPlatform, Why: why,
		Packages: packages(remote), Files: files, Args: args, Line: line(b.in.Blame),
	}
	b.compiles(&g, remote)
	if b.foreign() {
		b.place(&g, remote)
	}
	return []plan.Group{g}
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
