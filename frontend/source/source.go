// Package source fetches what a request needs from the client and from image
// registries: the project's files, and the base images with the few files that
// only they can tell. Together with the frontend's root package it is all that
// knows BuildKit's gateway; everything it returns is plain values and states.
package source

import (
	"context"
	"strings"
	"sync"

	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/frontend/gateway/client"
	"github.com/moby/buildkit/solver/pb"
)

// Source reads for one request.
type Source struct {
	c  client.Client
	ui *dockerui.Client
	// contexts guards the named contexts, which are options of ui.
	contexts sync.Mutex
}

// New makes a Source for a request. Image names are resolved once each, even
// when several platforms ask (resolvecache.go).
func New(c client.Client) (*Source, error) {
	c = &resolveCache{Client: c}
	ui, err := dockerui.NewClient(c)
	if err != nil {
		return nil, err
	}
	return &Source{c: c, ui: ui}, nil
}

// UI returns Docker's own options and context of the request.
func (s *Source) UI() *dockerui.Client { return s.ui }

// Client returns the gateway client with the resolve cache.
func (s *Source) Client() client.Client { return s.c }

// solve runs a definition that only serves to read files.
func (s *Source) solve(ctx context.Context, def *pb.Definition) (client.Reference, error) {
	res, err := s.c.Solve(ctx, client.SolveRequest{Definition: def, CacheImports: s.ui.CacheImports})
	if err != nil {
		return nil, err
	}
	return res.SingleRef()
}

// Missing says whether an error means that a file does not exist. Over the
// gateway the error arrives as a text without a code (frontend/gateway/
// gateway.go ReadFile), so the text is all there is.
func Missing(err error) bool {
	if err == nil {
		return false
	}
	text := err.Error()
	for _, s := range []string{"no such file or directory", "not a directory", "file does not exist"} {
		if strings.Contains(text, s) {
			return true
		}
	}
	return false
}

// circular says whether an error means that links lead in a circle
// (containerd/continuity fs.RootPath).
func circular(err error) bool { return err != nil && strings.Contains(err.Error(), "too many links") }

// tooLarge says whether an error means that a file is larger than one message of
// the gateway (frontend/dockerui/readfile.go).
func tooLarge(err error) bool {
	return err != nil && strings.Contains(err.Error(), "exceeds maximum allowed size")
}
