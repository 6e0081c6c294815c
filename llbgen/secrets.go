package llbgen

import (
	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/solver/pb"
)

// network gives a step the network, or takes it away. --network none wins.
func (g *generator) network(wanted bool) []llb.RunOption {
	if !wanted {
		return []llb.RunOption{llb.Network(llb.NetModeNone)}
	}
	opts := g.secrets()
	if n := g.in.Exec.Network; n != pb.NetMode_UNSET {
		opts = append(opts, llb.Network(n))
	}
	return opts
}

// secrets gives a step that talks to the network what it may need for it: the
// download cache, the trust bundle, credentials, the proxy. All secrets are
// optional, and only their ids are part of the definition.
func (g *generator) secrets() []llb.RunOption {
	e := g.in.Exec
	trust, netrc := trustPath, netrcPath
	opts := []llb.RunOption{
		g.cache(),
		llb.AddSecretWithDest(e.TrustSecret, &trust, llb.SecretOptional, llb.SecretFileOpt(0, 0, 0o400)),
		llb.AddSecretWithDest(NetrcSecret, &netrc, llb.SecretOptional, llb.SecretFileOpt(0, 0, 0o400)),
	}
	for _, id := range e.SecretEnv {
		opts = append(opts, llb.AddSecretWithDest(id, nil, llb.SecretAsEnvName(id), llb.SecretOptional))
	}
	if e.Proxy != nil {
		opts = append(opts, llb.WithProxy(*e.Proxy))
	}
	return opts
}

// CacheID is the id of uv's download cache in a namespace
// (BUILDKIT_CACHE_MOUNT_NS), "" for none.
func CacheID(namespace string) string {
	const id = "pyfrontend-uv"
	if namespace == "" {
		return id
	}
	return namespace + "/" + id
}

// cache is uv's download cache, shared by all builds on the daemon. Wheels are
// kept by their full name, so that one cache serves all platforms; uv locks
// what it writes, so that steps may share it while they run in parallel.
func (g *generator) cache() llb.RunOption {
	return llb.AddMount(cacheDir, llb.Scratch(), llb.AsPersistentCacheDir(CacheID(g.in.Exec.CacheNS), llb.CacheMountShared))
}
