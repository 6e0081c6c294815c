package services

import (
	"errors"
	"os"
	"testing"
)

// ForTest starts a service for a test and stops it at the test's end. Where a
// program is missing the test is skipped, in CI it fails.
func ForTest(t testing.TB, name string) *Service {
	t.Helper()
	s, err := Start(t.Context(), name)
	var missing *Missing
	if errors.As(err, &missing) && os.Getenv("CI") == "" {
		t.Skipf("SKIPPED FOR WANT OF A SERVICE: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Errorf("stopping %s: %v", name, err)
		}
	})
	return s
}
