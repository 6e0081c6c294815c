package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/moby/buildkit/client"
	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/exporter/containerimage/exptypes"
	gateway "github.com/moby/buildkit/frontend/gateway/client"
	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
	"github.com/tonistiigi/fsutil"

	"github.com/org/pyfrontend/internal/testbed"
)

// prepare makes what the builds need that is not in the checkout: the locks,
// and on a machine without an image registry the Dockerfile frontend.
func (b *bench) prepare(ctx context.Context) error {
	if err := b.dockerfileFrontend(ctx); err != nil {
		return fmt.Errorf("the Dockerfile frontend: %w", err)
	}
	for _, c := range b.chosen() {
		if err := b.lock(ctx, c); err != nil {
			return fmt.Errorf("locking %s: %w", c.name, err)
		}
	}
	return nil
}

// lock makes the lock of a case, and the one with a dependency more, unless
// they are there. They are not in the checkout, since they name the package
// index of the machine.
func (b *bench) lock(ctx context.Context, c *benchCase) error {
	file := filepath.Join(c.dir, "uv.lock")
	added := filepath.Join(c.dir, "added", "uv.lock")
	if !missing(file) && !missing(added) {
		return nil
	}
	say("locking %s", c.name)
	dir, err := os.MkdirTemp("", "bench-lock")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	w, err := c.checkout(filepath.Join(dir, "project"))
	if err != nil {
		return err
	}
	if missing(file) {
		if err := b.relock(ctx, w, file); err != nil {
			return err
		}
	}
	if err := w.replace("pyproject.toml", "dependencies = [", "dependencies = [\n    \""+c.added+"\","); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(added), 0o755); err != nil {
		return err
	}
	return b.relock(ctx, w, added)
}

func missing(file string) bool {
	_, err := os.Stat(file)
	return errors.Is(err, fs.ErrNotExist)
}

// relock builds the target "lock" of a project and keeps its lock in a file
// too.
func (b *bench) relock(ctx context.Context, w *work, file string) error {
	opt, err := b.daemon.options(w.dir, ours.file)
	if err != nil {
		return err
	}
	opt.FrontendAttrs["target"] = "lock"
	opt.Exports = []client.ExportEntry{{Type: client.ExporterLocal, OutputDir: w.dir}}
	var seen timeline
	if _, err := b.daemon.solve(ctx, nil, opt, seen.follow); err != nil {
		return fmt.Errorf("%w\n%s", err, seen.log.String())
	}
	data, err := os.ReadFile(filepath.Join(w.dir, "uv.lock"))
	if err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o644)
}

// dockerfileImage is what the Dockerfiles begin with.
const dockerfileImage = "docker/dockerfile:1"

// dockerfileFrontend builds the Dockerfile frontend from the module that this
// one uses, and pushes it where the daemon looks for it, if the bed's registry
// stands in for the public ones and does not have it.
func (b *bench) dockerfileFrontend(ctx context.Context) error {
	registry := os.Getenv(testbed.EnvRegistry)
	if registry == "" || has(ctx, registry, "docker/dockerfile", "1") || !has(ctx, registry, "library/python", "3.13-slim") {
		return nil
	}
	say("building %s", dockerfileImage)
	dir, err := os.MkdirTemp("", "bench-frontend")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	build := exec.CommandContext(ctx, "go", "-C", filepath.Join(b.root, "internal/tools/buildkit"), "build", "-trimpath", "-ldflags=-s -w",
		"-o", filepath.Join(dir, "dockerfile-frontend"), "github.com/moby/buildkit/frontend/dockerfile/cmd/dockerfile-frontend")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	local, err := fsutil.NewFS(dir)
	if err != nil {
		return err
	}
	_, err = b.daemon.Build(ctx, client.SolveOpt{
		LocalMounts: map[string]fsutil.FS{"frontend": local},
		Exports: []client.ExportEntry{{Type: client.ExporterImage, Attrs: map[string]string{
			"name": registry + "/" + dockerfileImage, "push": "true", "registry.insecure": "true",
		}}},
	}, "", frontendImage, nil)
	return err
}

// frontendImage puts the binary into an image as its official one is made.
func frontendImage(ctx context.Context, c gateway.Client) (*gateway.Result, error) {
	st := llb.Scratch().File(llb.Copy(llb.Local("frontend"), "/dockerfile-frontend", "/bin/dockerfile-frontend", &llb.CopyInfo{CreateDestPath: true}))
	def, err := st.Marshal(ctx)
	if err != nil {
		return nil, err
	}
	res, err := c.Solve(ctx, gateway.SolveRequest{Definition: def.ToPB()})
	if err != nil {
		return nil, err
	}
	image := dockerspec.DockerOCIImage{Image: ocispecs.Image{Platform: c.BuildOpts().Workers[0].Platforms[0]}}
	image.Config.Entrypoint = []string{"/bin/dockerfile-frontend"}
	image.Config.Labels = map[string]string{
		"moby.buildkit.frontend.network.none": "true",
		"moby.buildkit.frontend.caps":         "moby.buildkit.frontend.inputs,moby.buildkit.frontend.subrequests,moby.buildkit.frontend.contexts,moby.buildkit.frontend.gitquerystring",
	}
	config, err := json.Marshal(image)
	if err != nil {
		return nil, err
	}
	res.AddMeta(exptypes.ExporterImageConfigKey, config)
	return res, nil
}

// has says whether a registry has an image.
func has(ctx context.Context, registry, repo, tag string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, "http://"+registry+"/v2/"+repo+"/manifests/"+tag, nil)
	if err != nil {
		return false
	}
	req.Header.Set("Accept", "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json, application/vnd.docker.distribution.manifest.list.v2+json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	_ = res.Body.Close()
	return res.StatusCode == http.StatusOK
}
