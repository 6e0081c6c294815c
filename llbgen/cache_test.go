package llbgen_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/solver/pb"
	"github.com/opencontainers/go-digest"

	"github.com/org/pyfrontend/llbgen"
	"github.com/org/pyfrontend/llbgen/plan"
)

// A group runs again when its own pins change, and for nothing else.
func TestGroupsAreIndependent(t *testing.T) {
	const group = "install pure 1.0"
	_, g := generate(t, imageFor(amd64), input())
	before := g.digest(t, group)
	for _, c := range []struct {
		name   string
		change func(*plan.Image, *llbgen.Input)
		same   bool
	}{
		{"nothing", func(*plan.Image, *llbgen.Input) {}, true},
		{"another group's pins", func(i *plan.Image, _ *llbgen.Input) { i.Groups[1].Files[0].Data = []byte("other\n") }, true},
		{"one group more", func(i *plan.Image, _ *llbgen.Input) {
			i.Groups = append(i.Groups, plan.Group{Name: "more", Method: plan.Pins, Platform: amd64, Files: []plan.File{{Path: "pylock.toml"}}})
		}, true},
		{"order of the groups", func(i *plan.Image, _ *llbgen.Input) { slices.Reverse(i.Groups) }, true},
		{"lines in uv.lock", func(i *plan.Image, _ *llbgen.Input) { i.Groups[0].Line.Start, i.Groups[0].Line.End = 900, 900 }, true},
		{"the project", func(i *plan.Image, _ *llbgen.Input) {
			i.Source.Exclude = []string{"docs"}
			i.Source.Wheels[0].Name = "x"
		}, true},
		{"the user", func(i *plan.Image, _ *llbgen.Input) { i.Runner.User.Name = "x"; i.Runner.Dirs = nil }, true},
		{"the config", func(i *plan.Image, _ *llbgen.Input) { i.Config.Env = nil; i.Config.Entrypoint.Argv = nil }, true},
		{"the target platform", func(i *plan.Image, _ *llbgen.Input) { *i = *imageFor(arm64) }, true},
		{"several platforms", func(_ *plan.Image, in *llbgen.Input) { in.Multi = true }, true},
		{"labels", func(_ *plan.Image, in *llbgen.Input) { in.Labels = map[string]string{"a": "b"} }, true},
		{"the cache's namespace", func(_ *plan.Image, in *llbgen.Input) { in.Exec.CacheNS = "ns" }, false},
		{"its pins", func(i *plan.Image, _ *llbgen.Input) { i.Groups[0].Files[0].Data = []byte("other\n") }, false},
		{"bytecode", func(i *plan.Image, _ *llbgen.Input) { i.Venv.Bytecode = false }, false},
		{"the base", func(i *plan.Image, _ *llbgen.Input) { i.Builder.Ref = "example.com/base:2" }, false},
		{"uv", func(i *plan.Image, _ *llbgen.Input) { i.UV.Ref = "example.com/uv:2" }, false},
	} {
		img, in := imageFor(amd64), input()
		c.change(img, in)
		_, g := generate(t, img, in)
		if after := g.digest(t, group); (after == before) != c.same {
			t.Errorf("%s: the step stays the same: %v", c.name, after == before)
		}
	}
}

// What is the same for two platforms is one vertex, and runs once.
func TestPlatformsShare(t *testing.T) {
	_, amd := generate(t, imageFor(amd64), input())
	_, arm := generate(t, imageFor(arm64), input())
	for _, name := range []string{"install pure 1.0", "create the virtual environment", "build the wheel of shop"} {
		if a, b := amd.digest(t, name), arm.digest(t, name); a != b {
			t.Errorf("%q is another vertex for another platform", name)
		}
	}
	if amd.digest(t, "install binary 2.0") == arm.digest(t, "install binary 2.0") {
		t.Error("a step for another platform's wheels is the same vertex")
	}
	for d, op := range arm.ops {
		if op.GetExec() != nil && arm.platform(d) != amd64 {
			t.Errorf("%q is emulated on %s", arm.names[d], arm.platform(d))
		}
	}
}

// A step that must compile runs on the target, and only that one.
func TestEmulatedStep(t *testing.T) {
	img := everything()["emulated"]
	_, g := generate(t, img, input())
	for d, op := range g.ops {
		if op.GetExec() == nil {
			continue
		}
		want := amd64
		if strings.Contains(g.names[d], "binary") {
			want = arm64
		}
		if got := g.platform(d); got != want {
			t.Errorf("%q runs on %s", g.names[d], got)
		}
	}
}

// --no-cache-filter names steps; the rest stays cached.
func TestNoCache(t *testing.T) {
	for _, kind := range []string{"", llbgen.StepDependencies, llbgen.StepProject} {
		in := input()
		in.NoCache = func(step string) bool { return step == kind }
		_, g := generate(t, imageFor(amd64), in)
		ignored := map[string]bool{}
		for d, m := range g.def.Metadata {
			if m.IgnoreCache {
				ignored[g.names[digest.Digest(d)]] = true
			}
		}
		for name, want := range map[string]string{
			"install pure 1.0": llbgen.StepDependencies, "create the virtual environment": llbgen.StepDependencies,
			"build the wheel of shop": llbgen.StepProject, "install shop": llbgen.StepProject,
		} {
			if ignored[name] != (want == kind) {
				t.Errorf("without the cache of %q: %q runs again: %v", kind, name, ignored[name])
			}
		}
	}
}

// The content of a read-only input counts, not the vertex it came from: each
// group's pins are mounted alone, below a directory of their own.
func TestInputsAreSelected(t *testing.T) {
	_, g := generate(t, everything()["sync"], input())
	for step, e := range g.execs() {
		for _, m := range e.Mounts {
			if m.Dest == "/run/pyfrontend/input" && m.Selector != "/in" {
				t.Errorf("%q mounts %q", step, m.Selector)
			}
		}
	}
	var files []string
	for _, op := range g.ops {
		for _, a := range op.GetFile().GetActions() {
			if f := a.GetMkfile(); f != nil && strings.HasPrefix(f.Path, "/in/") {
				files = append(files, f.Path)
			}
		}
	}
	slices.Sort(files)
	if want := []string{"/in/packages/a/pyproject.toml", "/in/uv.lock"}; !slices.Equal(files, want) {
		t.Errorf("the files are %q", files)
	}
}

// Nothing that is written has the time of its writing.
func TestFixedTimes(t *testing.T) {
	for name, img := range everything() {
		for _, caps := range [][]string{nil, {string(pb.CapMergeOp), string(pb.CapDiffOp)}} {
			in := input()
			in.Caps = allCaps(ids(caps)...)
			_, g := generate(t, img, in)
			for d, op := range g.ops {
				for _, a := range op.GetFile().GetActions() {
					// The last copies keep the times of what they copy.
					if at := timestamp(a); at != 315619200000000000 && !strings.HasPrefix(g.names[d], "put the image together") {
						t.Errorf("%s %v: %q writes with the time %d", name, caps, g.names[d], at)
					}
				}
			}
		}
	}
}

func timestamp(a *pb.FileAction) int64 {
	switch a := a.Action.(type) {
	case *pb.FileAction_Mkdir:
		return a.Mkdir.Timestamp
	case *pb.FileAction_Mkfile:
		return a.Mkfile.Timestamp
	case *pb.FileAction_Copy:
		return a.Copy.Timestamp
	default:
		return 0
	}
}

// Lock is the same vertex for the same manifests, and leaves a lock.
func TestLock(t *testing.T) {
	files := []plan.File{{Path: "pyproject.toml", Data: []byte("[project]\n")}, {Path: "packages/a/pyproject.toml"}}
	lock := func() *graph {
		in := input()
		st, err := llbgen.Lock(imageFor(amd64), in, files, plan.Line{File: "pyproject.toml", Start: 1, End: 1})
		if err != nil {
			t.Fatal(err)
		}
		return marshal(t, st, in)
	}
	g := lock()
	if n := len(g.execs()); n != 1 {
		t.Fatalf("%d steps", n)
	}
	for step, e := range g.execs() {
		if !slices.Contains(e.Meta.Args, "lock") || e.Network == pb.NetMode_NONE || len(secrets(e)) != 2 {
			t.Errorf("%q runs %q with %v", step, e.Meta.Args, secrets(e))
		}
	}
	again := lock()
	if !slices.EqualFunc(g.def.Def, again.def.Def, slices.Equal[[]byte]) {
		t.Error("the same lock is another definition")
	}
}

// Images that cannot be had are errors, not panics.
func TestErrors(t *testing.T) {
	for name, change := range map[string]func(*plan.Image){
		"base":          func(i *plan.Image) { i.Base.Ref = "none" },
		"builder":       func(i *plan.Image) { i.Builder.Ref = "none" },
		"uv":            func(i *plan.Image) { i.UV.Ref = "none" },
		"platform":      func(i *plan.Image) { i.Platform = "a/b/c/d" },
		"step platform": func(i *plan.Image) { i.Groups[0].Platform = "a/b/c/d" },
	} {
		img := imageFor(amd64)
		change(img)
		if _, err := llbgen.Generate(t.Context(), img, input()); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// A definition of one platform is the same bytes whenever it is written.
func TestSameBytes(t *testing.T) {
	for name, img := range everything() {
		in := input()
		in.Locate = func(l plan.Line) llb.ConstraintsOpt { return llb.WithDescription(map[string]string{"at": l.File}) }
		_, first := generate(t, img, in)
		for range 5 {
			if _, again := generate(t, img, in); !slices.EqualFunc(first.def.Def, again.def.Def, slices.Equal[[]byte]) {
				t.Errorf("%s: other bytes", name)
			}
		}
	}
}
