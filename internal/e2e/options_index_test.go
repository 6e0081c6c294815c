package e2e

import (
	"archive/zip"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// wheel is a distribution of one module, "leaf", whose VALUE no other test has.
type wheel struct {
	file, value, hash string
	data              []byte
}

// makeWheel writes the wheel of leaf 1.0.
func makeWheel(t *testing.T) wheel {
	t.Helper()
	value := rand.Text()
	files := [][2]string{
		{"leaf/__init__.py", fmt.Sprintf("VALUE = %q\n", value)},
		{"leaf-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: leaf\nVersion: 1.0\n"},
		{"leaf-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"},
	}
	var record strings.Builder
	for _, f := range files {
		sum := sha256.Sum256([]byte(f[1]))
		fmt.Fprintf(&record, "%s,sha256=%s,%d\n", f[0], base64.RawURLEncoding.EncodeToString(sum[:]), len(f[1]))
	}
	const recordName = "leaf-1.0.dist-info/RECORD"
	files = append(files, [2]string{recordName, record.String() + recordName + ",,\n"})
	var buf bytes.Buffer
	zw := zip.NewWriter(&buf)
	for _, f := range files {
		w, err := zw.Create(f[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(f[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(buf.Bytes())
	return wheel{file: "leaf-1.0-py3-none-any.whl", value: value, hash: hex.EncodeToString(sum[:]), data: buf.Bytes()}
}

// index is a package index with one distribution, on a loopback address.
type index struct {
	wheel
	server *httptest.Server
	// user and password are asked for unless user is "".
	user, password string
	// trust is the certificate of the index's own authority, in PEM.
	trust string

	mu   sync.Mutex
	seen []string
}

// startIndex starts an index over plain HTTP.
func startIndex(t *testing.T) *index {
	t.Helper()
	i := &index{wheel: makeWheel(t)}
	i.server = httptest.NewServer(i)
	t.Cleanup(i.server.Close)
	return i
}

// startTLSIndex starts an index over HTTPS with a certificate of an authority
// that nobody knows.
func startTLSIndex(t *testing.T) *index {
	t.Helper()
	i := &index{wheel: makeWheel(t)}
	i.server = httptest.NewUnstartedServer(i)
	i.server.Config.ErrorLog = nil
	var cert tls.Certificate
	cert, i.trust = authority(t)
	i.server.TLS = &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
	i.server.StartTLS()
	t.Cleanup(i.server.Close)
	return i
}

// url is the address for [[tool.uv.index]], with another host if one is given.
func (i *index) url(host string) string {
	addr := i.server.Listener.Addr().String()
	if host != "" {
		_, port, _ := net.SplitHostPort(addr)
		addr = net.JoinHostPort(host, port)
	}
	scheme, _, _ := strings.Cut(i.server.URL, "://")
	return scheme + "://" + addr + "/simple"
}

// ServeHTTP answers as a simple index does (PEP 503).
func (i *index) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	user, password, _ := r.BasicAuth()
	if i.user != "" && (user != i.user || password != i.password) {
		w.Header().Set("WWW-Authenticate", `Basic realm="packages"`)
		http.Error(w, "who are you?", http.StatusUnauthorized)
		return
	}
	i.mu.Lock()
	i.seen = append(i.seen, r.URL.Path)
	i.mu.Unlock()
	w.Header().Set("Cache-Control", "max-age=365000000, immutable, public")
	switch r.URL.Path {
	case "/simple/leaf/":
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<!DOCTYPE html><a href="/files/%s#sha256=%s">%s</a>`, i.file, i.hash, i.file)
	case "/files/" + i.file:
		http.ServeContent(w, r, i.file, time.Unix(1e9, 0), bytes.NewReader(i.data))
	default:
		http.NotFound(w, r)
	}
}

// downloads counts how often the wheel was asked for.
func (i *index) downloads() int {
	i.mu.Lock()
	defer i.mu.Unlock()
	n := 0
	for _, p := range i.seen {
		if strings.HasPrefix(p, "/files/") {
			n++
		}
	}
	return n
}

// authority makes a certificate for the loopback address and the authority that
// signed it.
func authority(t *testing.T) (tls.Certificate, string) {
	t.Helper()
	caKey, key := newKey(t), newKey(t)
	ca := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "an authority of a test"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	leaf := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "packages"},
		NotBefore: ca.NotBefore, NotAfter: ca.NotAfter,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		KeyUsage:    x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	caDER, err := x509.CreateCertificate(rand.Reader, ca, ca, &caKey.PublicKey, caKey)
	if err != nil {
		t.Fatal(err)
	}
	leafDER, err := x509.CreateCertificate(rand.Reader, leaf, ca, &key.PublicKey, caKey)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{leafDER}, PrivateKey: key},
		string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: caDER}))
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// secretFile writes a secret to a file of the test's.
func secretFile(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// project needs leaf from the index under a host name; without a lock the build
// resolves as well as installs.
func (i *index) project(host string, locked bool) map[string]string {
	url := i.url(host)
	files := map[string]string{
		"pyproject.toml": fmt.Sprintf(`# syntax=ghcr.io/org/pyfrontend
[project]
name = "needs-leaf"
version = "1"
requires-python = ">=3.11,<3.14"
dependencies = ["leaf==1.0"]

[[tool.uv.index]]
name = "corp"
url = %q
default = true
`, url),
		"main.py": "import leaf; print(leaf.VALUE)\n",
	}
	if locked {
		files["uv.lock"] = i.lock(url)
	}
	return files
}

// lock is what uv writes for project.
func (i *index) lock(url string) string {
	return fmt.Sprintf(`version = 1
revision = 3
requires-python = ">=3.11, <3.14"

[[package]]
name = "leaf"
version = "1.0"
source = { registry = %q }
wheels = [
    { url = "%s/files/%s", hash = "sha256:%s" },
]

[[package]]
name = "needs-leaf"
version = "1"
source = { virtual = "." }
dependencies = [
    { name = "leaf" },
]

[package.metadata]
requires-dist = [{ name = "leaf", specifier = "==1.0" }]
`, url, strings.TrimSuffix(url, "/simple"), i.file, i.hash)
}
