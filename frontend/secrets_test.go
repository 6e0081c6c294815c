package frontend_test

import (
	"strings"
	"testing"

	"github.com/org/pyfrontend/internal/gatewaytest"
)

// What is given as a build argument to be kept from the image, by mistake or for
// a proxy, is in nothing that is stored: no definition but for the proxy's own
// field, no config, no warning, no plan.
func TestValuesAreNotStored(t *testing.T) {
	const secret = "hunter2"
	opts := map[string]string{
		"filename":                                "pyproject.toml",
		"build-arg:UV_INDEX_CORP_PASSWORD":        secret,
		"build-arg:TOKEN":                         secret,
		"build-arg:UV_EXTRA_INDEX_URL":            "https://me:" + secret + "@index.example.com/simple",
		"build-arg:BUILDKIT_SYNTAX":               "ghcr.io/org/pyfrontend",
		"build-arg:BUILDKIT_SANDBOX_HOSTNAME":     "box",
		"build-arg:PIP_INDEX_URL":                 secret,
		"frontend.caps":                           "",
		"attest:provenance":                       "",
		"local-sessionid:context":                 "",
		"sharedkey:localdir:context":              "",
		"build-arg:BUILDKIT_CONTEXT_KEEP_GIT_DIR": "1",
	}
	g := gateway(small(), opts)
	res := build(t, g)
	for _, def := range g.Solved {
		data, err := def.MarshalVT()
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(data), secret) {
			t.Error("the value is in a definition")
		}
	}
	for key, data := range res.Metadata {
		if strings.Contains(string(data), secret) {
			t.Errorf("the value is in %s", key)
		}
	}
	for _, w := range g.Warnings {
		if strings.Contains(w.Message, secret) {
			t.Errorf("the value is in %q", w.Message)
		}
	}
	plan := build(t, request(gateway(small(), opts), "pyfrontend.plan"))
	if strings.Contains(string(plan.Metadata["result.json"])+string(plan.Metadata["result.txt"]), secret) {
		t.Error("the value is in the plan")
	}
}

// Every index of the project that has a name can get credentials, by uv's own
// names, and only steps that talk to it get them.
func TestIndexSecrets(t *testing.T) {
	files := with(small(), map[string]string{"uv.lock": "", "pyproject.toml": small()["pyproject.toml"] + `
[[tool.uv.index]]
name = "my-corp.internal"
url = "https://index.example.com/simple"

[[tool.uv.index]]
url = "https://unnamed.example.com/simple"
`})
	g := gateway(files, map[string]string{"filename": "pyproject.toml"})
	g.Outputs = map[string]map[string]string{"uv lock": {"in/uv.lock": small()["uv.lock"]}}
	build(t, g)
	found := false
	for _, def := range g.Solved {
		ops, err := gatewaytest.Ops(def)
		if err != nil {
			t.Fatal(err)
		}
		for _, op := range ops {
			var ids []string
			for _, s := range op.GetExec().GetSecretenv() {
				ids = append(ids, s.ID+"="+s.Name)
				if !s.Optional {
					t.Errorf("the build fails without %s", s.ID)
				}
			}
			got := strings.Join(ids, " ")
			if got == "" {
				continue
			}
			found = true
			if want := "UV_INDEX_MY_CORP_INTERNAL_PASSWORD=UV_INDEX_MY_CORP_INTERNAL_PASSWORD UV_INDEX_MY_CORP_INTERNAL_USERNAME=UV_INDEX_MY_CORP_INTERNAL_USERNAME"; got != want {
				t.Errorf("the secrets are %s", got)
			}
		}
	}
	if !found {
		t.Error("no step gets the credentials")
	}
}
