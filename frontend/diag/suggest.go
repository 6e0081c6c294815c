package diag

import (
	"strings"

	"github.com/agext/levenshtein"
)

// maxEdits is the greatest number of single-character edits between a written
// name and a suggestion; hcl and BuildKit use the same limit.
const maxEdits = 3

// Suggest returns the candidate that name was most likely meant to be, or "".
//
// Case and the characters that separate words do not count, so stop_signal and
// StopSignal both give stop-signal. Short names must be closer than long ones:
// with a fixed limit every two-letter key would be suggested for every other.
// Equally close candidates: the first one wins. A candidate equal to name is
// never suggested, for then the name is not what is wrong.
//
// The distance is github.com/agext/levenshtein's, as in
// github.com/moby/buildkit/util/suggest, which cannot be used itself: its limit
// does not shrink for short names, and it answers in lower case.
func Suggest(name string, candidates []string) string {
	const longest = 64 // no name of ours is longer; bounds the work for a hostile key
	folded := foldName(name)
	if folded == "" || len(folded) > longest {
		return ""
	}
	best, bestEdits := "", min(maxEdits, (len(folded)+2)/3)+1
	for _, c := range candidates {
		if c == name {
			return ""
		}
		if edits := levenshtein.Distance(folded, foldName(c), nil); edits < bestEdits {
			best, bestEdits = c, edits
		}
	}
	return best
}

// DidYouMean returns "did you mean X?" for the closest candidate, or "".
func DidYouMean(name string, candidates []string) string {
	if s := Suggest(name, candidates); s != "" {
		return "did you mean " + Visible(s) + "?"
	}
	return ""
}

var wordSeparators = strings.NewReplacer("-", "", "_", "", ".", "", " ", "")

func foldName(s string) string { return wordSeparators.Replace(strings.ToLower(s)) }
