package layers

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/exporter/containerimage/exptypes"
	gateway "github.com/moby/buildkit/frontend/gateway/client"
	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/org/pyfrontend/internal/testbed"
)

// builderImage is what the projects of these tests are built in.
const builderImage = "docker.io/library/python:3.13-slim"

// reference is the environment that one `uv sync` leaves, in the same builder
// image, at the same path and on the same daemon. Where packages claim the same
// file, uv's threads race, and a race cannot be compared with: inOrder are
// packages that are installed again, one after another.
func reference(t *testing.T, bed *testbed.Bed, dir string, inOrder ...string) *testbed.Image {
	t.Helper()
	return bed.MustBuild(t, testbed.Build{Context: dir, Frontend: func(ctx context.Context, c gateway.Client) (*gateway.Result, error) {
		return solveImage(ctx, c, uvSync(c, inOrder))
	}}).Image(t)
}

// uvSync runs `uv sync` on the context at /app and returns what is below /app
// then, with its paths from the root.
func uvSync(c gateway.Client, inOrder []string) llb.State {
	app := llb.Local("context", llb.SessionID(c.BuildOpts().SessionID))
	app = python(uvRun, "uv sync, for comparison", []string{"/uv/uv", "sync", "--frozen", "--no-editable", "--no-dev"}, inOrder).AddMount("/app", app)
	// Bytecode as Python's own tool writes it.
	return python(compileAll, "python compileall, for comparison", nil, nil).AddMount("/app", app)
}

// python runs a program in the builder image.
func python(program, name string, args ...[]string) llb.ExecState {
	const ca = "/run/secrets/ca"
	return llb.Image(builderImage).Run(
		llb.Args(append([]string{"/usr/local/bin/python3", "-I", "-c", program}, slices.Concat(args...)...)), llb.Dir("/app"),
		llb.AddEnv("SSL_CERT_FILE", ca), llb.AddEnv("UV_PYTHON_DOWNLOADS", "never"), llb.AddEnv("UV_PYTHON", "/usr/local/bin/python3"),
		llb.AddEnv("UV_LINK_MODE", "copy"), llb.AddEnv("UV_CONCURRENT_INSTALLS", "1"),
		llb.AddSecret(ca, llb.SecretID("ca"), llb.SecretOptional),
		llb.AddMount("/uv", llb.Image("ghcr.io/astral-sh/uv:"+testbed.UVVersion), llb.Readonly),
		llb.AddMount("/root/.cache/uv", llb.Scratch(), llb.AsPersistentCacheDir("uv", llb.CacheMountShared)),
		llb.WithCustomName(name),
	)
}

// uvRun runs uv, and once more for each distribution that is to be installed
// last of all so far.
const uvRun = `import subprocess, sys
sync, names = sys.argv[1:6], sys.argv[6:]
subprocess.run(sync, check=True)
for name in names:
    subprocess.run(["/uv/uv", "pip", "uninstall", "--python", "/app/.venv/bin/python", name], check=True)
    subprocess.run(sync, check=True)
`

// compileAll leaves alone what does not compile: templates, files of other
// versions.
const compileAll = `import compileall, py_compile
compileall.compile_dir("/app/.venv/lib", quiet=2, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)`

// solveImage solves a state and gives it a configuration that a container can
// run with.
func solveImage(ctx context.Context, c gateway.Client, st llb.State) (*gateway.Result, error) {
	def, err := st.Marshal(ctx)
	if err != nil {
		return nil, err
	}
	res, err := c.Solve(ctx, gateway.SolveRequest{Definition: def.ToPB(), Evaluate: true})
	if err != nil {
		return nil, err
	}
	config, err := json.Marshal(dockerspec.DockerOCIImage{Image: ocispecs.Image{Platform: ocispecs.Platform{OS: "linux", Architecture: "amd64"}}})
	if err != nil {
		return nil, err
	}
	res.AddMeta(exptypes.ExporterImageConfigKey, config)
	return res, nil
}
