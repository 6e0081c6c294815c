package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
)

// pushed is a registry that images are pushed to (OCI distribution
// specification, the part that BuildKit uses). It counts what it is sent and is
// emptied between rounds; the bed's own would fill the disk with layers that
// are never the same twice.
type pushed struct {
	addr, dir string
	server    *http.Server
	bytes     atomic.Int64

	mu sync.Mutex
	// manifests are by repository and tag or digest, blobs by repository.
	manifests map[string]manifest
	blobs     map[string]bool
}

type manifest struct{ mediaType, digest, file string }

// startRegistry serves on a loopback address until it is closed.
func startRegistry() (*pushed, error) {
	dir, err := os.MkdirTemp("", "bench-registry")
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &pushed{addr: l.Addr().String(), dir: dir}
	p.empty()
	p.server = &http.Server{Handler: p}
	go func() { _ = p.server.Serve(l) }()
	return p, nil
}

func (p *pushed) close() {
	_ = p.server.Close()
	_ = os.RemoveAll(p.dir)
}

// empty forgets all images.
func (p *pushed) empty() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.manifests, p.blobs = map[string]manifest{}, map[string]bool{}
	files, _ := filepath.Glob(filepath.Join(p.dir, "*"))
	for _, f := range files {
		_ = os.Remove(f)
	}
}

// received counts the bytes of all blobs that were sent.
func (p *pushed) received() int64 { return p.bytes.Load() }

func (p *pushed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rest, ok := strings.CutPrefix(r.URL.Path, "/v2/")
	switch {
	case !ok:
		http.NotFound(w, r)
	case rest == "":
		w.WriteHeader(http.StatusOK)
	case strings.Contains(rest, "/blobs/uploads/"):
		repo, _, _ := strings.Cut(rest, "/blobs/")
		p.upload(w, r, repo)
	case strings.Contains(rest, "/blobs/"):
		repo, digest, _ := strings.Cut(rest, "/blobs/")
		p.blob(w, r, repo, digest)
	case strings.Contains(rest, "/manifests/"):
		repo, ref, _ := strings.Cut(rest, "/manifests/")
		p.manifest(w, r, repo, ref)
	default:
		http.NotFound(w, r)
	}
}

func (p *pushed) file(digest string) string {
	return filepath.Join(p.dir, strings.ReplaceAll(path.Base(digest), ":", "-"))
}

func (p *pushed) has(repo, digest string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.blobs[repo+"@"+digest]
}

func (p *pushed) blob(w http.ResponseWriter, r *http.Request, repo, digest string) {
	if !p.has(repo, digest) {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Docker-Content-Digest", digest)
	http.ServeFile(w, r, p.file(digest))
}

// upload takes a blob in one PUT, after the POST that asks where to.
func (p *pushed) upload(w http.ResponseWriter, r *http.Request, repo string) {
	switch r.Method {
	case http.MethodPost:
		w.Header().Set("Location", "/v2/"+repo+"/blobs/uploads/one")
		w.WriteHeader(http.StatusAccepted)
	case http.MethodPut:
		digest := r.URL.Query().Get("digest")
		if err := p.store(r.Body, digest); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		p.mu.Lock()
		p.blobs[repo+"@"+digest] = true
		p.mu.Unlock()
		w.Header().Set("Docker-Content-Digest", digest)
		w.WriteHeader(http.StatusCreated)
	default:
		http.Error(w, "not here", http.StatusMethodNotAllowed)
	}
}

// store writes a blob under its digest.
func (p *pushed) store(from io.Reader, digest string) error {
	f, err := os.CreateTemp(p.dir, "upload")
	if err != nil {
		return err
	}
	defer f.Close()
	hash := sha256.New()
	n, err := io.Copy(io.MultiWriter(f, hash), from)
	if err != nil {
		return err
	}
	p.bytes.Add(n)
	if got := "sha256:" + hex.EncodeToString(hash.Sum(nil)); got != digest {
		return fmt.Errorf("the blob is %s, not %s", got, digest)
	}
	return os.Rename(f.Name(), p.file(digest))
}

func (p *pushed) manifest(w http.ResponseWriter, r *http.Request, repo, ref string) {
	if r.Method == http.MethodPut {
		p.putManifest(w, r, repo, ref)
		return
	}
	p.mu.Lock()
	m, ok := p.manifests[repo+"@"+ref]
	p.mu.Unlock()
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", m.mediaType)
	w.Header().Set("Docker-Content-Digest", m.digest)
	http.ServeFile(w, r, m.file)
}

func (p *pushed) putManifest(w http.ResponseWriter, r *http.Request, repo, ref string) {
	data, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	sum := sha256.Sum256(data)
	m := manifest{mediaType: r.Header.Get("Content-Type"), digest: "sha256:" + hex.EncodeToString(sum[:])}
	m.file = p.file(m.digest)
	if err := os.WriteFile(m.file, data, 0o644); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	p.bytes.Add(int64(len(data)))
	p.mu.Lock()
	p.manifests[repo+"@"+ref], p.manifests[repo+"@"+m.digest] = m, m
	p.mu.Unlock()
	w.Header().Set("Docker-Content-Digest", m.digest)
	w.WriteHeader(http.StatusCreated)
}
