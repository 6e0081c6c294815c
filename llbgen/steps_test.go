package llbgen_test

import (
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/solver/pb"

	"github.com/org/pyfrontend/llbgen"
	"github.com/org/pyfrontend/llbgen/plan"
)

// everything are the plans whose steps the tests below look at.
func everything() map[string]*plan.Image {
	sync := imageFor(amd64)
	sync.Groups = []plan.Group{{Name: "locked", Method: plan.Sync, Platform: amd64, Files: []plan.File{{Path: "uv.lock"}, {Path: "packages/a/pyproject.toml"}}, Args: []string{"--frozen"}}}
	requirements := copied(imageFor(amd64))
	requirements.Groups = []plan.Group{{Name: "requirements", Method: plan.Requirements, Platform: amd64, Files: []plan.File{{Path: "requirements.txt"}}}}
	emulated := imageFor(arm64)
	emulated.Groups[1].Platform, emulated.Groups[1].Target = arm64, ""
	return map[string]*plan.Image{"wheel": imageFor(amd64), "copy": copied(imageFor(amd64)), "foreign": imageFor(arm64), "emulated": emulated, "sync": sync, "requirements": requirements}
}

// Every step is an argv whose program is the builder's own interpreter: no
// shell is needed in the image, and none reads what a project's file says.
func TestStepsAreArgv(t *testing.T) {
	for name, img := range everything() {
		_, g := generate(t, img, input())
		if len(g.execs()) < 3 {
			t.Errorf("%s: %d steps", name, len(g.execs()))
		}
		for step, e := range g.execs() {
			if e.Meta.Args[0] != "/usr/local/bin/python3" {
				t.Errorf("%s: %q runs %q", name, step, e.Meta.Args)
			}
			for _, a := range e.Meta.Args {
				switch path.Base(a) {
				case "sh", "bash", "-c", "-lc", "env", "&&", "|":
					t.Errorf("%s: %q goes through a shell: %q", name, step, e.Meta.Args)
				}
			}
		}
	}
}

// What a step writes is one directory; everything else is read-only or gone
// when it ends.
func TestStepsWriteOneTree(t *testing.T) {
	for name, img := range everything() {
		_, g := generate(t, img, input())
		for step, e := range g.execs() {
			outputs := 0
			for _, m := range e.Mounts {
				switch {
				case m.MountType != pb.MountType_BIND, m.Readonly:
				case m.Output >= 0:
					outputs++
				case m.Dest == "/run/pyfrontend/input", m.Dest == "/run/pyfrontend/source", m.Dest == "/run/pyfrontend/wheel":
					// Writable, and thrown away.
				default:
					t.Errorf("%s: %q may write to %s", name, step, m.Dest)
				}
				if m.Dest == "/" && !m.Readonly {
					t.Errorf("%s: %q may change the builder", name, step)
				}
			}
			if outputs != 1 {
				t.Errorf("%s: %q has %d outputs", name, step, outputs)
			}
		}
	}
}

func secrets(e *pb.ExecOp) map[string]bool {
	out := map[string]bool{}
	for _, m := range e.Mounts {
		if m.MountType == pb.MountType_SECRET {
			out[m.SecretOpt.ID] = m.SecretOpt.Optional
		}
	}
	for _, s := range e.Secretenv {
		out[s.ID] = s.Optional
	}
	return out
}

func caches(e *pb.ExecOp) []string {
	var out []string
	for _, m := range e.Mounts {
		if m.MountType == pb.MountType_CACHE {
			out = append(out, m.CacheOpt.ID)
		}
	}
	return out
}

// Secrets are optional, and reach only steps that talk to the network; a step
// that does not has none, no cache and no network.
func TestSecrets(t *testing.T) {
	in := input()
	in.Exec.TrustSecret = "corp"
	in.Exec.SecretEnv = []string{"UV_INDEX_A_PASSWORD", "UV_INDEX_A_USERNAME"}
	for name, img := range everything() {
		_, g := generate(t, img, in)
		online := 0
		for step, e := range g.execs() {
			got := secrets(e)
			if e.Network == pb.NetMode_NONE {
				if len(got) > 0 || len(caches(e)) > 0 {
					t.Errorf("%s: %q has no network, but %v and %v", name, step, got, caches(e))
				}
				continue
			}
			online++
			want := []string{"UV_INDEX_A_PASSWORD", "UV_INDEX_A_USERNAME", "corp", "netrc"}
			if ids := slices.Sorted(maps.Keys(got)); !slices.Equal(ids, want) {
				t.Errorf("%s: %q has the secrets %q", name, step, ids)
			}
			for id, optional := range got {
				if !optional {
					t.Errorf("%s: %q fails without the secret %s", name, step, id)
				}
			}
		}
		if online == 0 {
			t.Errorf("%s: no step has a network", name)
		}
	}
}

func TestCacheNamespace(t *testing.T) {
	for ns, want := range map[string]string{"": "pyfrontend-uv", "team": "team/pyfrontend-uv"} {
		in := input()
		in.Exec.CacheNS = ns
		_, g := generate(t, imageFor(amd64), in)
		for step, e := range g.execs() {
			for _, id := range caches(e) {
				if id != want || id != llbgen.CacheID(ns) {
					t.Errorf("%q: %q uses the cache %q", ns, step, id)
				}
			}
		}
	}
}

// --network none and host reach the steps that want a network, and only those.
func TestNetwork(t *testing.T) {
	for _, mode := range []pb.NetMode{pb.NetMode_UNSET, pb.NetMode_HOST, pb.NetMode_NONE} {
		in := input()
		in.Exec.Network = mode
		_, g := generate(t, imageFor(amd64), in)
		execs := g.execs()
		for step, want := range map[string]pb.NetMode{
			"install pure 1.0": mode, "build the wheel of shop": mode, "install shop": pb.NetMode_NONE, "create the virtual environment": pb.NetMode_NONE,
		} {
			if e := execs[step]; e == nil || e.Network != want {
				t.Errorf("%v: %q has %v", mode, step, e.GetNetwork())
			}
		}
	}
}

// Docker's options reach every process.
func TestExecOptions(t *testing.T) {
	in := input()
	in.Exec.Ulimits = []*pb.Ulimit{{Name: "nofile", Soft: 5, Hard: 6}}
	in.Exec.ExtraHosts = []llb.HostIP{{Host: "mirror", IP: []byte{10, 0, 0, 1}}}
	in.Exec.Hostname = "box"
	in.Exec.ShmSize = 1 << 20
	in.Exec.CgroupParent = "/builds"
	in.Exec.Resources = &pb.LinuxResources{Memory: 1 << 30}
	for name, img := range everything() {
		_, g := generate(t, img, in)
		for step, e := range g.execs() {
			m := e.Meta
			shm := slices.IndexFunc(e.Mounts, func(m *pb.Mount) bool { return m.Dest == "/dev/shm" })
			if len(m.Ulimit) != 1 || len(m.ExtraHosts) != 1 || m.Hostname != "box" || m.CgroupParent != "/builds" || shm < 0 || e.Mounts[shm].TmpfsOpt.Size != 1<<20 {
				t.Errorf("%s: %q runs with %+v", name, step, m)
			}
		}
		if !g.caps[pb.CapExecMetaUlimit] || !g.caps[pb.CapExecMountTmpfsSize] {
			t.Errorf("%s: the capabilities are %v", name, g.caps)
		}
	}
}

// A proxy is for steps with a network, and in no cache key.
func TestProxy(t *testing.T) {
	in := input()
	_, without := generate(t, imageFor(amd64), in)
	in.Exec.Proxy = &llb.ProxyEnv{HTTPProxy: "http://proxy.example.com"}
	_, with := generate(t, imageFor(amd64), in)
	for step, e := range with.execs() {
		if (e.Meta.ProxyEnv.GetHttpProxy() != "") == (e.Network == pb.NetMode_NONE) {
			t.Errorf("%q: the proxy is %v", step, e.Meta.ProxyEnv)
		}
		for _, kv := range e.Meta.Env {
			if strings.Contains(strings.ToLower(kv), "proxy") {
				t.Errorf("%q has %q in its environment, which is part of the cache key", step, kv)
			}
		}
	}
	if without.digest(t, "install pure 1.0") == with.digest(t, "install pure 1.0") {
		t.Error("the proxy reached no step")
	}
}

// Older daemons get a definition that they can run: nothing of what they lack.
func TestCapabilities(t *testing.T) {
	for _, lacking := range [][]string{
		{string(pb.CapMergeOp)},
		{string(pb.CapDiffOp)},
		{string(pb.CapMergeOp), string(pb.CapDiffOp)},
		{string(pb.CapExecMetaUlimit)},
		{string(pb.CapExecMountTmpfsSize)},
		{string(pb.CapExecMetaCgroupParent)},
		{string(pb.CapExecMetaLinuxResources)},
		{string(pb.CapFileSymlinkCreate)},
	} {
		in := input()
		in.Exec.Ulimits = []*pb.Ulimit{{Name: "nofile", Soft: 5, Hard: 6}}
		in.Exec.ShmSize, in.Exec.CgroupParent, in.Exec.Resources = 1<<20, "/b", &pb.LinuxResources{Memory: 1}
		in.Caps = allCaps(ids(lacking)...)
		for name, img := range everything() {
			_, g := generate(t, img, in)
			for _, c := range ids(lacking) {
				if g.caps[c] {
					t.Errorf("%s needs %s, which the daemon lacks", name, c)
				}
			}
			for d, op := range g.ops {
				if uses := used(op); slices.ContainsFunc(lacking, func(c string) bool { return uses[c] }) {
					t.Errorf("%s: %q cannot be done without %v", name, g.names[d], lacking)
				}
			}
		}
	}
}

// used are capabilities that an op needs, whatever its metadata says: FileOp
// records none of its own (client/llb/fileop.go Marshal).
func used(op *pb.Op) map[string]bool {
	out := map[string]bool{string(pb.CapMergeOp): op.GetMerge() != nil, string(pb.CapDiffOp): op.GetDiff() != nil}
	for _, a := range op.GetFile().GetActions() {
		if a.GetCopy().GetModeStr() != "" {
			// No daemon announces CapFileCopyModeStringFormat; those with the
			// newer operation have it.
			out[string(pb.CapFileSymlinkCreate)] = true
		}
	}
	meta := op.GetExec().GetMeta()
	out[string(pb.CapExecMetaUlimit)] = len(meta.GetUlimit()) > 0
	out[string(pb.CapExecMetaCgroupParent)] = meta.GetCgroupParent() != ""
	for _, m := range op.GetExec().GetMounts() {
		if m.Dest == "/dev/shm" {
			out[string(pb.CapExecMountTmpfsSize)] = true
		}
	}
	return out
}
