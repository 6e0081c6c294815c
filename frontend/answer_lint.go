package frontend

import (
	"bytes"
	"context"
	"strings"

	"github.com/moby/buildkit/frontend/gateway/client"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/diag/convert"
)

// answerLint goes as far as a build would without running anything, and tells
// all that was found. Whatever stops it is part of the answer: a client prints
// a request that failed without the warnings found before.
func (r *request) answerLint(ctx context.Context) (*client.Result, error) {
	r.checkOnly = true
	if err := r.advance(ctx, planned); err != nil {
		if ctx.Err() != nil {
			return nil, err
		}
		r.foundError(err)
	}
	results := convert.Lint(r.found, r.checkedFile(), r.sources(), nil)
	res, err := results.ToResult(nil)
	if err != nil {
		return nil, err
	}
	// The text that ToResult makes has no room for the error.
	text := bytes.NewBuffer(res.Metadata["result.txt"])
	results.PrintErrorTo(text, nil)
	res.AddMeta("result.txt", text.Bytes())
	return res, nil
}

// foundError takes an error of a phase that is not made of findings among them.
func (r *request) foundError(err error) {
	if len(convert.Findings(err)) > 0 {
		return
	}
	summary, detail, _ := strings.Cut(err.Error(), "\n")
	r.found.Add(diag.Range{}, summary, detail, "")
}

// checkedFile is the file that was checked first of all: findings without a
// place of their own are shown as its.
func (r *request) checkedFile() *diag.File {
	if r.entry != nil && r.entry.File != nil {
		return r.entry.File
	}
	if r.files != nil {
		for _, name := range r.files.Names() {
			if name == "pyproject.toml" || name == "requirements.txt" {
				return r.files.File(name)
			}
		}
	}
	return diag.NewFile("pyproject.toml", nil)
}
