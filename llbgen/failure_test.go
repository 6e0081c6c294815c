package llbgen_test

import (
	"encoding/json"
	"os/exec"
	"testing"

	"github.com/org/pyfrontend/llbgen"
)

// statuses prints the exit status of failure.py for each of its reasons and for
// every place in a large group.
const statuses = `
import json, sys, tempfile
sys.dont_write_bytecode = True
sys.path.insert(0, "script")
import failure
names = ["name%d" % n for n in range(60)]
with tempfile.NamedTemporaryFile("w") as f:
    f.write("\n".join(names))
    f.flush()
    failure.NAMES = f.name
    said = {0: "", 1: "Hash mismatch for ", 2: "(404 Not Found)", 3: "(401 Unauthorized)", 4: "error sending request", 5: "The build backend returned an error", 6: "No space left on device"}
    print(json.dumps([[r, n, failure.status(2, "error: %s %s" % (text, about))]
        for r, text in said.items() for n, about in [(-1, "nothing")] + [(n, "` + "`%s==1.0`" + `" % name) for n, name in enumerate(names)]]))
`

// TestParseFailure reads the exit statuses that the step's script makes.
func TestParseFailure(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "python3", "-c", statuses).Output()
	if err != nil {
		t.Fatalf("python3: %v", err)
	}
	var all [][3]int
	if err := json.Unmarshal(out, &all); err != nil {
		t.Fatal(err)
	}
	seen := map[llbgen.Reason]bool{}
	for _, c := range all {
		reason, index, status := llbgen.Reason(c[0]), c[1], c[2]
		got, ok := llbgen.ParseFailure(uint32(status))
		if reason == llbgen.Unexplained && index < 0 {
			if ok {
				t.Errorf("status %d of the command itself is read as %+v", status, got)
			}
			continue
		}
		want := llbgen.Failure{Reason: reason, Package: index}
		if index >= 26 {
			want.Package = -1 // no room for more
		}
		if !ok || got != want {
			t.Errorf("status %d is read as %+v, %v, want %+v", status, got, ok, want)
		}
		seen[reason] = true
	}
	if len(seen) != 7 {
		t.Errorf("reasons tested: %v", seen)
	}
	for _, foreign := range []uint32{0, 1, 2, 9, 125, 126, 127, 137, 139, 143, 255} {
		if f, ok := llbgen.ParseFailure(foreign); ok {
			t.Errorf("status %d, which is not ours, is read as %+v", foreign, f)
		}
	}
}
