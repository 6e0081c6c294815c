package services_test

import (
	"net"
	"net/url"
	"testing"

	"github.com/org/pyfrontend/internal/services"
)

// TestServices starts every service twice at once, and sees that nothing of
// them is left when they are stopped.
func TestServices(t *testing.T) {
	for _, name := range []string{"rabbitmq", "mongodb"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var addrs []string
			t.Run("two", func(t *testing.T) {
				for range 2 {
					s := services.ForTest(t, name)
					u, err := url.Parse(s.URL)
					if err != nil {
						t.Fatal(err)
					}
					c, err := net.Dial("tcp", u.Host)
					if err != nil {
						t.Fatalf("%s does not answer: %v", s.URL, err)
					}
					if err := c.Close(); err != nil {
						t.Error(err)
					}
					addrs = append(addrs, u.Host)
				}
			})
			for _, addr := range addrs {
				l, err := net.Listen("tcp", addr)
				if err != nil {
					t.Errorf("somebody still listens on %s: %v", addr, err)
					continue
				}
				if err := l.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func TestUnknownService(t *testing.T) {
	if _, err := services.Start(t.Context(), "redis"); err == nil {
		t.Error("an unknown service started")
	}
}
