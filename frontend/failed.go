package frontend

import (
	"errors"
	"fmt"
	"strings"

	gatewayapi "github.com/moby/buildkit/frontend/gateway/pb"
	"github.com/moby/buildkit/solver/errdefs"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/diag/convert"
	"github.com/org/pyfrontend/llbgen"
	"github.com/org/pyfrontend/llbgen/plan"
)

// explain turns the failure of an install step into one that names the
// distribution, its place in the lock, and what to do. BuildKit alone would
// show the step's command line and the place of the group. What it cannot
// explain it leaves as it is.
func (r *request) explain(err error) error {
	var exit *gatewayapi.ExitError
	if !errors.As(err, &exit) {
		return err
	}
	f, ok := llbgen.ParseFailure(exit.ExitCode)
	if !ok {
		return err
	}
	grp := r.failedGroup(err)
	if grp == nil {
		return err
	}
	name, label, where := grp.Name, grp.Name, grp.Line
	if f.Package >= 0 && f.Package < len(grp.Packages) {
		p := &grp.Packages[f.Package]
		name, label, where = p.Name, p.Name+" "+p.Version, p.Line
	}
	var found diag.List
	say := failures[f.Reason]
	found.Add(r.rangeOf(where), fmt.Sprintf(say.summary, label), say.detail, strings.ReplaceAll(say.suggestion, "NAME", name))
	return convert.Error(found, r.sources())
}

// failedGroup is the group whose step failed: an error of a vertex carries the
// place that the vertex was given.
func (r *request) failedGroup(err error) *plan.Group {
	for _, s := range errdefs.Sources(err) {
		for i := range r.planned.Images {
			for j := range r.planned.Images[i].Groups {
				grp := &r.planned.Images[i].Groups[j]
				if s.Info != nil && s.Info.Filename == grp.Line.File && len(s.Ranges) > 0 && int(s.Ranges[0].Start.Line) == grp.Line.Start {
					return grp
				}
			}
		}
	}
	return nil
}

// rangeOf is the place of a line of the plan, the zero range if the file is not
// known.
func (r *request) rangeOf(l plan.Line) diag.Range {
	if f := r.files.File(l.File); f != nil && l.Start > 0 {
		return f.LineRange(l.Start)
	}
	return diag.Range{}
}

// failures are what is said of each reason; %s is the distribution with its
// version, NAME without.
var failures = map[llbgen.Reason]struct{ summary, detail, suggestion string }{
	llbgen.Unexplained: {"%s could not be installed", "The output of its step, above, says why.", ""},
	llbgen.OtherFile: {
		"the file of %s is not the one that was locked", "Its hash is another than the lock's, so nothing of it was installed.",
		"If the index replaced the file for a good reason, lock it again:\n\n    uv lock --refresh-package NAME --upgrade-package NAME",
	},
	llbgen.Gone: {
		"%s cannot be downloaded: its address in the lock has nothing", "The index answered \"not found\".",
		"If the index has another version, lock again:\n\n    uv lock --upgrade-package NAME",
	},
	llbgen.Refused: {
		"%s cannot be downloaded: the index wants to know who asks", "The index answered \"unauthorized\" or \"forbidden\".",
		"Give the build a netrc file with the credentials of the index:\n\n    docker build --secret id=netrc,src=$HOME/.netrc ...",
	},
	llbgen.Unreachable: {
		"%s cannot be downloaded: the index does not answer, or breaks off", "The output of its step, above, has the error of the last try.",
		"Build again: what was installed is kept. Behind a proxy, pass it: docker build --build-arg HTTPS_PROXY=...",
	},
	llbgen.NotBuilt: {
		"%s could not be built from source", "The output of its step, above, ends with what its build said.",
		"A version with a wheel for this platform needs no build. Libraries and tools that its build needs can be installed:\n\n" +
			"    [tool.pyfrontend]\n    system-packages = { build = [\"...\"] }",
	},
	llbgen.DiskFull: {"%s could not be installed: the builder's disk is full", "", "Make room, and build again: docker builder prune"},
}
