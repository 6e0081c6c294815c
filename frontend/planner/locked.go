package planner

import (
	"fmt"

	"github.com/containerd/platforms"

	"github.com/org/pyfrontend/frontend/base"
	"github.com/org/pyfrontend/frontend/pep/marker"
	"github.com/org/pyfrontend/frontend/pep/name"
	"github.com/org/pyfrontend/frontend/pep/tag"
	"github.com/org/pyfrontend/frontend/pep/version"
	"github.com/org/pyfrontend/frontend/spec"
	"github.com/org/pyfrontend/frontend/uvlock"
)

// resolve asks the lock what belongs in the image.
func (b *builder) resolve() {
	if b.in.Locked == nil {
		return
	}
	env, err := environment(b.platform, b.image.Facts)
	if err != nil {
		b.found.Add(b.in.Blame, fmt.Sprintf("cannot plan for %s", b.platform), err.Error(), "")
		return
	}
	installed, found := b.in.Locked.Resolve(b.in.selection(), env)
	b.found.Append(found...)
	b.installed = installed
}

// roots names the project that is built, nil for a lock without it.
func (in *Input) roots() []string {
	if in.Doc == nil || in.Doc.Project == nil {
		return nil
	}
	return []string{in.Doc.Project.NormalName()}
}

// environment describes the interpreter of a base on a platform, as uv sees it
// with --python-platform, so that every platform is planned alike.
func environment(platform string, facts *base.Facts) (*uvlock.Environment, error) {
	p, err := platforms.Parse(platform)
	if err != nil {
		return nil, err
	}
	python, err := version.Parse(facts.Version)
	if err != nil {
		return nil, fmt.Errorf("the Python version %q: %w", facts.Version, err)
	}
	machine := base.Machine(p.Architecture)
	libc, err := libcOf(facts.Libc)
	if err != nil {
		return nil, err
	}
	_, minor := minorOf(python)
	tags, err := tag.For(tag.Target{Minor: int(minor), Arch: machine, Libc: libc})
	if err != nil {
		return nil, err
	}
	return &uvlock.Environment{
		Name:    fmt.Sprintf("%s (%s)", platform, facts.Libc),
		Markers: marker.Linux(machine, python),
		Tags:    tags,
	}, nil
}

// libcOf gives a base's C library the form that tags are made from.
func libcOf(l base.Libc) (tag.Libc, error) {
	var major, minor int
	if _, err := fmt.Sscanf(l.Version, "%d.%d", &major, &minor); err != nil {
		return tag.Libc{}, fmt.Errorf("the C library of the base image cannot be told")
	}
	return tag.Libc{Musl: l.Family == base.Musl, Minor: minor}, nil
}

// buildOptions are uv's limits on what may be built and what must be.
func (in *Input) buildOptions() uvlock.BuildOptions {
	if in.Doc == nil {
		return uvlock.BuildOptions{}
	}
	b := in.Doc.UV.Build
	return uvlock.BuildOptions{
		NoBuild: b.NoBuild.V, NoBuildPackages: normal(b.NoBuildPackage),
		NoBinary: b.NoBinary.V, NoBinaryPackages: normal(b.NoBinaryPackage),
	}
}

func normal(names []spec.Str) []string {
	var out []string
	for _, n := range names {
		out = append(out, name.Normalize(n.V))
	}
	return out
}
