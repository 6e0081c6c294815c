package takes

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/moby/buildkit/client"
	gateway "github.com/moby/buildkit/frontend/gateway/client"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/examples"
	"github.com/org/pyfrontend/internal/testbed"
)

var rounds = flag.Int("rounds", 0, "build all takes, and measure their times so often, each with the daemon's caches emptied")

// firstBound is the first take that ours may not be larger than.
const firstBound = 5

// bench is where the takes are built.
type bench struct {
	*testbed.Bed
	dir   string // the project
	trust string
	below map[string][]string // the layers of bases, by reference
	ours  map[string]measure  // our images, by base and bytecode
}

// TestTakes builds the takes and our image of the same project on the same base,
// and compares them. Without times it builds only the takes that ours may not be
// larger than; the others are far larger.
func TestTakes(t *testing.T) {
	b := newBench(t)
	var rows []row
	for _, k := range b.takes(t) {
		rows = append(rows, row{take: k, theirs: b.theirs(t, k), ours: b.oursOn(t, k)})
	}
	for _, r := range rows {
		if r.take.number >= firstBound && (r.ours.compressed > r.theirs.compressed || r.ours.uncompressed > r.theirs.uncompressed) {
			t.Errorf("take %d on %s adds %d bytes, %d unpacked; ours %d, %d unpacked", r.take.number, r.take.base.name,
				r.theirs.compressed, r.theirs.uncompressed, r.ours.compressed, r.ours.uncompressed)
		}
	}
	fmt.Printf("\n%s\n", table(rows))
}

// TestDemo is take 6: the user is called demo and cannot write to /app.
func TestDemo(t *testing.T) {
	b := newBench(t)
	for _, base := range b.bases(t) {
		t.Run(base.name, func(t *testing.T) {
			img := b.build(t, b.our(t, base, true))
			who := img.Run(t, testbed.Run{Entrypoint: []string{"whoami"}})
			if who.Stdout != "demo\n" {
				t.Errorf("whoami prints %q%s, want demo", who.Stdout, who.Stderr)
			}
			for _, file := range []string{"/app/new", "/app/main.py", "/app/.venv/new"} {
				touch := img.Run(t, testbed.Run{Entrypoint: []string{"sh", "-c", "echo >>" + file}})
				if touch.ExitCode == 0 || !strings.Contains(touch.Stderr, file) {
					t.Errorf("demo can write %s: status %d, %s", file, touch.ExitCode, touch.Stderr)
				}
			}
		})
	}
}

func newBench(t *testing.T) *bench {
	b := &bench{Bed: testbed.Require(t), below: map[string][]string{}, ours: map[string]measure{}}
	x, err := examples.Load("worker")
	if err != nil {
		t.Fatal(err)
	}
	b.dir = x.Prepare(t, b.Bed)
	if b.CA != "" {
		b.trust = "--mount=type=secret,id=ca,target=/run/ca.pem PIP_CERT=/run/ca.pem SSL_CERT_FILE=/run/ca.pem "
	}
	for _, file := range []string{"README.md", "Dockerfile.alpine", "example.json", "probe.py", ".dockerignore"} {
		if err := os.Remove(filepath.Join(b.dir, file)); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// requirements is what the article's first takes install: everything.
const requirements = `pika==1.3.2
pymongo==4.14.1
structlog==25.4.0
black==25.1.0
isort==6.0.1
autoflake==2.3.1
`

// bases are the bases with an official image's layout that are here.
func (b *bench) bases(t *testing.T) []base {
	all := []base{{"python:3.13-slim", "python:3.13-slim", addUserDebian}}
	if alpine := (base{"python:3.13-alpine", "python:3.13-alpine", addUserAlpine}); b.has(t, "library/python", "3.13-alpine") {
		all = append(all, alpine)
	}
	return all
}

// has asks the local registry for an image.
func (b *bench) has(t *testing.T, name, tag string) bool {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodHead, "http://"+b.Registry+"/v2/"+name+"/manifests/"+tag, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept", "application/vnd.oci.image.index.v1+json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	return res.StatusCode == http.StatusOK
}

func (b *bench) takes(t *testing.T) []take {
	var takes []take
	if *rounds > 0 {
		takes = append(takes, take{1, "any base image with a Python, pip", b.debianPython(t), true})
	}
	for _, base := range b.bases(t) {
		if *rounds > 0 && b.hasPip(t, base) {
			takes = append(takes, take{2, "a small base image", base, true})
		}
		if *rounds > 0 {
			takes = append(takes,
				take{3, "uv", base, false},
				take{4, "no development groups", base, false})
		}
		takes = append(takes,
			take{firstBound, "no build tools", base, false},
			take{firstBound, "no build tools", base, true},
			take{6, "user `demo`", base, false},
			take{6, "user `demo`", base, true})
	}
	slices.SortStableFunc(takes, func(a, b take) int { return a.number - b.number })
	return takes
}

// debianPython makes an image of a distribution with its own Python.
func (b *bench) debianPython(t *testing.T) base {
	t.Helper()
	ref := b.Registry + "/takes/debian-python:latest"
	text, err := dockerfiles.ReadFile("dockerfiles/debian-python.Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	build := b.dockerfile(t, string(text))
	plain := build.Modify
	build.Modify = func(opt *client.SolveOpt) {
		plain(opt)
		opt.Exports = []client.ExportEntry{{Type: client.ExporterImage, Attrs: map[string]string{"name": ref, "push": "true"}}}
	}
	b.MustBuild(t, build)
	return base{"debian:trixie-slim with python3", ref, addUserDebian}
}

// dockerfile is a build with BuildKit's own Dockerfile frontend.
func (b *bench) dockerfile(t *testing.T, text string) testbed.Build {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, "Dockerfile", text)
	return testbed.Build{Context: b.dir, Dockerfile: dir, Modify: func(opt *client.SolveOpt) {
		opt.Frontend = "dockerfile.v0"
		delete(opt.FrontendAttrs, "source")
	}}
}

// our is a build with our frontend: in this process, or the image where time
// counts, since starting it is a part of it.
func (b *bench) our(t *testing.T, base base, compiled bool) testbed.Build {
	t.Helper()
	dir := t.TempDir()
	text := fmt.Sprintf("# syntax=%s\nbase = %q\nuser = \"demo\"\nbytecode = %t\n", testbed.FrontendImage, base.ref, compiled)
	write(t, dir, "Dockerfile", text)
	var f gateway.BuildFunc
	if *rounds == 0 {
		f = frontend.Build
	}
	return testbed.Build{Context: b.dir, Dockerfile: dir, Frontend: f}
}

func write(t *testing.T, dir, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (b *bench) theirs(t *testing.T, k take) measure {
	t.Helper()
	text, err := k.dockerfile("ghcr.io/astral-sh/uv:"+testbed.UVVersion, b.trust)
	if err != nil {
		t.Fatal(err)
	}
	build := b.dockerfile(t, text)
	write(t, build.Dockerfile, "requirements.txt", requirements)
	build.Locals = map[string]string{"requirements": build.Dockerfile}
	build.Attrs = map[string]string{"context:requirements": "local:requirements"}
	return b.measure(t, k.base, build)
}

// oursOn is the same for every take on a base.
func (b *bench) oursOn(t *testing.T, k take) measure {
	t.Helper()
	key := fmt.Sprint(k.base.ref, k.compiled)
	if m, ok := b.ours[key]; ok {
		return m
	}
	m := b.measure(t, k.base, b.our(t, k.base, k.compiled))
	b.ours[key] = m
	return m
}

func (b *bench) build(t *testing.T, build testbed.Build) *testbed.Image {
	t.Helper()
	return b.MustBuild(t, build).Image(t)
}

// measure builds, and measures what the image adds to its base.
func (b *bench) measure(t *testing.T, base base, build testbed.Build) measure {
	t.Helper()
	var m measure
	var img *testbed.Image
	for range *rounds {
		b.empty(t, base)
		start := time.Now()
		img = b.build(t, build)
		m.times = append(m.times, time.Since(start))
	}
	if img == nil {
		img = b.build(t, build)
	}
	below := b.layers(t, base)
	if len(img.Manifest.Layers) <= len(below) {
		t.Fatalf("the image has %d layers, its base %s %d", len(img.Manifest.Layers), base.ref, len(below))
	}
	unpacked := img.UnpackedSizes(t)
	for i, d := range img.Config.RootFS.DiffIDs {
		if i < len(below) {
			if d.String() != below[i] {
				t.Fatalf("layer %d is not the one of %s", i, base.ref)
			}
			continue
		}
		m.layers++
		m.compressed += img.Manifest.Layers[i].Size
		m.uncompressed += unpacked[i]
	}
	return m
}

// hasPip reports whether take 2 is possible: the official images all have pip,
// the stand-in for Alpine's, which is built from source, has none.
func (b *bench) hasPip(t *testing.T, base base) bool {
	t.Helper()
	for _, name := range b.build(t, b.dockerfile(t, "FROM "+base.ref+"\n")).List(t, "usr/local/lib") {
		if strings.HasSuffix(name, "/site-packages/pip/__init__.py") {
			return true
		}
	}
	t.Logf("%s has no pip here, so take 2 is left out on it", base.name)
	return false
}

// layers returns what a base consists of.
func (b *bench) layers(t *testing.T, base base) []string {
	t.Helper()
	if b.below[base.ref] == nil {
		img := b.build(t, b.dockerfile(t, "FROM "+base.ref+"\n"))
		for _, d := range img.Config.RootFS.DiffIDs {
			b.below[base.ref] = append(b.below[base.ref], d.String())
		}
	}
	return b.below[base.ref]
}

// empty forgets everything that was built or downloaded, and fetches the base
// and uv again: every build has them, none has anything else.
func (b *bench) empty(t *testing.T, base base) {
	t.Helper()
	if err := b.Client.Prune(t.Context(), nil, client.PruneAll); err != nil {
		t.Fatal(err)
	}
	b.build(t, b.dockerfile(t, fmt.Sprintf("FROM %s\nRUN --mount=from=ghcr.io/astral-sh/uv:%s,target=/mnt true\n", base.ref, testbed.UVVersion)))
}
