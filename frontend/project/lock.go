package project

import (
	"bytes"
	"fmt"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/planner"
	"github.com/org/pyfrontend/frontend/uvlock"
)

// lock parses the lock, if there is one.
func (p *Project) lock() {
	if p.Input.Lock == nil || p.Input.Doc == nil {
		return
	}
	if r, ok := conflict(p.Input.Lock); ok {
		p.Found.Add(r, "uv.lock holds the marks of a merge conflict", "",
			"Take either side of it (git checkout --ours uv.lock), then run `uv lock`.")
		return
	}
	locked, found := uvlock.Parse(p.Input.Lock)
	for _, d := range found.Errors() {
		if d.Suggestion == "" {
			d.Suggestion = fmt.Sprintf("uv.lock is written by uv alone: run `uv lock` to make it again. This release of pyfrontend is tested with uv %s.", planner.UVVersion)
		}
	}
	p.Found.Append(found...)
	p.Input.Locked = locked
}

// SetLock gives a project the lock that was made for it.
func (p *Project) SetLock(f *diag.File) {
	p.Input.Lock, p.Input.LockMade = f, true
	p.lock()
}

// conflict finds the first line that git puts around what it could not merge.
func conflict(f *diag.File) (diag.Range, bool) {
	for n := 1; n <= f.Lines(); n++ {
		r := f.LineRange(n)
		if bytes.HasPrefix(f.Data[r.Start.Offset:r.End.Offset], []byte("<<<<<<< ")) {
			return r, true
		}
	}
	return diag.Range{}, false
}
