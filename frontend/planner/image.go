package planner

import (
	"path"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/uvlock"
	"github.com/org/pyfrontend/llbgen/plan"
)

// builder plans the image of one platform.
type builder struct {
	in       *Input
	chosen   *Chosen
	uvRef    string
	platform string
	// image is the base for the platform, build the one that steps run in.
	image, build *Image
	// installed is what the lock puts into the image, the project included.
	installed []uvlock.Installed
	found     diag.List
}

// plan decides everything about the image.
func (b *builder) plan() (*plan.Image, diag.List) {
	if !b.checkBase() {
		return nil, b.found
	}
	img := &plan.Image{
		Platform: b.platform,
		Base:     b.base(b.platform, b.image),
		Builder:  b.base(b.in.BuildPlatform, b.build),
		UV:       plan.Tool{Name: b.chosen.UV, Ref: b.uvRef, Platform: b.in.BuildPlatform},
		Venv:     plan.Venv{Path: path.Join(b.in.Spec.Workdir.V, ".venv"), Bytecode: b.in.Spec.Bytecode.V},
	}
	b.resolve()
	img.Groups = b.groups()
	img.Source = b.source()
	img.Compiler = b.compiler(img)
	b.runner(img)
	b.config(img)
	return img, b.found
}

func (b *builder) base(platform string, i *Image) plan.Base {
	return plan.Base{
		Name: b.chosen.Base, Ref: i.Ref, Platform: platform,
		Python: i.Facts.Python, Version: i.Facts.Version, Libc: i.Facts.Libc.String(),
	}
}

// foreign says whether the image is for another platform than steps run on.
func (b *builder) foreign() bool { return b.platform != b.in.BuildPlatform }

// target is uv's --python-platform of the image's platform; empty at home.
func (b *builder) target() string {
	if !b.foreign() {
		return ""
	}
	return targetTriple(b.platform, b.image.Facts.Libc)
}

// runner plans the user and the directories.
func (b *builder) runner(img *plan.Image) {
	s := b.in.Spec
	user, files, found := planUser(wanted(s.User), b.image.Facts)
	b.found.Append(found...)
	dirs := newDirectories(b.image.Facts)
	dirs.add(s.Workdir.V, 0, 0)
	b.checkWorkdir()
	if len(files) > 0 {
		// The home of a user of the base is the base's: it may be a directory
		// of the system (daemon's is /usr/sbin) or a link.
		dirs.add(user.Home, user.UID, user.GID)
	}
	for _, w := range s.Writable {
		dirs.add(absolute(s, w.V), user.UID, user.GID)
	}
	img.Runner = plan.Runner{User: user, Dirs: dirs.list(), Files: files}
}
