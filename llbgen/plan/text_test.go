package plan

import (
	"strings"
	"testing"
)

func TestText(t *testing.T) {
	p := &Plan{
		Project: Project{Name: "shop", Version: "1.0"},
		Python:  Choice{Value: "3.13", Why: "python = \"3.13\""},
		Images: []Image{{
			Platform: "linux/arm64",
			Base:     Base{Name: Choice{"python:3.13-slim", "the default"}, Ref: "python@sha256:1", Platform: "linux/arm64", Python: "/usr/bin/python3", Version: "3.13.5", Libc: "glibc 2.41"},
			Builder:  Base{Name: Choice{Value: "python:3.13-slim"}, Platform: "linux/amd64"},
			UV:       Tool{Name: Choice{Value: "uv:1"}},
			Groups: []Group{
				{Name: "numpy 2.0", Platform: "linux/amd64", Packages: []Package{{Name: "numpy", Version: "2.0", Size: 20_000_000}}},
				{Name: "pure Python 1/2", Platform: "linux/amd64", Packages: []Package{{Name: "a", Version: "1", Size: 999}, {Name: "b", Version: "2"}}},
				{Name: "c 3", Platform: "linux/arm64", Why: "c 3 has no wheel for linux/arm64", Packages: []Package{{Name: "c", Version: "3"}}},
			},
			Source: Source{Kind: SourceWheel, Why: "it has a [build-system]", Wheels: []LocalWheel{{Name: "lib", Dir: "packages/lib"}, {Name: "shop", Dir: "."}}},
			Runner: Runner{User: User{Name: "app", UID: 10001, GID: 10001, Home: "/home/app", Why: "not root"}, Dirs: []Dir{{Path: "/app"}, {Path: "/app/data", UID: 10001, GID: 10001}}},
			Config: Config{
				Entrypoint: Command{Argv: []string{"serve", "a b", "", "--x=\"y\""}, Why: "the spec"}, Cmd: []string{"\x1b[2J"}, Workdir: "/app",
				Env: []KV{{"A", "1"}, {"B", "two\nlines"}}, Expose: []string{"80/tcp"}, Volumes: []string{"/v"}, StopSignal: "SIGINT", Healthcheck: &Healthcheck{Test: []string{"CMD", "x"}},
			},
		}},
	}
	want := `shop 1.0
Python 3.13 (python = "3.13")

linux/arm64
  base        python:3.13-slim (the default)
              python@sha256:1
              Python 3.13.5 at /usr/bin/python3, glibc 2.41
  builder     python:3.13-slim on linux/amd64
  uv          uv:1
  install     4 packages in 3 layers, 20MB to download
              - numpy 2.0            20MB
              - pure Python 1/2      999B  a 1, b 2
              - c 3
                runs on linux/arm64 (c 3 has no wheel for linux/arm64)
  project     lib from packages/lib, built to a wheel (it has a [build-system])
              shop, built to a wheel
  user        app, 10001:10001, home /home/app (not root)
  writable    /app/data
  start       serve "a b" "" "--x=\"y\"" (the spec)
  arguments   "\x1b[2J"
  directory   /app
  environment A=1
              B="two\nlines"
  ports       80/tcp
  volumes     /v
  health      CMD x
  signal      SIGINT
`
	if got := p.Text(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A plan made offline knows less, and says so; a plan of nothing is no panic.
func TestTextOfLittle(t *testing.T) {
	p := &Plan{Project: Project{Name: "x"}, Images: []Image{{Platform: "linux/amd64", Source: Source{Kind: SourceNone}}, {Source: Source{Kind: SourceCopy, Dest: "/app"}, Groups: []Group{{Name: "the requirements"}}}}}
	got := p.Text()
	for _, want := range []string{"its digest is known when it is resolved", "no dependencies", "no code of its own", "as uv resolves them in the build", "its files, copied to /app"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if (&Plan{}).Text() == "" {
		t.Error("no text")
	}
}

// The JSON is for programs and for goldens: the same bytes each time, with
// characters as they are.
func TestJSON(t *testing.T) {
	p := &Plan{Schema: Schema, Project: Project{Name: "a<b>&c"}, Images: []Image{{Config: Config{Labels: map[string]string{"b": "2", "a": "1", "c": "3"}}}}}
	first, err := p.JSON()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"name": "a<b>&c"`, "\"a\": \"1\",\n          \"b\": \"2\"", "{\n  \"schema\": 1,"} {
		if !strings.Contains(string(first), want) {
			t.Errorf("no %q in %s", want, first)
		}
	}
	for range 20 {
		if again, _ := p.JSON(); string(again) != string(first) {
			t.Fatal("other bytes")
		}
	}
}
