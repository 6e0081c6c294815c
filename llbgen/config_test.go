package llbgen_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/moby/buildkit/solver/pb"
	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/org/pyfrontend/llbgen/plan"
)

// fullBase is a base whose config has something in every field.
func fullBase() *dockerspec.DockerOCIImage {
	created := time.Unix(1, 0)
	img := &dockerspec.DockerOCIImage{}
	img.Created = &created
	img.Author = "somebody"
	img.Config.User = "root"
	img.Config.Env = []string{"PATH=/usr/bin", "LANG=C"}
	img.Config.Entrypoint = []string{"/entry"}
	img.Config.Cmd = []string{"python3"}
	img.Config.WorkingDir = "/"
	img.Config.Labels = map[string]string{"base": "yes", "title": "base"}
	img.Config.ExposedPorts = map[string]struct{}{"80/tcp": {}}
	img.Config.Volumes = map[string]struct{}{"/data": {}}
	img.Config.StopSignal = "SIGQUIT"
	img.Config.Healthcheck = &dockerspec.HealthcheckConfig{Test: []string{"CMD", "old"}}
	img.Config.OnBuild = []string{"RUN x"}
	img.Config.Shell = []string{"/bin/sh"}
	img.History = []ocispecs.History{{CreatedBy: "base"}}
	img.RootFS = ocispecs.RootFS{Type: "layers", DiffIDs: nil}
	return img
}

func TestConfig(t *testing.T) {
	in := input()
	in.BaseConfig = fullBase()
	in.Labels = map[string]string{"title": "flag"}
	img := imageFor(amd64)
	img.Config.Env = []plan.KV{{Name: "PATH", Value: "/app/.venv/bin:/usr/bin"}, {Name: "A", Value: "b=c"}}
	img.Config.Labels = map[string]string{"title": "spec", "own": "1"}
	img.Config.Expose, img.Config.Volumes = []string{"8000/tcp"}, []string{"/app/data"}
	res, _ := generate(t, img, in)
	want := dockerspec.DockerOCIImageConfig{ImageConfig: ocispecs.ImageConfig{
		User: "10001:10001", WorkingDir: "/app", Entrypoint: []string{"/app/.venv/bin/shop"},
		Env:          []string{"PATH=/app/.venv/bin:/usr/bin", "LANG=C", "A=b=c"},
		Labels:       map[string]string{"base": "yes", "title": "flag", "own": "1"},
		ExposedPorts: map[string]struct{}{"80/tcp": {}, "8000/tcp": {}},
		Volumes:      map[string]struct{}{"/data": {}, "/app/data": {}},
		StopSignal:   "SIGQUIT",
	}}
	want.Shell = []string{"/bin/sh"}
	if d := cmp.Diff(want, res.Config.Config); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
	if res.Config.Created != nil || res.Config.Architecture != "amd64" || res.Config.Author != "somebody" {
		t.Errorf("%+v", res.Config.Image)
	}
	if d := cmp.Diff(text(t, fullBase()), text(t, res.Base)); d != "" {
		t.Errorf("the base's own config was changed: %s", d)
	}
}

func text(t *testing.T, v any) string {
	t.Helper()
	data, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// The image's own health check and signal win; without one the base's check
// does not survive, for it knows nothing of the program.
func TestHealthcheck(t *testing.T) {
	in := input()
	in.BaseConfig = fullBase()
	img := imageFor(amd64)
	img.Config.StopSignal = "SIGINT"
	img.Config.Healthcheck = &plan.Healthcheck{Test: []string{"CMD", "x"}, Interval: int64(30 * time.Second), Retries: 2}
	res, _ := generate(t, img, in)
	want := &dockerspec.HealthcheckConfig{Test: []string{"CMD", "x"}, Interval: 30 * time.Second, Retries: 2}
	if d := cmp.Diff(want, res.Config.Config.Healthcheck); d != "" || res.Config.Config.StopSignal != "SIGINT" {
		t.Errorf("%s %s", d, res.Config.Config.StopSignal)
	}
}

// Every layer has its line in the history, or `docker history` shows the lines
// of others; the exporter counts them (exporter/containerimage/writer.go).
func TestHistoryMatchesLayers(t *testing.T) {
	for name, img := range everything() {
		for _, caps := range []bool{true, false} {
			in := input()
			in.BaseConfig = fullBase()
			if !caps {
				in.Caps = allCaps(pb.CapMergeOp, pb.CapDiffOp)
			}
			res, g := generate(t, img, in)
			lines := 0
			for _, h := range res.Config.History[1:] {
				if h.CreatedBy == "" || h.Created != nil {
					t.Errorf("%s: a line %+v", name, h)
				}
				if !h.EmptyLayer {
					lines++
				}
			}
			if layers := g.layers(); lines != layers {
				t.Errorf("%s: %d layers and %d lines of history", name, layers, lines)
			}
		}
	}
}

// layers counts what is put on top of the base: the inputs of the last merge, or
// the copies of the last chain.
func (g *graph) layers() int {
	copies := 0
	for d, op := range g.ops {
		if m := op.GetMerge(); m != nil {
			return len(m.Inputs) - 1
		}
		if op.GetFile() != nil && len(op.Inputs) == 2 && strings.HasPrefix(g.names[d], "put the image together") {
			copies++
		}
	}
	return copies
}

func TestEpoch(t *testing.T) {
	at := time.Unix(1700000000, 0).UTC()
	in := input()
	in.BaseConfig, in.Epoch = fullBase(), &at
	res, _ := generate(t, imageFor(amd64), in)
	for _, h := range res.Config.History[1:] {
		if h.Created == nil || !h.Created.Equal(at) {
			t.Errorf("%q was created %v", h.CreatedBy, h.Created)
		}
	}
}

// A plan may start with cmd alone; the base's entrypoint must not stay in front
// of it.
func TestOnlyCmd(t *testing.T) {
	in := input()
	in.BaseConfig = fullBase()
	img := imageFor(amd64)
	img.Config.Entrypoint, img.Config.Cmd = plan.Command{}, []string{"python", "-V"}
	res, _ := generate(t, img, in)
	if c := res.Config.Config; len(c.Entrypoint) > 0 || len(c.Cmd) != 2 {
		t.Errorf("%q %q", c.Entrypoint, c.Cmd)
	}
}
