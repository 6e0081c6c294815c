package convert

import (
	"bytes"

	"github.com/moby/buildkit/frontend/subrequests/lint"
	"github.com/moby/buildkit/solver/pb"

	"github.com/org/pyfrontend/frontend/diag"
)

// Lint returns what the subrequest frontend.lint answers: the warnings of the
// list, and its errors as the one build error that the answer has room for.
//
// No location is ever nil and the first source is always entry, since clients
// read both without looking (lint.Warning.PrintTo, LintResults.PrintErrorTo). A
// build without any file (BUILDKIT_SYNTAX) has a nil entry.
func Lint(list diag.List, entry *diag.File, sources Sources, rules Rules) *lint.LintResults {
	results := &lint.LintResults{Warnings: []lint.Warning{}}
	findings := list.Sorted()
	if entry == nil {
		entry = diag.NewFile("Dockerfile", nil)
	}
	index := addSource(results, sources.Info(entry, marksIn(findings, entry)...))
	for _, d := range findings.Warnings() {
		results.Warnings = append(results.Warnings, lintWarning(results, d, findings, sources, rules))
	}
	if errs := findings.Errors(); len(errs) > 0 {
		shown := errs[:min(len(errs), maxFindings)]
		results.Error = &lint.BuildError{Message: message(shown, len(errs)-len(shown))}
		results.Error.Location.SourceIndex = int32(index)
		if first := errs[0].Subject; first.Known() {
			i := addSource(results, sources.Info(first.File, marksIn(findings, first.File)...))
			results.Error.Location.SourceIndex = int32(i)
			results.Error.Location.Ranges = Ranges(first)
		}
	}
	return results
}

func lintWarning(results *lint.LintResults, d *diag.Diagnostic, all diag.List, sources Sources, rules Rules) lint.Warning {
	w := lint.Warning{RuleName: d.Rule, Detail: lintDetail(d), Location: &pb.Location{SourceIndex: -1}}
	if rules != nil {
		rule := rules(d.Rule)
		w.Description, w.URL = rule.Description, rule.URL
	}
	if d.Subject.Known() {
		info := sources.Info(d.Subject.File, marksIn(all, d.Subject.File)...)
		w.Location.SourceIndex = int32(addSource(results, info))
		w.Location.Ranges = Ranges(d.Subject)
	}
	return w
}

// lintDetail is the text under a warning's headline. It starts with file:line
// like every message, for a source printed under it shows only a number.
func lintDetail(d *diag.Diagnostic) string { return d.Error() }

// addSource returns the index of a source, adding it if it is new. It is
// LintResults.AddSource for a source that is not an llb.SourceMap.
func addSource(results *lint.LintResults, info *pb.SourceInfo) int {
	for i, s := range results.Sources {
		if s.Filename == info.Filename && bytes.Equal(s.Data, info.Data) {
			return i
		}
	}
	results.Sources = append(results.Sources, info)
	return len(results.Sources) - 1
}

// marksIn returns the ranges of the findings about one file: a large file is
// shown around its marks only, and it is one source for all of its findings.
func marksIn(list diag.List, f *diag.File) []diag.Range {
	var out []diag.Range
	for _, d := range list {
		if d.Subject.File == f {
			out = append(out, d.Subject)
		}
	}
	return out
}
