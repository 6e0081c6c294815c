package frontend_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/frontend/subrequests/lint"
	"github.com/moby/buildkit/solver/errdefs"
	"github.com/moby/buildkit/util/grpcerrors"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/gatewaytest"
)

// broken is a project that cannot be built, as an archive: the comment holds
// what is special about the request, a line each, and the last file, "want",
// is what the user sees.
type broken struct {
	name string
	*txtar.Archive
}

// TestBroken shows for each archive under testdata/broken what a user sees, and
// checks that nothing was built before the error came, and that docker build
// --check says the same.
func TestBroken(t *testing.T) {
	paths, err := filepath.Glob("testdata/broken/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal("no archives", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			b := broken{strings.TrimPrefix(path, "testdata/"), ar}
			got := b.build(t)
			b.check(t, got)
			b.golden(t, got.text)
		})
	}
}

// failure is a failed build as a client has it.
type failure struct {
	err  error
	text string
}

// build runs the build and returns its error as docker build gets it: after two
// journeys over gRPC, from the frontend to the daemon and on to the client. Each
// turns the order of the sources around.
func (b *broken) build(t *testing.T) failure {
	t.Helper()
	g := b.gateway(t)
	_, err := frontend.Build(context.Background(), g)
	if err == nil {
		t.Fatal("the build did not fail")
	}
	if n := len(g.Built()); n > 0 {
		t.Errorf("%d definitions were built before the error", n)
	}
	for range 2 {
		err = grpcerrors.FromGRPC(grpcerrors.ToGRPC(context.Background(), err))
	}
	return failure{err, shown(t, err)}
}

// shown is what buildx prints of a failed build (commands/build.go).
func shown(t *testing.T, err error) string {
	t.Helper()
	var b strings.Builder
	for _, s := range errdefs.Sources(err) {
		if err := s.Print(&b); err != nil {
			t.Fatal(err)
		}
	}
	fmt.Fprintf(&b, "ERROR: %s\n", err)
	return b.String()
}

// check asks for the checks instead: the same error with the place of its first
// finding, as an answer and not as a failure.
func (b *broken) check(t *testing.T, want failure) {
	t.Helper()
	g := request(b.gateway(t), "frontend.lint")
	res := build(t, g)
	results := lintResults(t, res)
	if results.Error == nil {
		t.Fatal("the check finds no error")
	}
	if results.Error.Message != want.err.Error() {
		t.Errorf("the check says %s, the build says %s", printed(results.Error.Message), printed(want.err.Error()))
	}
	if s := string(res.Metadata["result.statuscode"]); s != "1" {
		t.Errorf("the check's status is %s", s)
	}
	if len(g.Built()) > 0 {
		t.Error("something was built for a check")
	}
	if sources := errdefs.Sources(want.err); len(sources) > 0 {
		var place bytes.Buffer
		_ = sources[0].Print(&place)
		if !bytes.Contains(res.Metadata["result.txt"], place.Bytes()) {
			t.Errorf("the check does not show %s but %s", printed(place.String()), printed(string(res.Metadata["result.txt"])))
		}
	}
}

func lintResults(t *testing.T, res *client.Result) *lint.LintResults {
	t.Helper()
	results := &lint.LintResults{}
	if err := json.Unmarshal(res.Metadata["result.json"], results); err != nil {
		t.Fatal(err)
	}
	return results
}

func (b *broken) golden(t *testing.T, got string) {
	t.Helper()
	files := b.Files
	if n := len(files); n > 0 && files[n-1].Name == "want" {
		files = files[:n-1]
	}
	want := &txtar.Archive{Comment: b.Comment, Files: append(files, txtar.File{Name: "want", Data: []byte(got)})}
	golden(t, b.name, string(txtar.Format(want)))
}

// gateway makes the request of the comment's lines:
//
//	option NAME=VALUE     a frontend option
//	base NAME KIND [MINOR]  an image of the registry: slim, alpine, bare
//	link NAME TARGET      a symbolic link in the context
//	bytes NAME HEX...     a file that is no text
func (b *broken) gateway(t *testing.T) *gatewaytest.Gateway {
	t.Helper()
	files := map[string]string{}
	for _, f := range b.Files {
		if f.Name != "want" {
			files[f.Name] = string(f.Data)
		}
	}
	g := gateway(files, map[string]string{})
	for line := range strings.Lines(string(b.Comment)) {
		words := strings.Fields(line)
		switch {
		case len(words) == 0 || words[0] == "#":
		case words[0] == "option" && len(words) > 1:
			name, value, _ := strings.Cut(strings.TrimSpace(strings.TrimPrefix(line, "option ")), "=")
			g.Opts[name] = value
		case words[0] == "base" && len(words) > 2:
			g.Images[words[1]] = base(t, words[2:])
		case words[0] == "link" && len(words) == 3:
			files[words[1]] = gatewaytest.Link(words[2])
		default:
			t.Fatalf("what is %q?", line)
		}
	}
	return g
}

func base(t *testing.T, words []string) gatewaytest.Image {
	t.Helper()
	switch words[0] {
	case "bare":
		return gatewaytest.Bare()
	case "slim":
		return gatewaytest.Slim(words[1])
	case "alpine":
		return gatewaytest.Alpine(words[1])
	}
	t.Fatalf("what is a base %q?", words)
	return gatewaytest.Image{}
}

// Whatever the files themselves tell is told before any image is asked for.
func TestNoImageForBrokenFiles(t *testing.T) {
	for _, name := range []string{"stale-lock", "invalid-toml", "lock-version-2", "requires-python-none", "user-colon", "unknown-target", "dockerfile-with-from"} {
		ar, err := txtar.ParseFile("testdata/broken/" + name + ".txtar")
		if err != nil {
			t.Fatal(err)
		}
		b := broken{name, ar}
		g := b.gateway(t)
		_, _ = frontend.Build(context.Background(), g)
		if len(g.Resolved) > 0 {
			t.Errorf("%s: resolved %v", name, g.Resolved)
		}
	}
}
