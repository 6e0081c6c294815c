package spec

import (
	"strconv"
	"strings"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
	"github.com/org/pyfrontend/frontend/tomltree/field"
)

// linuxSignals are the names that Linux has for signals (signal(7)).
// github.com/moby/sys/signal and golang.org/x/sys/unix know those of the machine
// that they run on, and an image is for Linux wherever it is planned.
var linuxSignals = strings.Fields("SIGABRT SIGALRM SIGBUS SIGCHLD SIGCONT SIGFPE SIGHUP SIGILL SIGINT SIGIO SIGKILL SIGPIPE " +
	"SIGPROF SIGPWR SIGQUIT SIGSEGV SIGSTKFLT SIGSTOP SIGSYS SIGTERM SIGTRAP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGUSR1 SIGUSR2 " +
	"SIGVTALRM SIGWINCH SIGXCPU SIGXFSZ")

const maxSignal = 64

// stopSignal is a signal by its full name, or SIGRTMIN+n as systemd wants it.
func stopSignal() Type {
	return Type{Name: "string", Kind: tomltree.String, Known: linuxSignals, check: checkSignal}
}

func checkSignal(f field.Field) {
	value := f.Str().V
	upper := strings.ToUpper(value)
	if !strings.HasPrefix(upper, "SIG") {
		upper = "SIG" + upper
	}
	suggestion := diag.DidYouMean(upper, linuxSignals)
	if isSignal(upper) {
		suggestion = "write " + quoted(upper)
	}
	if n, err := strconv.Atoi(value); err == nil && n > 0 && n <= maxSignal {
		suggestion = "write its name, such as \"SIGTERM\" for 15"
	}
	if !isSignal(value) {
		f.Fail(f.Path()+": "+diag.Quote(value)+" is not the name of a signal", "", suggestion)
	}
}

func isSignal(name string) bool {
	for _, s := range linuxSignals {
		if s == name {
			return true
		}
	}
	// Linux has 32 real-time signals; the C library keeps some for itself.
	n, err := strconv.ParseUint(strings.TrimPrefix(name, "SIGRTMIN+"), 10, 8)
	return strings.HasPrefix(name, "SIGRTMIN+") && err == nil && n <= 30
}
