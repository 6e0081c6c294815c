package frontend

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/moby/buildkit/frontend/dockerui"
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
