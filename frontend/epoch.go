package frontend

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/moby/buildkit/frontend/dockerui"

	"github.com/org/pyfrontend/frontend/diag"
)

// epoch reads SOURCE_DATE_EPOCH: seconds since 1970, or "context" for the time
// of the commit that a git context is at. Nil means that none was given.
func epoch(ctx context.Context, ui *dockerui.Client) (*time.Time, error) {
	v := ui.BuildArgs["SOURCE_DATE_EPOCH"]
	switch v {
	case "":
		return nil, nil
	case "context":
		return ui.ResolveMainContextSourceDateEpoch(ctx)
	}
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("SOURCE_DATE_EPOCH is %q: it must be a number of seconds since 1970, or \"context\"", v)
	}
	t := time.Unix(n, 0).UTC()
	return &t, nil
}

// checkEpoch reports a SOURCE_DATE_EPOCH that cannot be read, with everything
// else that is wrong.
func (r *request) checkEpoch() {
	v := r.src.UI().BuildArgs["SOURCE_DATE_EPOCH"]
	if _, err := strconv.ParseInt(v, 10, 64); err == nil || v == "" || v == "context" {
		return
	}
	r.found.Add(diag.Range{}, fmt.Sprintf("SOURCE_DATE_EPOCH is %s", diag.Quote(v)),
		"It must be a number of seconds since 1970, or \"context\" for the time of a git context's commit.",
		"Write for example --build-arg SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)")
}
