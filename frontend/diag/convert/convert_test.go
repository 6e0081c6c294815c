package convert_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/solver/errdefs"
	"github.com/moby/buildkit/solver/pb"
	"github.com/moby/buildkit/util/grpcerrors"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/diag/convert"
)

var (
	project = diag.NewFile("pyproject.toml", []byte("[tool.pyfrontend]\nuser = \"a:b\"\nbsae = \"slim\"\n"))
	lock    = diag.NewFile("uv.lock", []byte("version = 9\n"))
)

func findings() diag.List {
	var l diag.List
	l.Add(lock.LineRange(1), "this lock has version 9", "Versions up to 1 are known.", "write the lock with another uv")
	l.Add(project.LineRange(3), `unknown key "bsae"`, "", "did you mean base?")
	l.Add(project.LineRange(2), "no user has a colon in its name", "", "")
	l.Add(diag.Range{}, "there is no main.py", "", "")
	l.Warn("LockMissing", diag.Range{}, "there is no uv.lock", "It is resolved in the build.", "uv lock")
	l.Warn("RootUser", project.LineRange(2), "the image runs as root", "", "")
	return l
}

func rules(name string) convert.Rule {
	return convert.Rule{Description: "about " + name, URL: "https://docs.example.com/" + name}
}

func sources(t *testing.T) convert.Sources {
	t.Helper()
	def, err := llb.Local("context").Marshal(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return convert.Sources{"pyproject.toml": def.ToPB()}
}

func TestNoErrors(t *testing.T) {
	if err := convert.Error(findings().Warnings(), nil); err != nil {
		t.Errorf("warnings alone give %v", err)
	}
}

// What a client prints is compared after the two ways through gRPC that every
// error of a frontend goes: to the daemon and on to the client. Each way turns
// the order of the sources round.
func TestErrorAsAClientPrintsIt(t *testing.T) {
	err := convert.Error(findings(), sources(t))
	err = grpcerrors.FromGRPC(grpcerrors.ToGRPC(t.Context(), err))
	err = grpcerrors.FromGRPC(grpcerrors.ToGRPC(t.Context(), err))
	var out bytes.Buffer
	for _, s := range errdefs.Sources(err) {
		if s.Info.Definition == nil {
			t.Errorf("%s has no definition", s.Info.Filename)
		}
		if e := s.Print(&out); e != nil {
			t.Error(e)
		}
	}
	out.WriteString(err.Error())
	want := `pyproject.toml:2
--------------------
   1 |     [tool.pyfrontend]
   2 | >>> user = "a:b"
   3 |     bsae = "slim"
   4 |     
--------------------
pyproject.toml:3
--------------------
   1 |     [tool.pyfrontend]
   2 |     user = "a:b"
   3 | >>> bsae = "slim"
   4 |     
--------------------
uv.lock:1
--------------------
   1 | >>> version = 9
   2 |     
--------------------
there is no main.py

pyproject.toml:2: no user has a colon in its name

pyproject.toml:3: unknown key "bsae"
did you mean base?

uv.lock:1: this lock has version 9
Versions up to 1 are known.
write the lock with another uv`
	if d := cmp.Diff(want, out.String()); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

func TestFindingsOfError(t *testing.T) {
	err := fmt.Errorf("outer: %w", convert.Error(findings(), nil))
	if n := len(convert.Findings(err)); n != 4 {
		t.Errorf("%d findings, want 4", n)
	}
	var d *diag.Diagnostic
	if !errors.As(err, &d) {
		t.Error("errors.As finds no Diagnostic")
	}
	if convert.Findings(errors.New("other")) != nil {
		t.Error("findings of an error that has none")
	}
}

// Many findings in a large file must not outgrow a gRPC message (16 MiB).
func TestErrorSize(t *testing.T) {
	big := diag.NewFile("uv.lock", bytes.Repeat([]byte("hash = \"sha256:0123456789abcdef\"\n"), 100_000))
	var l diag.List
	for i := range 500 {
		l.Add(big.LineRange(1+i*100), "wrong", "", "")
	}
	err := convert.Error(l, nil)
	total := 0
	for _, s := range errdefs.Sources(err) {
		total += s.SizeVT()
		lines := bytes.Split(s.Info.Data, []byte("\n"))
		if at := s.Ranges[0].Start.Line; !bytes.HasPrefix(lines[at-1], []byte("hash")) {
			t.Errorf("line %d is %q", at, lines[at-1])
		}
	}
	if limit := 4 << 20; total == 0 || total > limit {
		t.Errorf("sources take %d bytes, at most %d are wanted", total, limit)
	}
	if !strings.HasSuffix(err.Error(), "and 480 more errors") {
		t.Errorf("the message does not say that more is wrong: %s", err.Error()[len(err.Error())-100:])
	}
}

func TestWarnings(t *testing.T) {
	got := convert.Warnings(findings(), sources(t), rules)
	if len(got) != 2 {
		t.Fatalf("%d warnings, want 2", len(got))
	}
	missing, root := got[0], got[1]
	if want := "LockMissing: there is no uv.lock"; missing.Message != want {
		t.Errorf("message %q, want %q", missing.Message, want)
	}
	if d := cmp.Diff("It is resolved in the build.\nuv lock", string(bytes.Join(missing.Opts.Detail, []byte("\n")))); d != "" {
		t.Error(d)
	}
	if missing.Opts.SourceInfo != nil || missing.Opts.Range != nil {
		t.Error("a warning about no file has a source")
	}
	if want := "RootUser: the image runs as root (pyproject.toml:2)"; root.Message != want {
		t.Errorf("message %q, want %q", root.Message, want)
	}
	if root.Opts.URL != "https://docs.example.com/RootUser" || root.Opts.Level != 1 || root.Opts.Detail != nil {
		t.Errorf("options %+v", root.Opts)
	}
	if r := root.Opts.Range; len(r) != 1 || r[0].Start.Line != 2 || r[0].End.Character != 12 || root.Opts.SourceInfo.Definition == nil {
		t.Errorf("range %v of %v", r, root.Opts.SourceInfo)
	}
}

func TestLint(t *testing.T) {
	results := convert.Lint(findings(), project, sources(t), rules)
	res, err := results.ToResult(nil)
	if err != nil {
		t.Fatal(err)
	}
	out := bytes.NewBuffer(res.Metadata["result.txt"])
	results.PrintErrorTo(out, nil)
	want := `
WARNING: LockMissing - https://docs.example.com/LockMissing
there is no uv.lock
It is resolved in the build.
uv lock

WARNING: RootUser - https://docs.example.com/RootUser
pyproject.toml:2: the image runs as root
pyproject.toml:2
--------------------
   1 |     [tool.pyfrontend]
   2 | >>> user = "a:b"
   3 |     bsae = "slim"
   4 |     
--------------------
there is no main.py

pyproject.toml:2: no user has a colon in its name

pyproject.toml:3: unknown key "bsae"
did you mean base?

uv.lock:1: this lock has version 9
Versions up to 1 are known.
write the lock with another uv
`
	if d := cmp.Diff(want, out.String()); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
	if got := string(res.Metadata["result.statuscode"]); got != "1" {
		t.Errorf("status %s", got)
	}
}

// A client looks up the source of an error without asking whether there is one.
func TestLintWithoutFile(t *testing.T) {
	var l diag.List
	l.Add(diag.Range{}, "there is no project", "", "")
	results := convert.Lint(l, nil, nil, nil)
	var out bytes.Buffer
	results.PrintErrorTo(&out, nil)
	if got := out.String(); got != "there is no project\n" {
		t.Errorf("got %q", got)
	}
}

func TestLintOfNothing(t *testing.T) {
	res, err := convert.Lint(nil, project, nil, nil).ToResult(nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := string(res.Metadata["result.statuscode"]); got != "0" {
		t.Errorf("status %s", got)
	}
	if !bytes.Contains(res.Metadata["result.json"], []byte(`"warnings": []`)) {
		t.Errorf("warnings are null: %s", res.Metadata["result.json"])
	}
}

// A range that ends at the start of a line must not mark that line too.
func TestRanges(t *testing.T) {
	f := diag.NewFile("f", []byte("ab\ncd\nef\n"))
	for _, tt := range []struct{ start, end, line1, char1, line2, char2 int }{
		{0, 2, 1, 0, 1, 2},
		{0, 3, 1, 0, 1, 2},
		{1, 6, 1, 1, 2, 2},
		{3, 3, 2, 0, 2, 0},
		{9, 9, 4, 0, 4, 0},
	} {
		r := convert.Ranges(f.Range(tt.start, tt.end))[0]
		want := &pb.Range{Start: &pb.Position{Line: int32(tt.line1), Character: int32(tt.char1)}, End: &pb.Position{Line: int32(tt.line2), Character: int32(tt.char2)}}
		if !r.EqualVT(want) {
			t.Errorf("bytes %d to %d: %v, want %v", tt.start, tt.end, r, want)
		}
	}
}
