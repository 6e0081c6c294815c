package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/testbed"
)

// leafBuild builds a project that needs leaf.
func leafBuild(t *testing.T, bed *testbed.Bed, files, attrs, secrets map[string]string) (*testbed.Result, error) {
	t.Helper()
	return bed.Build(t, testbed.Build{Frontend: frontend.Build, Context: project(t, files), Attrs: attrs, Secrets: secrets})
}

// holdsLeaf looks for the index's wheel in an image.
func holdsLeaf(t *testing.T, res *testbed.Result, i *index) {
	t.Helper()
	got := string(res.Image(t).File(t, "app/.venv/lib/python3.13/site-packages/leaf/__init__.py").Content)
	if !strings.Contains(got, i.value) {
		t.Errorf("the image has the wheel of another index: %q", got)
	}
}

// TestIndexCredentials builds from an index that asks for a user, with and
// without a lock. The credentials come from secrets with the names of uv's own
// variables, and are nowhere in the image.
func TestIndexCredentials(t *testing.T) {
	t.Parallel()
	bed := testbed.Require(t)
	for name, locked := range map[string]bool{"without a lock": false, "with a lock": true} {
		t.Run(name, func(t *testing.T) {
			i := startIndex(t)
			i.user, i.password = "builder", "ahd4-Oow9-"+i.value
			files := i.project("", locked)
			res, err := leafBuild(t, bed, files, nil, nil)
			if err == nil {
				t.Fatal("the build succeeded without credentials")
			}
			if !strings.Contains(res.Log+err.Error(), "401") {
				t.Errorf("nothing says that the index refused: %v\n%s", err, res.Log)
			}
			res, err = leafBuild(t, bed, files, nil, map[string]string{
				"UV_INDEX_CORP_USERNAME": secretFile(t, i.user), "UV_INDEX_CORP_PASSWORD": secretFile(t, i.password),
			})
			if err != nil {
				t.Fatalf("%v\n%s", err, res.Log)
			}
			holdsLeaf(t, res, i)
			holdsNot(t, res, i.password)
		})
	}
}

// holdsNot looks for a secret in every file of an image, in its configuration
// and in what the build printed.
func holdsNot(t *testing.T, res *testbed.Result, secret string) {
	t.Helper()
	img := res.Image(t)
	for name, f := range img.Files(t) {
		if bytes.Contains(f.Content, []byte(secret)) {
			t.Errorf("the secret is in %s", name)
		}
	}
	config, err := json.Marshal(img.Config)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(config, []byte(secret)) || strings.Contains(res.Log, secret) {
		t.Errorf("the secret is in the config or the log")
	}
	for _, s := range res.Steps {
		if strings.Contains(s.Name, secret) {
			t.Errorf("the secret is in the name of a step: %s", s.Name)
		}
	}
}

// TestTrust builds from an index whose certificate only a secret can vouch for,
// under the default id and one of the project's own.
func TestTrust(t *testing.T) {
	t.Parallel()
	bed := testbed.Require(t)
	for _, c := range []struct {
		name string
		// id is the spec's, given is what the build is given.
		id, given  string
		locked, ok bool
	}{
		{"no secret", "", "", false, false},
		{"ca", "", "ca", false, true},
		{"with a lock", "", "ca", true, true},
		{"other id", "corp-ca", "corp-ca", false, true},
		{"other id not given", "corp-ca", "ca", false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			i := startTLSIndex(t)
			files := i.project("", c.locked)
			if c.id != "" {
				files["pyproject.toml"] += fmt.Sprintf("\n[tool.pyfrontend]\nca = %q\n", c.id)
			}
			secrets := map[string]string{"ca": ""}
			if c.given != "" {
				secrets[c.given] = secretFile(t, i.trust)
			}
			res, err := leafBuild(t, bed, files, nil, secrets)
			if c.ok != (err == nil) {
				t.Fatalf("error %v, want success to be %v\n%s", err, c.ok, res.Log)
			}
			if c.ok {
				holdsLeaf(t, res, i)
			} else if !strings.Contains(strings.ToLower(res.Log+err.Error()), "certificate") {
				t.Errorf("nothing says that it is about a certificate: %v\n%s", err, res.Log)
			}
		})
	}
}

// TestNetrc builds from an index that is only named in a requirements file, with
// the credentials in the secret "netrc".
func TestNetrc(t *testing.T) {
	t.Parallel()
	bed := testbed.Require(t)
	i := startIndex(t)
	i.user, i.password = "builder", "ahd4-Oow9-"+i.value
	files := map[string]string{
		"requirements.txt": fmt.Sprintf("--index-url %s\nleaf==1.0 --hash=sha256:%s\n", i.url(""), i.hash),
		"main.py":          "import leaf\n", ".python-version": "3.13\n",
	}
	netrc := secretFile(t, fmt.Sprintf("machine 127.0.0.1 login %s password %s\n", i.user, i.password))
	res, err := leafBuild(t, bed, files, nil, map[string]string{"netrc": netrc})
	if err != nil {
		t.Fatalf("%v\n%s", err, res.Log)
	}
	holdsLeaf(t, res, i)
	holdsNot(t, res, i.password)
}
