package source_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/util/imageutil"
	"github.com/opencontainers/go-digest"

	"github.com/org/pyfrontend/internal/gatewaytest"
)

// policy is a daemon with a source policy: images of one registry come from
// another, which a named context learns as an error. It counts those who ask at
// the same time.
type policy struct {
	*gatewaytest.Gateway
	asking, most atomic.Int32
}

// ResolveImageConfig implements client.Client.
func (p *policy) ResolveImageConfig(ctx context.Context, ref string, opt sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	rest, ok := strings.CutPrefix(ref, "old.example.com/")
	if !ok {
		return p.Gateway.ResolveImageConfig(ctx, ref, opt)
	}
	p.most.Store(max(p.most.Load(), p.asking.Add(1)))
	time.Sleep(time.Millisecond)
	p.asking.Add(-1)
	return "", "", nil, &imageutil.ResolveToNonImageError{Ref: ref, Updated: "docker-image://docker.io/library/" + rest}
}

// Base, uv and others are resolved at the same time, and each context that the
// policy rewrites is written to the same map. Two at once would be a data race,
// which ends the process when it is unlucky.
func TestContextsAtOnce(t *testing.T) {
	p := &policy{Gateway: project(nil)}
	var names []string
	for n := range 10 {
		name := fmt.Sprintf("example.com/image:%d", n)
		names = append(names, name)
		p.Opts["context:"+name] = fmt.Sprintf("docker-image://old.example.com/python:3.13-slim@sha256:%064d", n)
	}
	s := open(t, p)
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Go(func() {
			if _, err := s.Image(t.Context(), name, amd64); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := p.most.Load(); got != 1 {
		t.Errorf("%d contexts were loaded at the same time", got)
	}
}
