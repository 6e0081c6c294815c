package frontend

import (
	"fmt"
	"runtime"
	"strings"
)

// recovered turns a panic into a build error. A frontend that dies takes the
// gRPC connection with it, and all the user would see is "frontend did not
// return a result".
func recovered(err *error) {
	v := recover()
	if v == nil {
		return
	}
	*err = fmt.Errorf("pyfrontend has a bug and stopped: %v\n\nPlease report it with the project's pyproject.toml and uv.lock and these lines:\n%s", v, callers())
}

// guarded calls f and turns its panic into its error. What runs in a goroutine
// of its own needs this: a panic there is not seen by Build's own recovered and
// ends the process, whoever started the goroutine (errgroup, dockerui.Build).
func guarded(f func() error) (err error) {
	defer recovered(&err)
	return f()
}

// callers lists the functions that led to a panic, ours only.
func callers() string {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	var out []string
	for {
		f, more := frames.Next()
		if name, ok := strings.CutPrefix(f.Function, "github.com/org/pyfrontend/"); ok {
			out = append(out, fmt.Sprintf("  %s:%d", name, f.Line))
		}
		if !more {
			return strings.Join(out, "\n")
		}
	}
}
