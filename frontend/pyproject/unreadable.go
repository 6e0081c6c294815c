package pyproject

import (
	"bytes"
	"fmt"

	"github.com/org/pyfrontend/frontend/diag"
)

// maxBytes is the size of the largest file that is read: one gRPC message, in
// which the file comes to the frontend (dockerui/readfile.go), and a thousand
// times more than a project needs.
const maxBytes = 16 << 20

// unreadable returns the finding that keeps a file from being parsed, or nil. A
// TOML parser would report the same files as a wrong character somewhere.
func unreadable(f *diag.File) *diag.Diagnostic {
	finding := &diag.Diagnostic{Subject: f.Range(0, 0)}
	nul := bytes.IndexByte(f.Data, 0)
	switch {
	case len(f.Data) > maxBytes:
		finding.Summary = fmt.Sprintf("the file is too large: %d MiB, at most %d MiB are read", len(f.Data)>>20, maxBytes>>20)
		finding.Detail = "A pyproject.toml has some kilobytes. Is it another file?"
		// Nobody wants lines of such a file, and a client prints them.
		finding.Subject.File = diag.NewFile(f.Name, nil)
	case utf16(f.Data):
		finding.Summary = "the file is UTF-16, and TOML is UTF-8"
		finding.Suggestion = "save it as UTF-8; in PowerShell: Set-Content -Encoding utf8"
		finding.Subject.File = diag.NewFile(f.Name, nil)
	case nul >= 0 || bytes.HasPrefix(f.Data, []byte("\x1f\x8b")):
		finding.Summary = "this is a binary file, not TOML"
		finding.Subject = f.Range(max(0, nul), max(0, nul)+1)
	default:
		return nil
	}
	return finding
}

// utf16 says whether data starts with a byte order mark of UTF-16, which is what
// Windows PowerShell writes for "... > pyproject.toml".
func utf16(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff"))
}

func empty(f *diag.File) *diag.Diagnostic {
	return &diag.Diagnostic{
		Summary:    "the file is empty",
		Detail:     "It has no table and no key, so there is no project to build an image of.",
		Suggestion: "write at least a [project] table with a name and a version; \"uv init\" writes one",
		Subject:    f.Range(0, 0),
	}
}
