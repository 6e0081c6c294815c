package e2e

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/org/pyfrontend/internal/testbed"
)

// TestNetwork: --network none leaves no way out, and the failing step says which
// it is.
func TestNetwork(t *testing.T) {
	t.Parallel()
	bed := testbed.Require(t)
	i := startIndex(t)
	files := i.project("", true)
	if res, err := leafBuild(t, bed, files, map[string]string{"force-network-mode": "host"}, nil); err != nil {
		t.Errorf("--network host: %v\n%s", err, res.Log)
	}
	before := i.downloads()
	_, err := leafBuild(t, bed, files, map[string]string{"force-network-mode": "none", "no-cache": "", "build-arg:BUILDKIT_CACHE_MOUNT_NS": i.value}, nil)
	if err == nil || !strings.Contains(err.Error(), "uv") {
		t.Errorf("--network none: error %v, want one of uv's step", err)
	}
	if i.downloads() != before {
		t.Errorf("--network none: the index was asked")
	}
	_, f := probe(t, bed, map[string]string{"force-network-mode": "none"})
	if strings.Join(f.Interfaces, " ") != "lo" {
		t.Errorf("--network none: the step saw %v", f.Interfaces)
	}
}

// TestAddHost builds from an index under a name that only --add-host gives.
func TestAddHost(t *testing.T) {
	t.Parallel()
	bed := testbed.Require(t)
	i := startIndex(t)
	// No such name exists, so that nothing else can have led there.
	const host = "packages.example.com"
	res, err := leafBuild(t, bed, i.project(host, true), map[string]string{"add-hosts": host + "=127.0.0.1"}, nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, res.Log)
	}
	holdsLeaf(t, res, i)
}

// TestProxy builds from an index that only a proxy reaches.
func TestProxy(t *testing.T) {
	t.Parallel()
	bed := testbed.Require(t)
	i := startIndex(t)
	const host = "packages.example.com"
	var asked atomic.Int32
	proxy := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		if r.In.URL.Hostname() == host {
			asked.Add(1)
		}
		r.Out.URL.Host = i.server.Listener.Addr().String()
	}, ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) {
		http.Error(w, err.Error(), http.StatusBadGateway)
	}})
	t.Cleanup(proxy.Close)
	res, err := leafBuild(t, bed, i.project(host, true), map[string]string{"build-arg:http_proxy": proxy.URL}, nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, res.Log)
	}
	if asked.Load() == 0 {
		t.Error("the proxy was not asked")
	}
	holdsLeaf(t, res, i)
}
