package llbgen

import (
	_ "embed"
	"slices"
	"time"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/solver/pb"

	"github.com/org/pyfrontend/llbgen/plan"
)

// Names of the steps, as --no-cache-filter knows them.
const (
	StepDependencies = "dependencies"
	StepProject      = "project"
)

// Paths inside a step. They are nested because BuildKit's content hash scans
// the parent directory of a mounted path (cache/contenthash/checksum.go
// scanPath); at the root it would walk the whole image.
const (
	uvPath     = "/run/pyfrontend/bin/uv"
	scriptDir  = "/run/pyfrontend/script"
	inputDir   = "/run/pyfrontend/input"
	cacheDir   = "/run/pyfrontend/cache"
	trustPath  = "/run/pyfrontend/ca.pem"
	netrcPath  = "/run/pyfrontend/netrc"
	sourceDir  = "/run/pyfrontend/source"
	wheelDir   = "/run/pyfrontend/wheel"
	scriptName = "step.py"
)

// NetrcSecret is the id of the build secret that holds a netrc file with
// credentials.
const NetrcSecret = "netrc"

// fixedTime is the time of every file we write: 1980-01-02, the value of
// script/step.py.
var fixedTime = time.Unix(315619200, 0).UTC()

//go:embed script/step.py
var stepScript []byte

// claimsScript and failureScript are modules of step.py.
//
//go:embed script/claims.py
var claimsScript []byte

//go:embed script/failure.py
var failureScript []byte

type constraint = llb.ConstraintsOpt

// nothing is a constraint that changes nothing.
var nothing constraint = llb.WithDescription(nil)

// step is one process of the build.
type step struct {
	name string
	kind string // StepDependencies or StepProject
	at   place
	// shared says that the step is the same for the images of all platforms.
	shared bool
	// tree is the directory the process writes into, a path under state.
	tree     string
	state    llb.State
	selector string
	bytecode bool
	args     []string
	network  bool
	line     plan.Line
	mounts   []llb.RunOption
	env      [][2]string
}

// run adds the step and returns what it left: the whole state, of which only
// the directory at selector was mounted at tree. A writable mount with a
// selector returns its whole ref, so the files come out at their final path
// and no copy is needed to put them there.
func (g *generator) run(s step) llb.State {
	b := g.builders[s.at]
	args := append([]string{g.img.Builder.Python, "-I", "-S", "-B", scriptDir + "/" + scriptName, s.tree, bytecodeArg(s.bytecode), "--"}, s.args...)
	opts := []llb.RunOption{
		llb.Args(args),
		llb.Dir("/"),
		llb.ReadonlyRootFS(),
		llb.AddMount("/tmp", llb.Scratch(), llb.Tmpfs()),
		llb.AddMount(scriptDir, g.script(), llb.Readonly),
		llb.AddMount(uvPath, b.uv, llb.SourcePath("/uv"), llb.Readonly),
		llb.WithCustomName(g.title(s)),
		g.locate(s.line),
	}
	opts = append(opts, s.mounts...)
	opts = append(opts, g.environment(s)...)
	opts = append(opts, g.limits()...)
	opts = append(opts, g.network(s.network)...)
	if g.in.NoCache != nil && g.in.NoCache(s.kind) {
		opts = append(opts, llb.IgnoreCache)
	}
	opts = append(opts, llb.Platform(b.platform))
	return b.base.Run(opts...).AddMount(s.tree, s.state, llb.SourcePath(s.selector))
}

// cacheEnv points uv to its cache; a step without network has none to share.
func cacheEnv(network bool) [][2]string {
	if network {
		return [][2]string{{"UV_CACHE_DIR", cacheDir}}
	}
	return [][2]string{{"UV_NO_CACHE", "1"}}
}

func bytecodeArg(yes bool) string {
	if yes {
		return "bytecode"
	}
	return "-"
}

// title is the step's line in the progress output; a step that is for one
// platform of several says which.
func (g *generator) title(s step) string {
	if g.in.Multi && !s.shared {
		return "[" + g.img.Platform + "] " + s.name
	}
	return s.name
}

// script is the step script as a state; it carries no platform of its own
// input, so that it is one vertex for all.
func (g *generator) script() llb.State {
	return llb.Scratch().File(
		llb.Mkfile("/"+scriptName, 0o444, stepScript, llb.WithCreatedTime(fixedTime)).
			Mkfile("/claims.py", 0o444, claimsScript, llb.WithCreatedTime(fixedTime)).
			Mkfile("/failure.py", 0o444, failureScript, llb.WithCreatedTime(fixedTime)),
		llb.WithCustomName("[internal] prepare install steps"),
		g.anywhere())
}

// anywhere pins an op that is the same for all platforms to the builder's, so
// that one vertex serves them all.
func (g *generator) anywhere() constraint {
	return llb.Platform(g.builders[place{platform: g.img.Builder.Platform}].platform)
}

// environment returns uv's settings. They are set on the op and not on the
// state, so that nothing of the image's own environment is changed.
func (g *generator) environment(s step) []llb.RunOption {
	env := slices.Concat([][2]string{
		{"HOME", "/tmp"},
		{"LANG", "C.UTF-8"},
		{"PYTHONDONTWRITEBYTECODE", "1"},
		{"SOURCE_DATE_EPOCH", "315619200"},
		{"UV_CONCURRENT_INSTALLS", "1"},
		{"UV_LINK_MODE", "copy"},
		{"UV_NO_INSTALLER_METADATA", "1"},
		{"UV_NO_PROGRESS", "1"},
		{"UV_NO_SYSTEM_CONFIG", "1"},
		{"UV_PYTHON", g.img.Builder.Python},
		{"UV_PYTHON_DOWNLOADS", "never"},
	}, cacheEnv(s.network), s.env)
	var opts []llb.RunOption
	for _, kv := range env {
		opts = append(opts, llb.AddEnv(kv[0], kv[1]))
	}
	return opts
}

// limits applies Docker's own options, each behind the capability it needs
// (pattern: dockerfile2llb/convert.go dispatchRun).
func (g *generator) limits() []llb.RunOption {
	e, has := g.in.Exec, g.supports
	var opts []llb.RunOption
	if has(pb.CapExecMetaUlimit) {
		for _, u := range e.Ulimits {
			opts = append(opts, llb.AddUlimit(llb.UlimitName(u.Name), u.Soft, u.Hard))
		}
	}
	for _, h := range e.ExtraHosts {
		opts = append(opts, llb.AddExtraHost(h.Host, h.IP))
	}
	if e.ShmSize > 0 && has(pb.CapExecMountTmpfsSize) {
		opts = append(opts, llb.AddMount("/dev/shm", llb.Scratch(), llb.Tmpfs(llb.TmpfsSize(e.ShmSize))))
	}
	if e.CgroupParent != "" && has(pb.CapExecMetaCgroupParent) {
		opts = append(opts, llb.WithCgroupParent(e.CgroupParent))
	}
	if r := e.Resources; r != nil && has(pb.CapExecMetaLinuxResources) {
		opts = append(opts, llb.WithLinuxResources(llb.LinuxResources{
			Memory: r.Memory, MemorySwap: r.MemorySwap, CPUShares: r.CpuShares, CPUPeriod: r.CpuPeriod,
			CPUQuota: r.CpuQuota, CpusetCpus: r.CpusetCpus, CpusetMems: r.CpusetMems,
		}))
	}
	return opts
}
