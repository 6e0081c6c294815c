package source_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/util/imageutil"
	"github.com/opencontainers/go-digest"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/org/pyfrontend/frontend/source"
	"github.com/org/pyfrontend/internal/gatewaytest"
	"github.com/org/pyfrontend/internal/llbtext"
)

var amd64 = ocispecs.Platform{OS: "linux", Architecture: "amd64"}

func open(t *testing.T, c client.Client) *source.Source {
	t.Helper()
	s, err := source.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func project(files map[string]string) *gatewaytest.Gateway {
	return &gatewaytest.Gateway{
		Opts: map[string]string{}, Locals: map[string]map[string]string{"context": files, "dockerfile": files},
		Images: gatewaytest.Registry("uv:1"),
	}
}

func TestProject(t *testing.T) {
	files := map[string]string{
		"pyproject.toml": "a", "uv.lock": "b", "a/__main__.py": "", "b/__main__.py": "", "b/c/__main__.py": "", "src/d/__main__.py": "",
		"other.py": "", ".dockerignore": "uv.lock\na\n", "link.toml": gatewaytest.Link("pyproject.toml"), "e/f/deep.toml": "x", "g/deep.toml": "y",
	}
	for _, c := range []struct {
		patterns, want []string
	}{
		{[]string{"pyproject.toml", "uv.lock", "none.toml"}, []string{"pyproject.toml", "uv.lock"}},
		{[]string{"*/__main__.py"}, []string{"a/__main__.py", "b/__main__.py"}},
		{[]string{"src/*/__main__.py"}, []string{"src/d/__main__.py"}},
		{[]string{"*/*/__main__.py"}, []string{"b/c/__main__.py", "src/d/__main__.py"}},
		{[]string{"none/*/x", "pyproject.toml/x", "*/none"}, nil},
		{[]string{"link.toml"}, []string{"link.toml"}},
		{[]string{"*/deep.toml", "e/f/deep.toml"}, []string{"e/f/deep.toml", "g/deep.toml"}},
		{[]string{"a"}, nil},
	} {
		g := project(files)
		p, err := open(t, g).Project(context.Background(), c.patterns)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(c.want, p.Names()); d != "" {
			t.Errorf("%v: -want +got\n%s", c.patterns, d)
		}
		// The .dockerignore, and all the rest.
		if len(g.Solved) != 2 {
			t.Errorf("%v: %d transfers", c.patterns, len(g.Solved))
		}
		for _, name := range p.Names() {
			// BuildKit marshals the definition of a source map without a look.
			if sm := p.SourceMaps()[name]; sm == nil || sm.Definition == nil || string(sm.Data) != string(p.File(name).Data) {
				t.Errorf("%s has no source map that could be shown", name)
			}
		}
		if len(p.Findings) > 0 {
			t.Error(p.Findings.Err())
		}
	}
}

// Only what was asked for is sent, and .dockerignore, which says what gets into
// the image, does not hide the files that tell how to build it.
func TestProjectIsTransferredOnce(t *testing.T) {
	g := project(map[string]string{"pyproject.toml": "a"})
	if _, err := open(t, g).Project(context.Background(), []string{"pyproject.toml", "*/x"}); err != nil {
		t.Fatal(err)
	}
	text, err := llbtext.Format(g.Solved[1])
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`local.followpaths: ["pyproject.toml","*/x"]`, "local.differ: none", "local.sharedkeyhint: pyfrontend-project"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
	if strings.Contains(text, "local.excludepatterns") {
		t.Errorf("files are left out: %s", text)
	}
}

// A lock may be larger than one message of the gateway.
func TestLargeFile(t *testing.T) {
	for _, size := range []int{0, 1, 8 << 20, 8<<20 + 1, 20 << 20, source.MaxFile} {
		data := strings.Repeat("x", size)
		p, err := open(t, project(map[string]string{"uv.lock": data})).Project(context.Background(), []string{"uv.lock"})
		if err != nil {
			t.Fatal(err)
		}
		if got := p.File("uv.lock"); got == nil || string(got.Data) != data {
			t.Errorf("%d bytes were not read whole", size)
		}
	}
	p, err := open(t, project(map[string]string{"uv.lock": strings.Repeat("x", source.MaxFile+1)})).Project(context.Background(), []string{"uv.lock"})
	if err != nil || p.File("uv.lock") != nil || !p.Findings.HasErrors() {
		t.Errorf("%v, findings %v", err, p.Findings)
	}
}

func TestEntry(t *testing.T) {
	files := map[string]string{"pyproject.toml": "a", "deploy/Dockerfile": "b"}
	for _, c := range []struct{ filename, name, fails string }{
		{"", "", ""},
		{"Dockerfile", "", ""},
		{"pyproject.toml", "pyproject.toml", ""},
		{"deploy/Dockerfile", "deploy/Dockerfile", ""},
		{"none/Dockerfile", "", ""},
		{"none.toml", "", `"none.toml", which the build was started with, does not exist`},
	} {
		g := project(files)
		if c.filename != "" {
			g.Opts["filename"] = c.filename
		}
		e, err := open(t, g).Entry(context.Background())
		if c.fails != "" {
			if err == nil || !strings.Contains(err.Error(), c.fails) {
				t.Errorf("%q: the error is %v", c.filename, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if e.File != nil {
			got = e.File.Name
		}
		if got != c.name {
			t.Errorf("%q: the file is %q", c.filename, got)
		}
	}
}

func TestImage(t *testing.T) {
	dgst := digest.FromString("python:3.13-slim").String()
	for _, c := range []struct{ name, want, fails string }{
		{"python:3.13-slim", "docker.io/library/python:3.13-slim@" + dgst, ""},
		{"docker.io/library/python:3.13-slim", "docker.io/library/python:3.13-slim@" + dgst, ""},
		{"python:3.13-slim@" + dgst, "docker.io/library/python:3.13-slim@" + dgst, ""},
		{"example.com/none", "", "example.com/none:latest: not found"},
		{"Not A Reference", "", "invalid reference format"},
		{"", "", "invalid reference format"},
	} {
		img, err := open(t, project(nil)).Image(context.Background(), c.name, amd64)
		if c.fails != "" {
			if err == nil || !strings.Contains(err.Error(), c.fails) {
				t.Errorf("%q: the error is %v", c.name, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if img.Ref != c.want || img.Config.OS != "linux" || img.Config.Architecture != "amd64" {
			t.Errorf("%q: %s, config %+v", c.name, img.Ref, img.Config.Platform)
		}
	}
}

// policed is a daemon whose source policy turns images into something else.
type policed struct {
	*gatewaytest.Gateway
	data []byte
	err  error
}

func (p policed) ResolveImageConfig(_ context.Context, ref string, _ sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	return ref, digest.FromString("x"), p.data, p.err
}

func TestImageThatIsNone(t *testing.T) {
	_, err := open(t, policed{project(nil), nil, fmt.Errorf("resolving: %w", &imageutil.ResolveToNonImageError{Ref: "x", Updated: "https://example.com/x.tar"})}).Image(context.Background(), "python:3.13", amd64)
	if !errors.Is(err, source.ErrNotAnImage) || !strings.Contains(err.Error(), "https://example.com/x.tar") {
		t.Errorf("the error is %v", err)
	}
	_, err = open(t, policed{project(nil), []byte("no JSON"), nil}).Image(context.Background(), "python:3.13", amd64)
	if err == nil || !strings.Contains(err.Error(), "the config of python:3.13") {
		t.Errorf("the error is %v", err)
	}
}

func TestRootFS(t *testing.T) {
	ctx := context.Background()
	g := project(nil)
	g.Images["base:1"] = gatewaytest.Image{Files: map[string]string{
		"etc/os-release": gatewaytest.Link("../usr/lib/os-release"), "usr/lib/os-release": "ID=x\n",
		"bin": gatewaytest.Link("usr/bin"), "usr/bin/python3": gatewaytest.Link("python3.13"), "usr/bin/python3.13": "ELF",
		"usr/bin/abs": gatewaytest.Link("/opt/py"), "usr/bin/odd[1]*": "ELF", "usr/lib/python3.13/x": "",
	}}
	s := open(t, g)
	img, err := s.Image(ctx, "base:1", amd64)
	if err != nil {
		t.Fatal(err)
	}
	fs, err := s.RootFS(ctx, img)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"/etc/os-release": "ID=x\n", "/bin/python3": "ELF", "/none": "", "/etc/os-release/x": "", "/usr/bin/abs": ""} {
		data, ok, err := fs.ReadFile(ctx, name)
		if err != nil || string(data) != want || ok != (want != "") {
			t.Errorf("%s: %q %v %v", name, data, ok, err)
		}
	}
	for name, want := range map[string]string{
		"/usr/bin/python3": "/usr/bin/python3.13", "/usr/bin/python3.13": "", "/usr/bin/abs": "/opt/py", "/bin": "/usr/bin", "/usr/bin/odd[1]*": "",
	} {
		target, ok, err := fs.Link(ctx, name)
		if err != nil || !ok || target != want {
			t.Errorf("%s: %q %v %v", name, target, ok, err)
		}
	}
	for _, name := range []string{"/usr/bin/none", "/none/python3", "/usr/bin/python3.13/x"} {
		if _, ok, err := fs.Link(ctx, name); ok || err != nil {
			t.Errorf("%s: %v %v", name, ok, err)
		}
	}
	if dirs, err := fs.Dirs(ctx, "/usr/lib"); err != nil || len(dirs) != 1 || dirs[0] != "python3.13" {
		t.Errorf("%v %v", dirs, err)
	}
	if dirs, err := fs.Dirs(ctx, "/none"); err != nil || dirs != nil {
		t.Errorf("%v %v", dirs, err)
	}
}
