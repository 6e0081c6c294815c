package planner

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/org/pyfrontend/frontend/base"
	"github.com/org/pyfrontend/llbgen/plan"
)

// planned plans a project without dependencies on bases with the given facts,
// by platform; the first platform is where the steps run.
func planned(t *testing.T, manifest, keys string, facts map[string]*base.Facts, platforms ...string) (*plan.Plan, string) {
	t.Helper()
	in := input(t, manifest, keys)
	in.Files = []string{"main.py"}
	in.Platforms, in.BuildPlatform = platforms, platforms[0]
	chosen, found := Choose(in)
	if found.HasErrors() {
		t.Fatal(found.Err())
	}
	images := map[string]*Image{}
	for platform, f := range facts {
		images[platform] = &Image{Ref: "ref", Path: "/usr/bin:/bin", Facts: f}
	}
	p, found := Plan(in, chosen, "uv", images)
	if found.HasErrors() {
		wantPlace(t, found)
	}
	return p, message(found)
}

func TestBaseMustFit(t *testing.T) {
	const custom = `base = "example.com/py:1"`
	with := func(change func(*base.Facts)) *base.Facts {
		f := slim("3.13")
		change(f)
		return f
	}
	for _, c := range []struct {
		name, requires, keys string
		amd, arm             *base.Facts
		wrong                string
	}{
		{"named", ">=3.12", `python = "3.13"`, slim("3.13"), slim("3.13"), ""},
		{"custom", ">=3.12", custom, slim("3.13"), slim("3.13"), ""},
		{"no Python", "", custom, with(func(f *base.Facts) { f.Python = "" }), slim("3.13"), "the base image example.com/py:1 has no Python"},
		{"unknown version", "", custom, with(func(f *base.Facts) { f.Minor = "" }), slim("3.13"), "the version of /usr/local/bin/python3 in the base image example.com/py:1 cannot be told"},
		{"other minor", "", custom + "\npython = \"3.12\"", slim("3.13"), slim("3.13"), "the base image example.com/py:1 has Python 3.13, and the project is built for Python 3.12"},
		{"not admitted", ">=3.14", custom, slim("3.13"), slim("3.13"), "the base image example.com/py:1 has Python 3.13.1, which requires-python = \">=3.14\" does not admit"},
		{"other minor on another platform", "", custom, slim("3.13"), slim("3.12"), "the base image example.com/py:1 has Python 3.12 for linux/arm64 and Python 3.13 for linux/amd64"},
		{"other path on another platform", "", custom, slim("3.13"), with(func(f *base.Facts) { f.Python = "/usr/bin/python3" }), "the base image example.com/py:1 has its Python in other places"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, wrong := planned(t, manifest(c.requires), c.keys, map[string]*base.Facts{"linux/amd64": c.amd, "linux/arm64": c.arm}, "linux/amd64", "linux/arm64")
			if !strings.HasPrefix(wrong, c.wrong) || (wrong == "") != (c.wrong == "") {
				t.Errorf("found %q, want %q", wrong, c.wrong)
			}
		})
	}
}

// image is the plan of one image that must be without errors.
func image(t *testing.T, manifest, keys string) *plan.Image {
	t.Helper()
	p, wrong := planned(t, manifest, keys, map[string]*base.Facts{"linux/amd64": slim(Minors[0].Name)}, "linux/amd64")
	if wrong != "" {
		t.Fatal(wrong)
	}
	return &p.Images[0]
}

func TestConfig(t *testing.T) {
	img := image(t, manifest(""), `
workdir = "/srv/shop"
env = { LOG = "info", PYTHONUNBUFFERED = "" }
labels = { "org.opencontainers.image.title" = "Shop", team = "a" }
expose = [8000, "53/udp"]
volumes = ["data", "/var/lib/x/"]
stop-signal = "SIGINT"
healthcheck = { test = ["curl", "-f", "http://localhost"], interval = "30s", retries = 3 }
`)
	want := plan.Config{
		Entrypoint: plan.Command{Argv: []string{"/srv/shop/.venv/bin/python", "main.py"}, Why: "main.py exists"},
		Workdir:    "/srv/shop",
		User:       "10001:10001",
		Env: []plan.KV{
			{Name: "PATH", Value: "/srv/shop/.venv/bin:/usr/bin:/bin"},
			{Name: "VIRTUAL_ENV", Value: "/srv/shop/.venv"},
			{Name: "PYTHONUNBUFFERED", Value: ""},
			{Name: "LOG", Value: "info"},
		},
		Labels:      map[string]string{"org.opencontainers.image.title": "Shop", "org.opencontainers.image.version": "1", "team": "a"},
		Expose:      []string{"8000/tcp", "53/udp"},
		Volumes:     []string{"/srv/shop/data", "/var/lib/x"},
		StopSignal:  "SIGINT",
		Healthcheck: &plan.Healthcheck{Test: []string{"CMD", "curl", "-f", "http://localhost"}, Interval: 30e9, Retries: 3},
	}
	if d := cmp.Diff(want, img.Config); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

// Who owns a directory must not depend on the order in which they are named,
// or on one being inside another.
func TestWritable(t *testing.T) {
	for _, c := range []struct {
		keys        string
		user, other []string
	}{
		{`writable = ["data"]`, []string{"/app/data"}, []string{"/app"}},
		{`writable = ["/app"]`, []string{"/app"}, nil},
		{`writable = ["/var/lib/shop/cache", "/var/lib/shop"]`, []string{"/var/lib/shop/cache", "/var/lib/shop"}, []string{"/var", "/var/lib", "/app"}},
		{`writable = ["/var/lib/shop", "/var/lib/shop/cache"]`, []string{"/var/lib/shop/cache", "/var/lib/shop"}, []string{"/var", "/var/lib"}},
		{"workdir = \"/srv/a/b\"\nwritable = [\"/srv/a\"]", []string{"/srv/a"}, []string{"/srv", "/srv/a/b"}},
	} {
		img := image(t, manifest(""), c.keys)
		owner := map[string]int{}
		for i, d := range img.Runner.Dirs {
			if _, twice := owner[d.Path]; twice {
				t.Errorf("%s: %s is made twice", c.keys, d.Path)
			}
			for _, parent := range img.Runner.Dirs[i+1:] {
				if strings.HasPrefix(d.Path, parent.Path+"/") {
					t.Errorf("%s: %s is made before %s", c.keys, d.Path, parent.Path)
				}
			}
			owner[d.Path] = d.UID
		}
		for _, p := range c.user {
			if owner[p] != img.Runner.User.UID {
				t.Errorf("%s: %s belongs to %d", c.keys, p, owner[p])
			}
		}
		for _, p := range c.other {
			if uid, ok := owner[p]; !ok || uid != 0 {
				t.Errorf("%s: %s belongs to %d, or is not said", c.keys, p, uid)
			}
		}
	}
}

// What the base has stays as it is: permissions, owners and links.
func TestWritableInBase(t *testing.T) {
	facts := slim(Minors[0].Name)
	facts.Dirs = map[string]base.Dir{"/tmp": {Mode: 0o1777}, "/var": {Mode: 0o755}, "/srv": {Mode: 0o750, UID: 7, GID: 8}, "/run": {Mode: 0o755}, "/var/cache": {Mode: 0o2775}}
	facts.Links = map[string]string{"/var/run": "/run"}
	bases := map[string]*base.Facts{"linux/amd64": facts}
	p, wrong := planned(t, manifest(""), `writable = ["/tmp/cache", "/var/run/shop", "/srv/shop", "/var/cache"]`, bases, "linux/amd64")
	if wrong != "" {
		t.Fatal(wrong)
	}
	want := []plan.Dir{
		{Path: "/app"},
		{Path: "/home"},
		{Path: "/home/app", UID: 10001, GID: 10001},
		{Path: "/run"},
		{Path: "/run/shop", UID: 10001, GID: 10001},
		{Path: "/srv", UID: 7, GID: 8, Mode: 0o750},
		{Path: "/srv/shop", UID: 10001, GID: 10001},
		{Path: "/tmp", Mode: 0o1777},
		{Path: "/tmp/cache", UID: 10001, GID: 10001},
		{Path: "/var"},
		{Path: "/var/cache", UID: 10001, GID: 10001, Mode: 0o2775},
	}
	if d := cmp.Diff(want, p.Images[0].Runner.Dirs); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
	_, wrong = planned(t, manifest(""), `workdir = "/var/run/shop"`, bases, "linux/amd64")
	if !strings.HasPrefix(wrong, `the working directory "/var/run/shop" is /run/shop in the base image`) {
		t.Errorf("found %q", wrong)
	}
}

// Everything that is asked of a base is known of it.
func TestPaths(t *testing.T) {
	in := input(t, manifest(""), "workdir = \"/srv/x\"\nuser = \"demo\"\nwritable = [\"data\", \"/var/lib/x\"]")
	if d := cmp.Diff([]string{"/srv/x", "/home/demo", "/srv/x/data", "/var/lib/x"}, Paths(in.Spec)); d != "" {
		t.Error(d)
	}
}

// A user of the base has what the base gave it: its home may be a directory of
// the system (daemon's is /usr/sbin) or a link that a directory would break.
func TestHomeOfBaseUserIsLeftAlone(t *testing.T) {
	for _, d := range image(t, manifest(""), `user = "www-data"`).Runner.Dirs {
		if strings.HasPrefix(d.Path, "/var") {
			t.Errorf("%s is made", d.Path)
		}
	}
}

func TestSource(t *testing.T) {
	for _, c := range []struct {
		name, manifest, why string
		kind                plan.SourceKind
	}{
		{"no build system", manifest(""), "not a package", plan.SourceCopy},
		{"build system", manifest("") + buildSystem, "it has a [build-system]", plan.SourceWheel},
		{"package = false", manifest("") + buildSystem + "[tool.uv]\npackage = false\n", "not a package", plan.SourceCopy},
		{"package = true", manifest("") + "[tool.uv]\npackage = true\n", "tool.uv.package is true", plan.SourceWheel},
		{"requirements only", "", "not a package", plan.SourceCopy},
	} {
		t.Run(c.name, func(t *testing.T) {
			img := image(t, c.manifest, `entrypoint = ["python", "main.py"]`)
			if src := img.Source; src.Kind != c.kind || !strings.Contains(src.Why, c.why) {
				t.Errorf("%s because %s", src.Kind, src.Why)
			}
		})
	}
}
