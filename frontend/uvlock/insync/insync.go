// Package insync says whether a uv.lock can still be in step with the manifests
// of its project, from their text alone: without uv, without a network, without
// running a build backend.
//
// The check is uv's own (`uv lock --check`; crates/uv-resolver/src/lock/mod.rs,
// Lock::satisfies) as far as it looks at text. It is careful in one direction:
// what it calls stale, uv calls stale. What it cannot judge (dynamic
// dependencies, settings outside of the project, forms that only uv knows how to
// read) it names, and leaves to uv.
package insync

import (
	"fmt"
	"path"
	"slices"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pep/name"
	"github.com/org/pyfrontend/frontend/pyproject"
	"github.com/org/pyfrontend/frontend/uvlock"
)

// State is the answer in one word.
type State int

const (
	// InSync: nothing that was compared differs, and everything was compared.
	InSync State = iota
	// Stale: `uv lock --check` would refuse the lock.
	Stale
	// Unsure: nothing that was compared differs, but not everything could be.
	Unsure
)

// String returns "in sync", "stale" or "cannot tell".
func (s State) String() string { return [...]string{"in sync", "stale", "cannot tell"}[s] }

// Verdict is the answer.
type Verdict struct {
	State State
	// Unknown says what could not be compared, a sentence each.
	Unknown []string
}

// Manifest is a pyproject.toml and the directory it is in, relative to the
// lock's with forward slashes; "." is the lock's own.
type Manifest struct {
	Dir string
	Doc *pyproject.Document
}

// Input is what a lock is compared with.
type Input struct {
	// Root is the manifest beside the lock.
	Root *pyproject.Document
	// Members are the workspace's members with the root, if it is a project.
	Members []Manifest
	// Trees are manifests of local source trees that are no members, as far as
	// they can be read.
	Trees []Manifest
	// Settings says that a uv.toml replaces the [tool.uv] of Root.
	Settings bool
}

// Check compares a lock with the manifests. A stale lock has an error for each
// difference, in the manifest's line where there is one; other verdicts have no
// findings.
func Check(l *uvlock.Lock, in Input) (Verdict, diag.List) {
	c := &checker{lock: l, in: in, members: map[string]Manifest{}, answers: map[string]answer{}}
	c.required = c.requiredMembers()
	for _, m := range in.Members {
		if m.Doc.Project != nil {
			m.Dir = path.Clean(m.Dir)
			c.members[m.Doc.Project.NormalName()] = m
		}
	}
	c.requiresPython()
	c.memberNames()
	for _, m := range in.Members {
		if m.Doc.Project != nil {
			c.member(m)
		}
	}
	c.trees()
	c.settings()
	c.root()
	switch {
	case len(c.stale) > 0:
		return Verdict{State: Stale, Unknown: c.unknown}, c.stale
	case len(c.unknown) > 0:
		return Verdict{State: Unsure, Unknown: c.unknown}, nil
	}
	return Verdict{}, nil
}

// checker collects differences.
type checker struct {
	lock    *uvlock.Lock
	in      Input
	members map[string]Manifest
	// required are the members that others depend on, see requiredMembers.
	required map[string]pyproject.Bool
	// answers remembers comparisons of markers.
	answers map[string]answer
	stale   diag.List
	unknown []string
}

// relock is the way out of every difference.
const relock = "Run `uv lock`, and commit uv.lock."

// differs notes a difference at a place of a manifest.
func (c *checker) differs(at diag.Range, summary, detail string) {
	c.stale.Add(at, "uv.lock is out of date: "+summary, detail, relock)
}

// unsure notes something that cannot be compared.
func (c *checker) unsure(format string, args ...any) {
	reason := fmt.Sprintf(format, args...)
	if !slices.Contains(c.unknown, reason) {
		c.unknown = append(c.unknown, reason)
	}
}

// blame is the place of a manifest that is about the project as a whole.
func blame(doc *pyproject.Document) diag.Range {
	if doc.Project != nil {
		if doc.Project.Name.Set() {
			return doc.Project.Name.Range
		}
		return doc.Project.Range
	}
	return doc.File.LineRange(1)
}

// memberNames compares the members; a project that is alone is not listed.
func (c *checker) memberNames() {
	var want []string
	for n := range c.members {
		want = append(want, n)
	}
	slices.Sort(want)
	if len(want) == 1 && c.members[want[0]].Dir == "." {
		want = nil
	}
	have := slices.Sorted(slices.Values(c.lock.Manifest.Members))
	for _, n := range want {
		if !slices.Contains(have, n) {
			c.differs(blame(c.members[n].Doc), fmt.Sprintf("it does not know the workspace member %q", n), "")
		}
	}
	for _, n := range have {
		if !slices.Contains(want, n) && (len(want) > 0 || len(have) > 1) {
			c.differs(blame(c.in.Root), fmt.Sprintf("%q is no member of the workspace any more", n), "")
		}
	}
}

// requiredMembers returns the members that a workspace source names, with the
// editable flag of the source; they count as packages without a build system too
// (uv: Workspace::collect_required_members).
func (c *checker) requiredMembers() map[string]pyproject.Bool {
	out := map[string]pyproject.Bool{}
	add := func(doc *pyproject.Document) {
		for _, p := range doc.UV.Sources {
			n := name.Normalize(p.Name.V)
			if doc.Project != nil && n == doc.Project.NormalName() {
				continue
			}
			for _, s := range p.Sources {
				if s.Kind == pyproject.WorkspaceSource && !s.Location.Set() {
					out[n] = s.Editable
				}
			}
		}
	}
	add(c.in.Root)
	for _, m := range c.in.Members {
		add(m.Doc)
	}
	return out
}
