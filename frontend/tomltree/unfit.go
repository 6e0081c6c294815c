package tomltree

import (
	"bytes"
	"fmt"

	"github.com/org/pyfrontend/frontend/diag"
)

// Unfit returns the finding about a file that is no TOML at all, nil for one
// that can be parsed: it is larger than maxBytes, UTF-16, or no text. Parse would
// report such files too, as a wrong character somewhere.
func Unfit(f *diag.File, maxBytes int) *diag.Diagnostic {
	finding := &diag.Diagnostic{Subject: f.Range(0, 0)}
	nul := bytes.IndexByte(f.Data, 0)
	switch {
	case len(f.Data) > maxBytes:
		finding.Summary = fmt.Sprintf("the file is too large: %d MiB, at most %d MiB are read", len(f.Data)>>20, maxBytes>>20)
		finding.Detail = "Is it another file than it should be?"
		// Nobody wants lines of such a file, and a client prints them.
		finding.Subject.File = diag.NewFile(f.Name, nil)
	case utf16(f.Data):
		finding.Summary = "the file is UTF-16, and TOML is UTF-8"
		finding.Suggestion = "save it as UTF-8; in PowerShell: Set-Content -Encoding utf8"
		finding.Subject.File = diag.NewFile(f.Name, nil)
	case nul >= 0 || bytes.HasPrefix(f.Data, gzip):
		finding.Summary = "this is a binary file, not TOML"
		finding.Subject = f.Range(max(0, nul), max(0, nul)+1)
	default:
		return nil
	}
	return finding
}

var gzip = []byte("\x1f\x8b")

// utf16 says whether data starts with a byte order mark of UTF-16, which is what
// Windows PowerShell writes for "... > pyproject.toml".
func utf16(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff"))
}
