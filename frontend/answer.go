package frontend

import (
	"context"
	"strings"

	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/frontend/subrequests"
	"github.com/moby/buildkit/frontend/subrequests/convertllb"
	"github.com/moby/buildkit/frontend/subrequests/lint"
	"github.com/moby/buildkit/frontend/subrequests/outline"
	"github.com/moby/buildkit/frontend/subrequests/targets"
	"github.com/moby/buildkit/solver/errdefs"
)

// subrequest is a question that a client can ask instead of building (docker
// build --check, --call=...).
type subrequest struct {
	// Definition is what frontend.subrequests.describe says of it.
	Definition subrequests.Request
	answer     func(r *request, ctx context.Context) (*client.Result, error)
}

// requestPlan is the name of our own subrequest: the plan, for
// `docker build --call=pyfrontend.plan`.
const requestPlan = "pyfrontend.plan"

// described gives a definition of BuildKit's the words that fit a project.
func described(d subrequests.Request, description string) subrequests.Request {
	d.Description = description
	return d
}

// subrequestTable returns all subrequests, in the order in which they are
// described. buildx hands outline, targets and lint that a frontend does not
// answer to the Dockerfile frontend (build/build.go fallbackPrintError), which
// would try to parse TOML: those three must be here.
func subrequestTable() []subrequest {
	return []subrequest{
		{described(outline.SubrequestsOutlineDefinition, "List what the build takes: build arguments, secrets, caches"), (*request).answerOutline},
		{described(targets.SubrequestsTargetsDefinition, "List the targets of the project"), (*request).answerTargets},
		{described(lint.SubrequestLintDefinition, "Check the project without building it"), (*request).answerLint},
		{described(convertllb.SubrequestConvertLLBDefinition, "Convert the project to LLB, for the first platform asked for"), (*request).answerLLB},
		{subrequests.Request{
			Name: requestPlan, Version: planVersion, Type: subrequests.TypeRPC, Description: "Show what the build will do, and why",
			Opts: []subrequests.Named{}, Metadata: []subrequests.Named{{Name: "result.json"}, {Name: "result.txt"}},
		}, (*request).answerPlan},
		{subrequests.SubrequestsDescribeDefinition, (*request).answerDescribe},
	}
}

// asked returns the name of the subrequest, if this is one.
func (r *request) asked() (id string, ok bool) {
	id, ok = r.src.UI().BuildOpts().Opts["requestid"]
	return id, ok
}

// answer answers a subrequest. buildx puts "frontend." before every name that
// is given to --call, so ours are known with and without it.
func (r *request) answer(ctx context.Context, id string) (*client.Result, error) {
	for _, s := range subrequestTable() {
		if name := s.Definition.Name; id == name || strings.TrimPrefix(id, "frontend.") == name {
			return s.answer(r, ctx)
		}
	}
	return nil, errdefs.NewUnsupportedSubrequestError(id)
}
