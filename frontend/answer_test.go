package frontend_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/moby/buildkit/frontend/subrequests"
	"github.com/moby/buildkit/frontend/subrequests/outline"
	"github.com/moby/buildkit/frontend/subrequests/targets"
	"github.com/moby/buildkit/solver/errdefs"
	"github.com/opencontainers/go-digest"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/gatewaytest"
)

// small is a project without dependencies, in step with its lock.
func small() map[string]string {
	return map[string]string{
		"pyproject.toml": "# syntax=ghcr.io/org/pyfrontend\n\n[project]\nname = \"small\"\nversion = \"1.0\"\nrequires-python = \">=3.12\"\n",
		"uv.lock":        "version = 1\nrevision = 3\nrequires-python = \">=3.12\"\n\n[[package]]\nname = \"small\"\nversion = \"1.0\"\nsource = { virtual = \".\" }\n",
		"main.py":        "print('hello')\n",
	}
}

// with returns a copy of files with some changed; an empty text removes one.
func with(files map[string]string, changed map[string]string) map[string]string {
	out := maps.Clone(files)
	for name, text := range changed {
		if out[name] = text; text == "" {
			delete(out, name)
		}
	}
	return out
}

// doors are the ways in which the same project can be asked about.
var doors = map[string]map[string]string{
	"Dockerfile":     {"filename": "Dockerfile"},
	"pyproject.toml": {"filename": "pyproject.toml"},
	"no file":        {"filename": "Dockerfile"},
}

func throughDoor(door string) map[string]string {
	files := small()
	if door == "Dockerfile" {
		files["Dockerfile"] = "# syntax=ghcr.io/org/pyfrontend\n"
	}
	return files
}

func describe(t *testing.T) []subrequests.Request {
	t.Helper()
	res := build(t, request(gateway(nil, nil), subrequests.RequestSubrequestsDescribe))
	var all []subrequests.Request
	if err := json.Unmarshal(res.Metadata["result.json"], &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestDescribe(t *testing.T) {
	var names []string
	for _, r := range describe(t) {
		names = append(names, r.Name)
		if r.Version == "" || r.Description == "" || r.Type != subrequests.TypeRPC {
			t.Errorf("%s is not described: %+v", r.Name, r)
		}
	}
	slices.Sort(names)
	want := []string{"frontend.convertllb", "frontend.lint", "frontend.outline", "frontend.subrequests.describe", "frontend.targets", "pyfrontend.plan"}
	if d := cmp.Diff(want, names); d != "" {
		t.Error(d)
	}
	res := build(t, request(gateway(nil, nil), subrequests.RequestSubrequestsDescribe))
	golden(t, "answers/describe.txt", string(res.Metadata["result.txt"]))
}

// What is described is answered, through every door, with and without the
// prefix that buildx puts before all names, and nothing is built for it.
func TestDescribedIsAnswered(t *testing.T) {
	for _, r := range describe(t) {
		for door, opts := range doors {
			for _, id := range []string{r.Name, "frontend." + strings.TrimPrefix(r.Name, "frontend.")} {
				t.Run(r.Name+"/"+door, func(t *testing.T) {
					g := request(gateway(throughDoor(door), opts), id)
					res := build(t, g)
					if !json.Valid(res.Metadata["result.json"]) {
						t.Errorf("result.json is %q", res.Metadata["result.json"])
					}
					if v := string(res.Metadata["version"]); v != r.Version {
						t.Errorf("version is %q, described as %q", v, r.Version)
					}
					for _, m := range r.Metadata {
						if _, ok := res.Metadata[m.Name]; !ok {
							t.Errorf("no %s, which is described", m.Name)
						}
					}
					if len(g.Built()) > 0 {
						t.Error("something was built")
					}
				})
			}
		}
	}
}

// A client offers its help for exactly this error (buildx: fallbackPrintError).
func TestUnknownSubrequest(t *testing.T) {
	g := request(gateway(small(), nil), "frontend.bogus")
	_, err := frontend.Build(context.Background(), g)
	var unsupported *errdefs.UnsupportedSubrequestError
	if !errors.As(err, &unsupported) || unsupported.Name != "frontend.bogus" {
		t.Errorf("the error is %v", err)
	}
	if len(g.Solved) > 0 {
		t.Error("files were read for a question that nobody understands")
	}
}

// Questions that need no base image do not wait for a registry, nor fail with
// it.
func TestNoRegistryNeeded(t *testing.T) {
	for _, id := range []string{"frontend.outline", "frontend.targets", "frontend.subrequests.describe"} {
		t.Run(id, func(t *testing.T) {
			g := request(gateway(small(), nil), id)
			g.Images = nil
			build(t, g)
			if len(g.Resolved) > 0 {
				t.Errorf("resolved %v", g.Resolved)
			}
		})
	}
}

func TestTargets(t *testing.T) {
	for _, target := range []string{"", "runtime", "bogus"} {
		res := build(t, request(gateway(small(), map[string]string{"target": target}), "frontend.targets"))
		var list targets.List
		if err := json.Unmarshal(res.Metadata["result.json"], &list); err != nil {
			t.Fatal(err)
		}
		golden(t, "answers/targets.txt", string(res.Metadata["result.txt"]))
		for _, listed := range list.Targets {
			build(t, gateway(small(), map[string]string{"target": listed.Name}))
		}
	}
}

// Whatever the outline lists for a build is what a build takes.
func TestOutline(t *testing.T) {
	files := with(small(), map[string]string{"pyproject.toml": small()["pyproject.toml"] + `
[tool.pyfrontend]
python = "3.12"
groups = ["prod"]
ca = "corp-ca"

[dependency-groups]
prod = []

[project.optional-dependencies]
a = []
b = []

[[tool.uv.index]]
name = "corp"
url = "https://index.example.com/simple"
`})
	g := request(gateway(files, map[string]string{
		"filename": "pyproject.toml", "build-arg:EXTRAS": "a,b", "build-arg:http_proxy": "http://me:hunter2@proxy.example.com", "build-arg:BUILDKIT_CACHE_MOUNT_NS": "team",
	}), "frontend.outline")
	res := build(t, g)
	golden(t, "answers/outline.txt", string(res.Metadata["result.txt"]))
	var o outline.Outline
	if err := json.Unmarshal(res.Metadata["result.json"], &o); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{"cache": o.Cache[0].ID}
	for _, a := range o.Args {
		got[a.Name] = a.Value
		if a.Location != nil {
			line := a.Location.Ranges[0].Start.Line
			got[a.Name] += " at " + lines(string(o.Sources[a.Location.SourceIndex]))[line-1]
		}
	}
	for _, s := range o.Secrets {
		got["secret "+s.Name] = fmt.Sprint(s.Required)
	}
	for name, want := range map[string]string{
		"PYTHON_VERSION": `3.12 at python = "3.12"`, "GROUPS": `prod at groups = ["prod"]`, "BASE": "slim", "EXTRAS": "a,b",
		"HTTP_PROXY": "http://me:xxxxx@proxy.example.com", "cache": "team/pyfrontend-uv",
		"secret corp-ca": "false", "secret netrc": "false", "secret UV_INDEX_CORP_USERNAME": "false", "secret UV_INDEX_CORP_PASSWORD": "false",
	} {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
}

func TestOutlineOfUnknownTarget(t *testing.T) {
	_, err := frontend.Build(context.Background(), request(gateway(small(), map[string]string{"target": "bogus"}), "frontend.outline"))
	if err == nil || !strings.Contains(err.Error(), `no target "bogus"`) {
		t.Errorf("the error is %v", err)
	}
}

// The LLB that is shown is the LLB that is built.
func TestConvertLLB(t *testing.T) {
	e := examples[0]
	built := map[digest.Digest]bool{}
	for _, data := range gatewaytest.Definition(build(t, e.gateway(t)).Ref).Def {
		built[digest.FromBytes(data)] = true
	}
	res := build(t, request(e.gateway(t), "frontend.convertllb"))
	var shown struct {
		Def, Metadata map[digest.Digest]json.RawMessage
	}
	if err := json.Unmarshal(res.Metadata["result.json"], &shown); err != nil {
		t.Fatal(err)
	}
	if len(shown.Def) != len(built) || len(shown.Metadata) == 0 {
		t.Errorf("%d vertices are shown, %d are built", len(shown.Def), len(built))
	}
	for d := range shown.Def {
		if !built[d] {
			t.Errorf("%s is shown and not built", d)
		}
	}
}

// The plan that is shown is the one in the goldens; its text says why.
func TestPlanOfSeveralPlatforms(t *testing.T) {
	res := build(t, request(gateway(small(), map[string]string{"platform": "linux/arm64,linux/amd64"}), "frontend.pyfrontend.plan"))
	text := string(res.Metadata["result.txt"])
	arm, amd := strings.Index(text, "\nlinux/arm64\n"), strings.Index(text, "\nlinux/amd64\n")
	if arm < 0 || amd < arm {
		t.Errorf("the platforms are not in the order that was asked for: %s", text)
	}
	for _, why := range []string{`the newest that requires-python = ">=3.12" admits`, "main.py exists", "not root"} {
		if strings.Count(text, why) == 0 {
			t.Errorf("%q is missing in %s", why, text)
		}
	}
	if !bytes.HasPrefix(res.Metadata["result.json"], []byte("{\n  \"schema\": ")) {
		t.Errorf("the JSON begins with %.40q", res.Metadata["result.json"])
	}
}
