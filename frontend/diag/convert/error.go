package convert

import (
	"errors"
	"fmt"
	"strings"

	"github.com/moby/buildkit/solver/errdefs"

	"github.com/org/pyfrontend/frontend/diag"
)

// maxFindings is the number of findings that one error shows. Each carries the
// text of its file through gRPC trailers, which are limited to 16 MiB, and
// nobody mends more than this before building again.
const maxFindings = 20

// Error returns the errors of the list as one error, nil if there are none. The
// message holds every finding with its file and line; each finding with a range
// is also an errdefs.Source, so that clients print the lines at fault. Clients
// print sources innermost first, so the first finding is wrapped first.
func Error(list diag.List, sources Sources) error {
	findings := list.Errors().Sorted()
	if len(findings) == 0 {
		return nil
	}
	shown := findings[:min(len(findings), maxFindings)]
	err := error(&buildError{text: message(shown, len(findings)-len(shown)), findings: shown})
	seen := map[string]bool{}
	for _, d := range shown {
		// Two findings on one line would print the same lines twice.
		if where := d.Subject.String(); d.Subject.Known() && !seen[where] {
			seen[where] = true
			err = errdefs.WithSource(err, &errdefs.Source{
				Info:   sources.Info(d.Subject.File, d.Subject),
				Ranges: Ranges(d.Subject),
			})
		}
	}
	return err
}

func message(shown diag.List, more int) string {
	texts := make([]string, 0, len(shown)+1)
	for _, d := range shown {
		texts = append(texts, d.Error())
	}
	if more > 0 {
		texts = append(texts, fmt.Sprintf("and %d more errors", more))
	}
	return strings.Join(texts, "\n\n")
}

// buildError is the innermost error: the text, and the findings for errors.As.
type buildError struct {
	text     string
	findings diag.List
}

func (e *buildError) Error() string { return e.text }

func (e *buildError) Unwrap() []error {
	out := make([]error, len(e.findings))
	for i, d := range e.findings {
		out[i] = d
	}
	return out
}

// Findings returns the findings that an error made by Error holds.
func Findings(err error) diag.List {
	var e *buildError
	if errors.As(err, &e) {
		return e.findings
	}
	return nil
}
