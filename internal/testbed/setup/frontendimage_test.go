package setup

import (
	"slices"
	"strings"
	"testing"
)

// The stand-in for the published image is configured as that is: BuildKit reads
// these labels before it calls the frontend (frontend/gateway/gateway.go).
func TestFrontendConfig(t *testing.T) {
	config, err := frontendConfig("../../../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	if got := config.Labels["moby.buildkit.frontend.network.none"]; got != "true" {
		t.Errorf("network.none is %q", got)
	}
	caps := strings.Split(config.Labels["moby.buildkit.frontend.caps"], ",")
	for _, want := range []string{"inputs", "subrequests", "contexts", "gitquerystring"} {
		if !slices.Contains(caps, "moby.buildkit.frontend."+want) {
			t.Errorf("capabilities %v, want %s", caps, want)
		}
	}
	if len(config.Entrypoint) != 1 || config.Entrypoint[0] != "/frontend" {
		t.Errorf("entrypoint %v", config.Entrypoint)
	}
}
