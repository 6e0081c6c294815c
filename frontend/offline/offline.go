// Package offline plans a directory without a daemon and without a registry:
// the same models, planner and findings as the frontend's, with what is known
// of the named bases in place of a look at them.
package offline

import (
	"fmt"

	"github.com/org/pyfrontend/frontend/base"
	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/planner"
	"github.com/org/pyfrontend/frontend/project"
	"github.com/org/pyfrontend/llbgen/plan"
)

// Request is what to plan.
type Request struct {
	// Dir is the project.
	Dir *Dir
	// Entry is the path of a file in Dir to build from, "" for pyproject.toml
	// or what else is found.
	Entry string
	// Platforms are in OCI form, "linux/arm64".
	Platforms []string
	// Args are build arguments (spec.BuildArgs).
	Args map[string]string
}

// Plan reads and plans. The plan is nil if the findings have errors that leave
// nothing to show.
func Plan(r Request) (*plan.Plan, diag.List) {
	var found diag.List
	p := project.New(r.Dir.File(r.Entry), r.Dir.first(), r.Args)
	p.Input.Platforms = r.Platforms
	p.Input.BuildPlatform = r.Platforms[0]
	for wants := p.Wants(); len(wants) > 0; wants = p.Wants() {
		p.Add(r.Dir.match(wants))
	}
	p.Finish()
	found.Append(p.Found...)
	found.Append(r.Dir.found...)
	if found.HasErrors() {
		return nil, found
	}
	p.Input.Ignored = r.Dir.ignored()
	// Where only uv could tell, there is nothing to say offline.
	_, stale := p.Input.CheckLock()
	found.Append(stale...)
	chosen, more := planner.Choose(p.Input)
	found.Append(more...)
	if found.HasErrors() {
		return nil, found
	}
	noLock(p.Input, &found)
	planned, more := planner.Plan(p.Input, chosen, "", images(chosen, p.Input))
	found.Append(more...)
	return planned, found
}

// images takes the place of resolving: what is known of a named base, for
// every platform the same; any other base is taken for a slim one, and the
// plan says so.
func images(c *planner.Chosen, in *planner.Input) map[string]*planner.Image {
	facts, ok := base.Known(c.Base.Value)
	if !ok {
		minor := c.Python.Value
		if minor == "" {
			minor = planner.Minors[0].Name
		}
		facts, _ = base.Known(fmt.Sprintf(planner.Images["slim"], minor))
		c.Base.Why += "; what is in it only a registry can tell, a Debian with Python " + minor + " is assumed here"
	}
	out := map[string]*planner.Image{}
	for _, p := range in.Platforms {
		out[p] = &planner.Image{Path: "/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin", Facts: facts}
	}
	return out
}

// noLock reports a project without a lock: what it would get can only be
// resolved with an index.
func noLock(in *planner.Input, found *diag.List) {
	if in.Lock != nil || in.Requirements != nil {
		return
	}
	found.Warn(planner.RuleLockMissing, in.Blame, "the project has no uv.lock",
		"A build resolves the newest versions that fit, and may choose others each time. Offline there is nothing to plan from.",
		"Run `uv lock` and commit uv.lock.")
}
