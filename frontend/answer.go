package frontend

import (
	"context"

	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/frontend/subrequests/lint"
	"github.com/moby/buildkit/frontend/subrequests/outline"
	"github.com/moby/buildkit/frontend/subrequests/targets"

	"github.com/org/pyfrontend/frontend/diag/convert"
)

// requestPlan is the name of our own subrequest: the plan, for
// `docker build --call=pyfrontend.plan`.
const requestPlan = "pyfrontend.plan"

// answer answers a subrequest (docker build --check, --call=...). buildx hands
// what we do not answer to the Dockerfile frontend, which would try to parse
// TOML, so outline, targets and lint must all be answered.
func (r *request) answer(ctx context.Context) (*client.Result, bool, error) {
	if r.src.UI().BuildOpts().Opts["requestid"] == "frontend."+requestPlan || r.src.UI().BuildOpts().Opts["requestid"] == requestPlan {
		res, err := r.planResult()
		return res, true, err
	}
	return r.src.UI().HandleSubrequest(ctx, dockerui.RequestHandler{
		Outline: func(context.Context) (*outline.Outline, error) {
			return &outline.Outline{Name: defaultTarget, Description: r.planned.Project.Name}, nil
		},
		ListTargets: func(context.Context) (*targets.List, error) {
			return &targets.List{Targets: []targets.Target{{Name: defaultTarget, Default: true, Description: "the image that runs " + r.planned.Project.Name}}}, nil
		},
		Lint: func(context.Context) (*lint.LintResults, error) {
			return convert.Lint(r.found, r.input.Blame.File, r.sources(), nil), nil
		},
	})
}

func (r *request) planResult() (*client.Result, error) {
	data, err := r.planned.JSON()
	if err != nil {
		return nil, err
	}
	res := client.NewResult()
	res.AddMeta("result.json", data)
	res.AddMeta("result.txt", data)
	return res, nil
}
