package e2e

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/solver/pb"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/frontend/planner"
	"github.com/org/pyfrontend/internal/gatewaytest"
)

// ops are all ops of a request that is answered without a daemon.
func ops(t *testing.T, files, opts map[string]string) []*pb.Op {
	t.Helper()
	g := &gatewaytest.Gateway{
		Opts:   with(map[string]string{"filename": "pyproject.toml"}, opts),
		Locals: map[string]map[string]string{"context": files, "dockerfile": files},
		Images: gatewaytest.Registry("ghcr.io/astral-sh/uv:" + planner.UVVersion),
	}
	if _, err := frontend.Build(t.Context(), g); err != nil {
		t.Fatal(err)
	}
	var out []*pb.Op
	for _, def := range g.Solved {
		more, err := gatewaytest.Ops(def)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, more...)
	}
	return out
}

// TestPull: --pull asks the registry for every image, and Docker's default of
// local images first is passed on. What the option does on an engine is in the
// engines' tests; here it is that no image is forgotten.
func TestPull(t *testing.T) {
	for mode, want := range map[string]string{"": "", "default": "", "pull": pb.AttrImageResolveModeForcePull, "local": pb.AttrImageResolveModePreferLocal} {
		seen := map[string]bool{}
		for _, op := range ops(t, plain, map[string]string{"image-resolve-mode": mode}) {
			name, image := strings.CutPrefix(op.GetSource().GetIdentifier(), "docker-image://")
			if !image {
				continue
			}
			name, _, _ = strings.Cut(name, "@")
			seen[name] = true
			got := op.GetSource().Attrs[pb.AttrImageResolveMode]
			if got == pb.AttrImageResolveModeDefault {
				got = ""
			}
			if got != want {
				t.Errorf("%q: %s is resolved by the mode %q, want %q", mode, name, got, want)
			}
		}
		if len(seen) != 2 {
			t.Errorf("%q: the images are %v, want the base and uv", mode, slices.Sorted(maps.Keys(seen)))
		}
	}
}

// TestNetworkModes: steps that need the network get what --network says, the
// others never have one.
func TestNetworkModes(t *testing.T) {
	for mode, want := range map[string]pb.NetMode{"": pb.NetMode_UNSET, "host": pb.NetMode_HOST, "none": pb.NetMode_NONE} {
		builds, others := 0, 0
		for _, op := range ops(t, probeFiles, map[string]string{"force-network-mode": mode}) {
			exec := op.GetExec()
			if exec == nil {
				continue
			}
			argv, expected := strings.Join(exec.Meta.Args, " "), pb.NetMode_NONE
			if strings.Contains(argv, "uv build") {
				expected = want
				builds++
			} else {
				others++
			}
			if exec.Network != expected {
				t.Errorf("%q: %s has the network %s, want %s", mode, argv, exec.Network, expected)
			}
		}
		if builds == 0 || others == 0 {
			t.Errorf("%q: %d steps that build, %d others", mode, builds, others)
		}
	}
}
