package source

import (
	"context"
	"sync"

	"github.com/containerd/platforms"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/opencontainers/go-digest"
)

// resolveCache asks the daemon once for each image and platform
// (frontend/dockerfile/builder/resolvecache.go does the same).
type resolveCache struct {
	client.Client
	mu   sync.Mutex
	seen map[string]*resolved
}

type resolved struct {
	once   sync.Once
	ref    string
	dgst   digest.Digest
	config []byte
	err    error
}

// ResolveImageConfig implements client.Client.
func (r *resolveCache) ResolveImageConfig(ctx context.Context, ref string, opt sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	if opt.ImageOpt == nil {
		return r.Client.ResolveImageConfig(ctx, ref, opt)
	}
	key := ref + "\x00" + opt.ImageOpt.ResolveMode
	if opt.ImageOpt.Platform != nil {
		key += "\x00" + platforms.FormatAll(*opt.ImageOpt.Platform)
	}
	e := r.entry(key)
	e.once.Do(func() {
		e.ref, e.dgst, e.config, e.err = r.Client.ResolveImageConfig(ctx, ref, opt)
	})
	return e.ref, e.dgst, e.config, e.err
}

func (r *resolveCache) entry(key string) *resolved {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.seen == nil {
		r.seen = map[string]*resolved{}
	}
	if r.seen[key] == nil {
		r.seen[key] = &resolved{}
	}
	return r.seen[key]
}
