// Package bed tests the test bed itself: that what the other tests of the real
// thing stand on is there and behaves.
package bed

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/exporter/containerimage/exptypes"
	gateway "github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/docker-image-spec/specs-go/v1"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/org/pyfrontend/internal/testbed"
)

// state builds one state for one platform and gives it a configuration.
func state(st llb.State, platform ocispecs.Platform, config v1.DockerOCIImageConfig) gateway.BuildFunc {
	return func(ctx context.Context, c gateway.Client) (*gateway.Result, error) {
		def, err := st.Marshal(ctx, llb.Platform(platform))
		if err != nil {
			return nil, err
		}
		res, err := c.Solve(ctx, gateway.SolveRequest{Definition: def.ToPB(), Evaluate: true})
		if err != nil {
			return nil, err
		}
		img := v1.DockerOCIImage{Image: ocispecs.Image{Platform: platform}, Config: config}
		content, err := json.Marshal(img)
		if err != nil {
			return nil, err
		}
		res.AddMeta(exptypes.ExporterImageConfigKey, content)
		return res, nil
	}
}

var (
	amd64 = ocispecs.Platform{OS: "linux", Architecture: "amd64"}
	arm64 = ocispecs.Platform{OS: "linux", Architecture: "arm64"}
)

// A package with a compiled extension is installed by uv from its image, with
// the certificates of this machine, and imports.
func TestInstallWithUV(t *testing.T) {
	bed := testbed.Require(t)
	st := llb.Image("docker.io/library/python:3.13-slim").
		AddEnv("SSL_CERT_FILE", "/run/ca.pem").
		Run(llb.Args([]string{"/uv", "pip", "install", "--system", "--no-cache", "markupsafe"}),
			llb.AddMount("/uv", llb.Image("ghcr.io/astral-sh/uv:"+testbed.UVVersion), llb.SourcePath("/uv"), llb.Readonly),
			llb.AddSecret("/run/ca.pem", llb.SecretID("ca"), llb.SecretOptional)).
		Run(llb.Args([]string{"python", "-c", "import markupsafe._speedups; print('imported')"})).Root()
	result := bed.MustBuild(t, testbed.Build{Frontend: state(st, amd64, v1.DockerOCIImageConfig{})})
	if !strings.Contains(result.Log, "imported\n") {
		t.Errorf("the extension was not imported:\n%s", result.Log)
	}
}

// Every base image has the Python that its name says, with its libraries and
// certificates.
func TestBases(t *testing.T) {
	bed := testbed.Require(t)
	for image, python := range map[string]string{
		"docker.io/library/python:3.13-slim":        "/usr/local/bin/python3",
		"gcr.io/distroless/python3-debian13:latest": "/usr/bin/python3",
	} {
		t.Run(image, func(t *testing.T) {
			script := "import ssl, sqlite3, sys; print(sys.version_info[:2], ssl.create_default_context().cert_store_stats()['x509_ca'] > 99)"
			st := llb.Image(image).Run(llb.Args([]string{python, "-c", script})).Root()
			result := bed.MustBuild(t, testbed.Build{Frontend: state(st, amd64, v1.DockerOCIImageConfig{})})
			if want := "(3, 13) True\n"; !strings.Contains(result.Log, want) {
				t.Errorf("%q, want %q", result.Log, want)
			}
		})
	}
}

// A step for the other architecture runs by emulation.
func TestEmulation(t *testing.T) {
	bed := testbed.Require(t)
	st := llb.Image("docker.io/library/python:3.13-slim").Run(llb.Args([]string{"uname", "-m"})).Root()
	result := bed.MustBuild(t, testbed.Build{Frontend: state(st, arm64, v1.DockerOCIImageConfig{})})
	if want := "aarch64\n"; !strings.Contains(result.Log, want) {
		t.Errorf("%q, want %q", result.Log, want)
	}
}

// The layers of an image are merged as an engine does, and its configuration is
// what runs.
func TestRun(t *testing.T) {
	bed := testbed.Require(t)
	st := llb.Image("docker.io/library/python:3.13-slim").
		File(llb.Mkfile("/srv/note", 0o640, []byte("hello"), llb.WithUIDGID(33, 33))).
		File(llb.Mkdir("/srv/gone", 0o755)).
		File(llb.Rm("/srv/gone"))
	image := bed.MustBuild(t, testbed.Build{Frontend: state(st, amd64, v1.DockerOCIImageConfig{
		ImageConfig: ocispecs.ImageConfig{
			User: "www-data", WorkingDir: "/srv",
			Env:        []string{"PATH=/usr/local/bin:/usr/bin", "GREETING=from the image"},
			Entrypoint: []string{"python", "-c"},
			Cmd:        []string{"import os; print(os.getcwd(), os.getuid(), os.environ['GREETING'], open('note').read())"},
		},
	})}).Image(t)
	note := image.File(t, "/srv/note")
	if note.Uid != 33 || note.Mode != 0o640 || string(note.Content) != "hello" {
		t.Errorf("/srv/note: uid %d, mode %o, %q", note.Uid, note.Mode, note.Content)
	}
	if got := image.List(t, "/srv"); len(got) != 2 {
		t.Errorf("below /srv: %v, want the directory and the note", got)
	}
	if out := image.Run(t, testbed.Run{}); out.Stdout != "/srv 33 from the image hello\n" || out.ExitCode != 0 {
		t.Errorf("run: %+v", out)
	}
	script := "import os, sys; print(os.environ['GREETING']); sys.exit(os.getuid() + 4)"
	out := image.Run(t, testbed.Run{Args: []string{script}, User: "root", Env: map[string]string{"GREETING": "from the test"}})
	if out.Stdout != "from the test\n" || out.ExitCode != 4 {
		t.Errorf("run with options: %+v", out)
	}
}

// A build that cannot work says so.
func TestBuildError(t *testing.T) {
	bed := testbed.Require(t)
	st := llb.Image("docker.io/library/python:3.13-slim").Run(llb.Args([]string{"python", "-c", "import nothing_of_this_name"})).Root()
	result, err := bed.Build(t, testbed.Build{Frontend: state(st, amd64, v1.DockerOCIImageConfig{})})
	if err == nil || !strings.Contains(err.Error(), "exit code: 1") {
		t.Errorf("error %v, want the exit code of the step", err)
	}
	if result == nil || !strings.Contains(result.Log, "nothing_of_this_name") {
		t.Error("the log of the failed step is lost")
	}
}
