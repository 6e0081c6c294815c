package doors

import (
	"bytes"
	"regexp"

	"github.com/org/pyfrontend/frontend/diag"
)

// scriptBlock is the line that starts the metadata of a script (PEP 723).
var scriptBlock = regexp.MustCompile(`(?m)^# /// script\s*$`)

// isScript says whether a file is a script with metadata, whatever its name is.
func isScript(f *diag.File) bool {
	// Without a shebang the block alone would be a comment in any file.
	return bytes.HasPrefix(bytes.TrimPrefix(f.Data, byteOrderMark), shebang) && scriptBlock.Match(f.Data)
}
