package services

import (
	"errors"
	"os"
	"sync"
	"testing"
)

// ForTest starts services for a test, at the same time, and stops them at the
// test's end. It returns their URLs by name. Where a program is missing the test
// is skipped, in CI it fails.
func ForTest(t testing.TB, names ...string) map[string]string {
	t.Helper()
	started, errs := make([]*Service, len(names)), make([]error, len(names))
	var wg sync.WaitGroup
	for i, name := range names {
		wg.Go(func() { started[i], errs[i] = Start(t.Context(), name) })
	}
	wg.Wait()
	urls := map[string]string{}
	for i, s := range started {
		if s == nil {
			continue
		}
		urls[names[i]] = s.URL
		t.Cleanup(func() {
			if err := s.Stop(); err != nil {
				t.Errorf("stopping %s: %v", names[i], err)
			}
		})
	}
	err := errors.Join(errs...)
	var missing *Missing
	if errors.As(err, &missing) && os.Getenv("CI") == "" {
		t.Skipf("SKIPPED FOR WANT OF A SERVICE: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return urls
}
