package planner

import (
	"os"
	"testing"
)

// missing ends a test that lacks a tool: loudly at home, as a failure where CI
// should have had it.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(what)
	}
	t.Skip("SKIPPED: " + what)
}
