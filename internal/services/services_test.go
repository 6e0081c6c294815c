package services_test

import (
	"net"
	"net/url"
	"testing"

	"github.com/org/pyfrontend/internal/services"
)

// TestServices starts every service twice at once, and sees that nobody listens
// any more when they are stopped.
func TestServices(t *testing.T) {
	for _, name := range []string{"rabbitmq", "mongodb"} {
		for _, copy := range []string{"one", "another"} {
			t.Run(name+"/"+copy, func(t *testing.T) {
				t.Parallel()
				var addr string
				t.Run("started", func(t *testing.T) { addr = answers(t, services.ForTest(t, name)[name]) })
				l, err := net.Listen("tcp", addr)
				if err != nil {
					t.Fatalf("somebody still listens: %v", err)
				}
				if err := l.Close(); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// answers returns the address in a URL, which somebody has to listen on.
func answers(t *testing.T, service string) string {
	t.Helper()
	u, err := url.Parse(service)
	if err != nil {
		t.Fatal(err)
	}
	c, err := net.Dial("tcp", u.Host)
	if err != nil {
		t.Fatalf("%s does not answer: %v", service, err)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	return u.Host
}

func TestUnknownService(t *testing.T) {
	if _, err := services.Start(t.Context(), "redis"); err == nil {
		t.Error("an unknown service started")
	}
}
