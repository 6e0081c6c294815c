package frontend

import (
	"maps"
	"slices"
	"strings"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/frontend/dockerui"

	"github.com/org/pyfrontend/llbgen"
)

// execOptions are Docker's options for the processes of a build.
func execOptions(c *dockerui.Config) llbgen.Exec {
	return llbgen.Exec{
		CacheNS:      c.CacheIDNamespace,
		Network:      c.NetworkMode,
		ExtraHosts:   c.ExtraHosts,
		Hostname:     c.Hostname,
		ShmSize:      c.ShmSize,
		Ulimits:      c.Ulimits,
		CgroupParent: c.CgroupParent,
		Resources:    c.LinuxResources,
		Proxy:        proxy(c.BuildArgs),
	}
}

// proxy takes the proxy from the predefined build-args, in either case
// (dockerfile2llb/convert.go proxyEnvFromBuildArgs). It is not part of any
// cache key.
func proxy(args map[string]string) *llb.ProxyEnv {
	var p llb.ProxyEnv
	fields := map[string]*string{
		"http_proxy": &p.HTTPProxy, "https_proxy": &p.HTTPSProxy, "ftp_proxy": &p.FTPProxy,
		"no_proxy": &p.NoProxy, "all_proxy": &p.AllProxy,
	}
	found := false
	for _, name := range slices.Sorted(maps.Keys(args)) {
		if f := fields[strings.ToLower(name)]; f != nil {
			*f, found = args[name], true
		}
	}
	if !found {
		return nil
	}
	return &p
}
