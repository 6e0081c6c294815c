package convert

import (
	"fmt"
	"strings"

	"github.com/moby/buildkit/frontend/gateway/client"

	"github.com/org/pyfrontend/frontend/diag"
)

// Rule is what a client shows of a lint rule beside the finding itself.
type Rule struct {
	Description string
	URL         string
}

// Rules looks a rule up by its name.
type Rules func(name string) Rule

// Warning is the arguments of one call of client.Client.Warn, but for the
// digest of the vertex that the warning is shown at.
type Warning struct {
	Message string
	Opts    client.WarnOpts
}

// Warnings returns the warnings of the list, sorted and each once. The message
// has the form of the Dockerfile frontend's, "Rule: text (file:line)"; the file
// is in it because a client prints it apart from the source.
func Warnings(list diag.List, sources Sources, rules Rules) []Warning {
	var out []Warning
	for _, d := range list.Warnings().Sorted() {
		w := Warning{Message: shortMessage(d), Opts: client.WarnOpts{Level: 1, Detail: details(d)}}
		if d.Rule != "" && rules != nil {
			w.Opts.URL = rules(d.Rule).URL
		}
		if d.Subject.Known() {
			w.Opts.SourceInfo = sources.Info(d.Subject.File, d.Subject)
			w.Opts.Range = Ranges(d.Subject)
		}
		out = append(out, w)
	}
	return out
}

func shortMessage(d *diag.Diagnostic) string {
	text := diag.Visible(d.Summary)
	if d.Rule != "" {
		text = d.Rule + ": " + text
	}
	if d.Subject.Known() {
		text = fmt.Sprintf("%s (%s)", text, diag.Visible(d.Subject.String()))
	}
	return text
}

// details returns the lines under a warning's message.
func details(d *diag.Diagnostic) [][]byte {
	_, rest, found := strings.Cut((&diag.Diagnostic{Detail: d.Detail, Suggestion: d.Suggestion}).Error(), "\n")
	if !found {
		return nil
	}
	var out [][]byte
	for line := range strings.SplitSeq(rest, "\n") {
		out = append(out, []byte(line))
	}
	return out
}
