package frontend_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/opencontainers/go-digest"

	"github.com/org/pyfrontend/internal/gatewaytest"
	"github.com/org/pyfrontend/internal/llbtext"
)

// childVariable makes this test binary a child that only compiles the examples
// and prints what came out.
const childVariable = "PYFRONTEND_TEST_COMPILE"

// compiled is one line for each image of each example: the digests of its ops
// and of all that goes with them (names, locations), and one for each other
// thing that the result holds (the image's config, the platforms).
func compiled(t *testing.T) string {
	t.Helper()
	var out []string
	for _, e := range examples {
		res := build(t, e.gateway(t))
		for id, ref := range references(res) {
			def := gatewaytest.Definition(ref)
			text, err := llbtext.Format(def)
			if err != nil {
				t.Fatal(err)
			}
			ops := digest.FromBytes(bytes.Join(def.Def, nil))
			out = append(out, fmt.Sprintf("%s %s %s %s", e.name, id, ops, digest.FromString(text)))
		}
		out = append(out, metadataLines(e.name, res)...)
	}
	slices.Sort(out)
	return strings.Join(out, "\n") + "\n"
}

func metadataLines(name string, res *client.Result) []string {
	var out []string
	for key, data := range res.Metadata {
		out = append(out, fmt.Sprintf("%s %s %s", name, key, digest.FromBytes(data)))
	}
	return out
}

// TestSameBytes compiles every example again and again, in this process (Go
// visits maps in another order each time) and in others, of which one has only
// one core and another time zone, locale and home.
func TestSameBytes(t *testing.T) {
	want := compiled(t)
	if os.Getenv(childVariable) != "" {
		fmt.Print("compiled:\n" + want)
		return
	}
	for range 10 {
		if got := compiled(t); got != want {
			t.Fatalf("compiled again in this process: %s", difference(want, got))
		}
	}
	for _, env := range [][]string{
		{"TZ=Pacific/Kiritimati", "LC_ALL=tr_TR.UTF-8", "HOME=/nonexistent", "SOURCE_DATE_EPOCH=1"},
		{"GOMAXPROCS=1", "LANG=C"},
		{fmt.Sprintf("GOMAXPROCS=%d", 4*runtime.NumCPU()), "GOGC=1"},
	} {
		if got := child(t, env); got != want {
			t.Errorf("compiled in another process with %v: %s", env, difference(want, got))
		}
	}
}

func child(t *testing.T, env []string) string {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestSameBytes$")
	cmd.Env = append(append(os.Environ(), childVariable+"=1"), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	_, text, found := bytes.Cut(out, []byte("compiled:\n"))
	if !found {
		t.Fatalf("the child compiled nothing: %s", out)
	}
	text, _, _ = bytes.Cut(text, []byte("PASS"))
	return string(text)
}

func difference(want, got string) string {
	var out []string
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for _, line := range g {
		if !slices.Contains(w, line) {
			out = append(out, line)
		}
	}
	return printed(strings.Join(out, "\n"))
}

// TestSameInputsInAnotherOrder gives the same project with its options in maps
// that were filled in another order, and with files that do not count.
func TestSameInputsInAnotherOrder(t *testing.T) {
	e := examples[0]
	opts := map[string]string{
		"filename": "pyproject.toml", "label:b": "2", "label:a": "1", "build-arg:HTTP_PROXY": "http://proxy.example.com", "add-hosts": "a=1.2.3.4,b=::1",
	}
	var texts []string
	for i := range 4 {
		g := e.gateway(t)
		keys := slices.Sorted(maps.Keys(opts))
		if i%2 == 1 {
			slices.Reverse(keys)
		}
		g.Opts = map[string]string{}
		for _, k := range keys {
			g.Opts[k] = opts[k]
		}
		res := build(t, g)
		def := gatewaytest.Definition(res.Ref)
		texts = append(texts, fmt.Sprintf("%x %s", def.Def, config(t, res)))
	}
	if len(slices.Compact(texts)) != 1 {
		t.Error("the same options in maps of another order gave other bytes")
	}
}
