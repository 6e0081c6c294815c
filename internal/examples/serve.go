package examples

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/org/pyfrontend/internal/testbed"
)

// patience is how long a container may take to start or to end. It is Docker's
// own: `docker stop` kills after ten seconds, twice that on a busy machine.
const patience = 20 * time.Second

// serve runs a container that serves, uses it, and ends it.
func (c *check) serve(t *testing.T, s Serve) {
	t.Helper()
	more := map[string]string{"port": port(t)}
	env := c.env(more)
	server := c.img.Start(t, testbed.Run{Env: env})
	if !until(func() bool { return strings.Contains(server.Logs(), s.Ready) }) {
		t.Fatalf("the container does not say %q: %s", s.Ready, server.Logs())
	}
	if s.Probe != "" {
		c.probe(t, s.Probe, env)
	}
	for _, r := range s.Requests {
		r.URL, r.Send, r.Answer = c.expand(r.URL, more), c.expand(r.Send, more), c.expand(r.Answer, more)
		r.do(t)
	}
	server.Signal(t, syscall.SIGTERM)
	ended := make(chan testbed.Output, 1)
	go func() { ended <- server.Wait(t) }()
	select {
	case out := <-ended:
		if out.ExitCode != 0 {
			t.Errorf("after SIGTERM it ended with status %d: %s", out.ExitCode, server.Logs())
		}
	case <-time.After(patience):
		t.Fatalf("it does not end after SIGTERM: %s", server.Logs())
	}
	for _, line := range s.Logs {
		if !strings.Contains(server.Logs(), line) {
			t.Errorf("the container has not said %q: %s", line, server.Logs())
		}
	}
}

// do makes a request and compares the answer.
func (r Request) do(t *testing.T) {
	t.Helper()
	status, answer, err := r.send(t.Context())
	if err != nil {
		t.Errorf("%s: %v", r.URL, err)
		return
	}
	if status != r.Status || r.Answer != "" && answer != r.Answer {
		t.Errorf("%s %s answers %d %s, want %d %s", r.URL, r.Send, status, answer, r.Status, r.Answer)
	}
}

func (r Request) send(ctx context.Context) (status int, answer string, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	method, body := http.MethodGet, io.Reader(http.NoBody)
	if r.Send != "" {
		method, body = http.MethodPost, strings.NewReader(r.Send)
	}
	req, err := http.NewRequestWithContext(ctx, method, r.URL, body)
	if err != nil {
		return 0, "", err
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, "", err
	}
	content, err := io.ReadAll(res.Body)
	return res.StatusCode, string(content), errors.Join(err, res.Body.Close())
}

// until waits for a condition, and reports whether it came.
func until(holds func() bool) bool {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if holds() {
			return true
		}
	}
	return holds()
}
