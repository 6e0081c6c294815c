package frontend_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/opencontainers/go-digest"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/frontend/planner"
	"github.com/org/pyfrontend/internal/gatewaytest"
	"github.com/org/pyfrontend/internal/llbtext"
	"github.com/org/pyfrontend/llbgen/plan"
)

const uvImage = "ghcr.io/astral-sh/uv:" + planner.UVVersion

func planOf(t *testing.T, g *gatewaytest.Gateway) *plan.Plan {
	t.Helper()
	res := build(t, request(g, "pyfrontend.plan"))
	p := &plan.Plan{}
	if err := json.Unmarshal(res.Metadata["result.json"], p); err != nil {
		t.Fatal(err)
	}
	return p
}

// imageText is the LLB of the image of a build for one platform.
func imageText(t *testing.T, g *gatewaytest.Gateway) string {
	t.Helper()
	text, err := llbtext.Format(gatewaytest.Definition(build(t, g).Ref))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// Every image is asked for once for each platform that needs it, however many
// steps use it.
func TestImagesAreResolvedOnce(t *testing.T) {
	g := gateway(small(), map[string]string{"platform": "linux/amd64,linux/arm64"})
	build(t, g)
	got := slices.Sorted(slices.Values(g.Resolved))
	want := []string{"docker.io/library/python:3.15-slim", "docker.io/library/python:3.15-slim", uvImage, uvImage}
	if !slices.Equal(got, want) {
		t.Errorf("resolved %q, want %q", got, want)
	}
}

// docker build --build-context NAME=... stands in for any image of the build.
func TestBuildContextReplacesImages(t *testing.T) {
	for _, c := range []struct{ name, context, by string }{
		{"base", "python:3.15-slim", "mirror.example.com/python:x"},
		{"uv", uvImage, "mirror.example.com/uv:x"},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := gateway(small(), map[string]string{"context:" + c.context: "docker-image://" + c.by})
			g.Images[c.by] = g.Images[c.context]
			delete(g.Images, c.context)
			if text := imageText(t, g); !strings.Contains(text, "docker-image://"+c.by) || strings.Contains(text, "docker-image://"+c.context) {
				t.Errorf("%s was not replaced in %s", c.context, text)
			}
		})
	}
}

// A build context may be a directory: the root filesystem of an image, without
// a config. What the config would say is then the usual.
func TestBaseFromDirectory(t *testing.T) {
	g := gateway(small(), map[string]string{"context:python:3.15-slim": "local:rootfs"})
	g.Locals["rootfs"] = g.Images["python:3.15-slim"].Files
	delete(g.Images, "python:3.15-slim")
	p := planOf(t, g)
	if b := p.Images[0].Base; b.Python != "/usr/local/bin/python3" || b.Version != "3.15" {
		t.Errorf("the base is %+v", b)
	}
	if path := p.Images[0].Config.Env[0].Value; !strings.HasSuffix(path, ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin") {
		t.Errorf("PATH is %s", path)
	}
}

// Each platform may have an image of its own; which of the two the plan names
// must not depend on which answer comes first.
func TestImageOfOnePlatformReplaced(t *testing.T) {
	for range 8 {
		g := gateway(small(), map[string]string{
			"platform": "linux/arm64,linux/amd64", "context:" + uvImage + "::linux/arm64": "docker-image://mirror.example.com/uv:arm",
		})
		g.Images["mirror.example.com/uv:arm"] = g.Images[uvImage]
		for _, img := range planOf(t, g).Images {
			if !strings.HasPrefix(img.UV.Ref, uvImage) {
				t.Fatalf("steps for %s run on linux/amd64 and use %s", img.Platform, img.UV.Ref)
			}
		}
	}
}

// The reference that the daemon returns is used: a source policy may have
// changed it.
func TestRewrittenReference(t *testing.T) {
	g := gateway(small(), nil)
	g.Images["mirror/python:3.15-slim"] = g.Images["python:3.15-slim"]
	text := func() string {
		res, err := frontend.Build(context.Background(), rewriting{g})
		if err != nil {
			t.Fatal(err)
		}
		s, err := llbtext.Format(gatewaytest.Definition(res.Ref))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}()
	if !strings.Contains(text, "docker-image://docker.io/mirror/python:3.15-slim@sha256:") {
		t.Errorf("the rewritten reference is not used: %s", text)
	}
}

// rewriting is a daemon with a policy that takes the base from a mirror.
type rewriting struct{ *gatewaytest.Gateway }

func (r rewriting) ResolveImageConfig(ctx context.Context, ref string, opt sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	ref, dgst, data, err := r.Gateway.ResolveImageConfig(ctx, ref, opt)
	return strings.Replace(ref, "docker.io/library/", "docker.io/mirror/", 1), dgst, data, err
}

// A build that is called off ends as called off, not with an image that cannot
// be had; also when it only checks.
func TestCalledOff(t *testing.T) {
	for _, id := range []string{"", "frontend.lint"} {
		ctx, cancel := context.WithCancel(context.Background())
		g := gateway(small(), map[string]string{})
		if id != "" {
			request(g, id)
		}
		_, err := frontend.Build(ctx, cancelling{g, cancel})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%q: the error is %v", id, err)
		}
	}
}

// cancelling is a gateway whose client goes away when an image is asked for.
type cancelling struct {
	*gatewaytest.Gateway
	cancel func()
}

func (c cancelling) ResolveImageConfig(ctx context.Context, _ string, _ sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	c.cancel()
	return "", "", nil, ctx.Err()
}
