package llbgen

import (
	"maps"
	"slices"
	"strings"
	"time"

	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/org/pyfrontend/llbgen/plan"
)

// config is the image's config: the base's, with what the project decides.
func (g *generator) config(parts []part) *dockerspec.DockerOCIImage {
	img := cloneConfig(g.in.BaseConfig)
	c := &g.img.Config
	// The base's creation time is not ours; the exporter sets it from
	// SOURCE_DATE_EPOCH or the clock.
	img.Created = nil
	img.Platform = g.target
	img.Config.User = c.User
	img.Config.WorkingDir = c.Workdir
	img.Config.Entrypoint = slices.Clone(c.Entrypoint.Argv)
	img.Config.Cmd = slices.Clone(c.Cmd)
	//lint:ignore SA1019 it is cleared because it is the base's
	img.Config.ArgsEscaped = false
	img.Config.Env = mergeEnv(img.Config.Env, c.Env)
	img.Config.Labels = mergeLabels(img.Config.Labels, c.Labels, g.in.Labels)
	img.Config.ExposedPorts = mergeSet(img.Config.ExposedPorts, c.Expose)
	img.Config.Volumes = mergeSet(img.Config.Volumes, c.Volumes)
	if c.StopSignal != "" {
		img.Config.StopSignal = c.StopSignal
	}
	img.Config.OnBuild = nil
	img.Config.Healthcheck = healthcheck(c.Healthcheck)
	for _, p := range parts {
		img.History = append(img.History, g.history(p.name, false))
	}
	img.History = append(img.History, g.history("configure "+strings.Join(c.Entrypoint.Argv, " "), true))
	return img
}

// history is one line of `docker history`. It has a time only when the user
// fixed one.
func (g *generator) history(createdBy string, empty bool) ocispecs.History {
	return ocispecs.History{Created: g.in.Epoch, CreatedBy: createdBy, Comment: "pyfrontend", EmptyLayer: empty}
}

// cloneConfig copies a config deeply enough that the base's stays as it is.
func cloneConfig(base *dockerspec.DockerOCIImage) *dockerspec.DockerOCIImage {
	img := *base
	img.Config.Env = slices.Clone(base.Config.Env)
	img.Config.Labels = maps.Clone(base.Config.Labels)
	img.Config.ExposedPorts = maps.Clone(base.Config.ExposedPorts)
	img.Config.Volumes = maps.Clone(base.Config.Volumes)
	img.History = slices.Clone(base.History)
	img.RootFS.DiffIDs = slices.Clone(base.RootFS.DiffIDs)
	return &img
}

func mergeEnv(base []string, ours []plan.KV) []string {
	out := slices.Clone(base)
	for _, kv := range ours {
		i := slices.IndexFunc(out, func(e string) bool { return strings.HasPrefix(e, kv.Name+"=") })
		if i < 0 {
			out = append(out, kv.Name+"="+kv.Value)
		} else {
			out[i] = kv.Name + "=" + kv.Value
		}
	}
	return out
}

// mergeLabels joins labels; later maps win.
func mergeLabels(all ...map[string]string) map[string]string {
	out := map[string]string{}
	for _, m := range all {
		maps.Copy(out, m)
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

func mergeSet(base map[string]struct{}, more []string) map[string]struct{} {
	if len(base)+len(more) == 0 {
		return nil
	}
	out := map[string]struct{}{}
	maps.Copy(out, base)
	for _, k := range more {
		out[k] = struct{}{}
	}
	return out
}

func healthcheck(h *plan.Healthcheck) *dockerspec.HealthcheckConfig {
	if h == nil {
		return nil
	}
	return &dockerspec.HealthcheckConfig{
		Test:          slices.Clone(h.Test),
		Interval:      time.Duration(h.Interval),
		Timeout:       time.Duration(h.Timeout),
		StartPeriod:   time.Duration(h.StartPeriod),
		StartInterval: time.Duration(h.StartInterval),
		Retries:       h.Retries,
	}
}
