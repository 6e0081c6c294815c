package frontend_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/solver/errdefs"
	"github.com/moby/buildkit/util/grpcerrors"

	"github.com/org/pyfrontend/frontend"
	"github.com/org/pyfrontend/internal/gatewaytest"
)

// maxError is far below what gRPC takes in trailers (16 MiB at most, and
// proxies take less).
const maxError = 1 << 20

// refused builds what must not be buildable, and returns what the user is told:
// soon, shortly, and with nothing built.
func refused(t *testing.T, g *gatewaytest.Gateway) string {
	t.Helper()
	start := time.Now()
	_, err := frontend.Build(context.Background(), g)
	if err == nil {
		t.Fatal("the build did not fail")
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("the error took %v", took)
	}
	if len(g.Built()) > 0 {
		t.Error("something was built")
	}
	size := len(err.Error())
	for _, s := range errdefs.Sources(err) {
		size += len(s.Info.Data)
	}
	if size > maxError {
		t.Errorf("the error has %d bytes", size)
	}
	for range 2 {
		err = grpcerrors.FromGRPC(grpcerrors.ToGRPC(context.Background(), err))
	}
	text := shown(t, err)
	if i := strings.IndexFunc(text, func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7f }); i >= 0 {
		t.Errorf("a control character reaches the terminal: %q", text[i:min(len(text), i+40)])
	}
	return text
}

func TestHostileManifest(t *testing.T) {
	const size = 50 << 20
	good := small()["pyproject.toml"]
	for _, c := range []struct{ name, data, want string }{
		{"binary", "\x7fELF\x02\x01\x01\x00\x00\x00\xff\xfe" + strings.Repeat("\x00\x01\x02", 1000), "pyproject.toml"},
		{"UTF-16", "\xff\xfe[\x00p\x00r\x00o\x00", "UTF-16"},
		{"50 MB of nothing", strings.Repeat(" ", size), "pyproject.toml"},
		{"50 MB of comments", good + strings.Repeat("# "+strings.Repeat("x", 98)+"\n", size/100) + "name = 1\n", "pyproject.toml"},
		{"50 MB of keys", good + strings.Repeat("a = 1\n", size/6), "pyproject.toml"},
		{"50 MB of one string", good + "x = \"" + strings.Repeat("y", size), "pyproject.toml"},
		{"50 MB of brackets", strings.Repeat("[", size), "pyproject.toml"},
		{"150 MB", strings.Repeat("#\n", 75<<20), "pyproject.toml"},
		{"escape sequences", good + "\x1b]0;owned\x07 = 1\n", "pyproject.toml"},
		{"right to left", good + "[tool.pyfrontend]\nentrypoin\u202etest = 1\n", `\u202e`},
		{"10,000 columns", good + "[tool.pyfrontend]\nbase = [" + strings.Repeat("\"x\", ", 2000) + "]\n", "base"},
		{"many errors", good + "[tool.pyfrontend]\n" + manyKeys(2000), "and 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			// As the file of -f, and as a file of the context.
			for _, door := range []string{"pyproject.toml", "Dockerfile"} {
				g := gateway(with(small(), map[string]string{"pyproject.toml": c.data}), map[string]string{"filename": door})
				if text := refused(t, g); !strings.Contains(text, c.want) {
					t.Errorf("%s: no %q in %.600s", door, c.want, text)
				}
			}
		})
	}
}

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("key" + strings.Repeat("x", i%50) + "-" + string(rune('a'+i%26)) + strings.Repeat("y", i/50) + " = 1\n")
	}
	return b.String()
}

// A lock of ten thousand lines is shown around its fault only.
func TestErrorInLargeLock(t *testing.T) {
	lock := small()["uv.lock"] + strings.Repeat("\n[[package]]\nname = \"x\"\nversion = \"1\"\nsource = { registry = \"https://index.example.com/simple\" }\n", 20000) + "oops\n"
	text := refused(t, gateway(with(small(), map[string]string{"uv.lock": lock}), nil))
	if !strings.Contains(text, ">>> oops") {
		t.Errorf("the line is not shown: %.600s", text)
	}
}

// failing is a gateway that fails for some requests, as daemons do.
type failing struct {
	*gatewaytest.Gateway
	solve, read error
}

func (f failing) Solve(ctx context.Context, req client.SolveRequest) (*client.Result, error) {
	if f.solve != nil {
		return nil, f.solve
	}
	res, err := f.Gateway.Solve(ctx, req)
	if err == nil && f.read != nil {
		res.SetRef(unreadable{res.Ref, f.read})
	}
	return res, err
}

// unreadable is a result whose files cannot be read: the session is gone, the
// client refused a path.
type unreadable struct {
	client.Reference
	err error
}

func (u unreadable) ReadFile(context.Context, client.ReadRequest) ([]byte, error) { return nil, u.err }

// An error of the daemon is told as it is, and never taken for a file that does
// not exist.
func TestDaemonFails(t *testing.T) {
	lost := errors.New("session healthcheck failed: Canceled")
	for name, g := range map[string]failing{
		"solve": {gateway(small(), nil), lost, nil},
		"read":  {gateway(small(), nil), nil, lost},
	} {
		_, err := frontend.Build(context.Background(), g)
		if err == nil || !strings.Contains(err.Error(), lost.Error()) {
			t.Errorf("%s: the error is %v", name, err)
		}
	}
}

// Links are followed inside the context as the daemon follows them; a link that
// leads in a circle or is a directory is nobody's project.
func TestLinks(t *testing.T) {
	for _, c := range []struct {
		name  string
		links map[string]string
		fails string
	}{
		{"inside", map[string]string{"pyproject.toml": gatewaytest.Link("config/pyproject.toml"), "config/pyproject.toml": small()["pyproject.toml"]}, ""},
		{"inside, absolute", map[string]string{"pyproject.toml": gatewaytest.Link("/config/pyproject.toml"), "config/pyproject.toml": small()["pyproject.toml"]}, ""},
		{"in a circle", map[string]string{"pyproject.toml": gatewaytest.Link("pyproject.toml")}, "pyproject.toml is a symbolic link"},
		{"outside", map[string]string{"pyproject.toml": gatewaytest.Link("../../etc/passwd")}, `pyproject.toml is a symbolic link to "../../etc/passwd"`},
		{"lock outside", map[string]string{"uv.lock": gatewaytest.Link("/nowhere/uv.lock")}, "uv.lock is a symbolic link"},
		{"a directory of that name", map[string]string{"pyproject.toml": "", "pyproject.toml/x": "y"}, "no pyproject.toml"},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := gateway(with(small(), c.links), nil)
			if c.fails == "" {
				build(t, g)
				return
			}
			if text := refused(t, g); !strings.Contains(text, c.fails) {
				t.Errorf("no %q in %s", c.fails, text)
			}
		})
	}
}
