package diag_test

import (
	"strings"
	"testing"

	"github.com/org/pyfrontend/frontend/diag"
)

func TestSuggest(t *testing.T) {
	keys := []string{"python", "base", "package", "entrypoint", "cmd", "user", "workdir", "env", "stop-signal", "uv", "ca"}
	for name, want := range map[string]string{
		"entrypont":              "entrypoint",
		"uesr":                   "user",
		"stop_signal":            "stop-signal",
		"StopSignal":             "stop-signal",
		"ENV":                    "env",
		"bsae":                   "base",
		"workingdir":             "workdir",
		"user":                   "", // right already: the name is not what is wrong
		"c":                      "ca",
		"zz":                     "",
		"xyz":                    "",
		"cache":                  "",
		"":                       "",
		"---":                    "",
		strings.Repeat("e", 1e6): "",
	} {
		if got := diag.Suggest(name, keys); got != want {
			t.Errorf("Suggest(%.20q) = %q, want %q", name, got, want)
		}
	}
}

func TestDidYouMean(t *testing.T) {
	if got, want := diag.DidYouMean("envv", []string{"env"}), "did you mean env?"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := diag.DidYouMean("nothing-like-it", []string{"env"}); got != "" {
		t.Errorf("got %q, want nothing", got)
	}
}
