package llbgen_test

import (
	"testing"

	"github.com/org/pyfrontend/llbgen/plan"
)

// Directories have the mode and the owner of the plan. One with a sticky bit,
// which mkdir would lose, is copied from the base without what is in it.
func TestRunnerDirs(t *testing.T) {
	img := imageFor(amd64)
	img.Runner.Dirs = []plan.Dir{{Path: "/srv", UID: 7, GID: 8, Mode: 0o750}, {Path: "/tmp", Mode: 0o1777}, {Path: "/x", UID: 9}}
	_, g := generate(t, img, input())
	op := g.ops[g.digest(t, "write user and directories")]
	type made struct {
		mode     int32
		uid, gid uint32
	}
	got := map[string]made{}
	for _, a := range op.GetFile().Actions {
		if m := a.GetMkdir(); m != nil {
			got[m.Path] = made{m.Mode, m.Owner.User.GetByID(), m.Owner.Group.GetByID()}
		}
		if c := a.GetCopy(); c != nil {
			got["copy "+c.Src+" "+c.Dest] = made{c.Mode, c.Owner.User.GetByID(), c.Owner.Group.GetByID()}
			if len(c.ExcludePatterns) != 1 || c.ExcludePatterns[0] != "**" || c.DirCopyContents {
				t.Errorf("more than the directory is copied: %v", c)
			}
		}
	}
	want := map[string]made{"/etc": {0o755, 0, 0}, "/srv": {0o750, 7, 8}, "copy /tmp /tmp": {-1, 0, 0}, "/x": {0o755, 9, 0}}
	for p, w := range want {
		if got[p] != w {
			t.Errorf("%s: %+v, want %+v", p, got[p], w)
		}
	}
	if len(got) != len(want) {
		t.Errorf("made %v", got)
	}
}

// A base's user with nothing to write needs no file operation at all.
func TestRunnerOfNothing(t *testing.T) {
	img := imageFor(amd64)
	img.Runner.Dirs, img.Runner.Files = nil, nil
	_, g := generate(t, img, input())
	if all := g.digests("write user and directories"); len(all) > 0 {
		t.Error("something is written")
	}
}
