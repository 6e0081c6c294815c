package frontend

import (
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/moby/buildkit/frontend/gateway/client"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/source"
	"github.com/org/pyfrontend/llbgen/plan"
)

// checkCommand looks for the start command in the built image, where nothing
// could be said before: a container that cannot start is found when it is
// built.
func (r *request) checkCommand(ctx context.Context, ref client.Reference, img *plan.Image) error {
	name := img.Config.Entrypoint.Unproven
	if name == "" {
		return nil
	}
	dirs := strings.Split(searchPath(img), ":")
	for _, dir := range dirs {
		_, err := ref.StatFile(ctx, client.StatRequest{Path: path.Join("/", dir, name)})
		if err == nil {
			return nil
		}
		if !source.Missing(err) {
			return err
		}
	}
	l := img.Config.Entrypoint.Line
	var where diag.Range
	if f := r.files.File(l.File); f != nil {
		where = f.LineRange(l.Start)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.found.Add(where, fmt.Sprintf("the command %s is not in the image", diag.Quote(name)),
		"It was looked for in "+strings.Join(dirs, ", ")+".", "Add the package that brings it, or mend the name.")
	return r.fail()
}

func searchPath(img *plan.Image) string {
	for _, kv := range img.Config.Env {
		if kv.Name == "PATH" {
			return kv.Value
		}
	}
	return ""
}
