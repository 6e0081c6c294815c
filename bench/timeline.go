package main

import (
	"slices"
	"strings"
	"time"

	"github.com/moby/buildkit/client"
)

// timeline is what the daemon tells of a build.
type timeline struct {
	log      strings.Builder
	vertices []*client.Vertex
}

func (t *timeline) follow(s *client.SolveStatus) {
	t.vertices = append(t.vertices, s.Vertexes...)
	for _, l := range s.Logs {
		t.log.Write(l.Data)
	}
}

// overhead is the time from the moment when the frontend's image was there to
// the first step of the definition that it made, 0 if either is not seen.
func (t *timeline) overhead(s *side) float64 {
	var image, graph *time.Time
	for _, v := range t.vertices {
		switch {
		case v.Completed != nil && strings.HasPrefix(v.Name, "docker-image://") && strings.Contains(v.Name, s.image):
			image = v.Completed
		case v.Started != nil && slices.ContainsFunc(s.graph, func(p string) bool { return strings.HasPrefix(v.Name, p) }):
			if graph == nil || v.Started.Before(*graph) {
				graph = v.Started
			}
		}
	}
	if image == nil || graph == nil || graph.Before(*image) {
		return 0
	}
	return graph.Sub(*image).Seconds()
}
