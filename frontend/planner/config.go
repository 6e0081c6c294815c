package planner

import (
	"fmt"
	"path"

	"github.com/org/pyfrontend/frontend/pyproject"
	"github.com/org/pyfrontend/frontend/spec"
	"github.com/org/pyfrontend/llbgen/plan"
)

// config plans the image's config: start command, environment, metadata.
func (b *builder) config(img *plan.Image) {
	s := b.in.Spec
	st := start{
		Entrypoint: argv(s.Entrypoint), Cmd: argv(s.Cmd),
		Scripts: scripts(b.in.Doc), Project: b.in.project().Name, Packaged: b.in.packaged(),
		Files: b.in.Files, Venv: img.Venv.Path, Blame: b.in.Blame,
	}
	entrypoint, cmd, found := st.command()
	b.found.Append(found...)
	entrypoint.Unproven, entrypoint.Line = b.checkCommand(given(s)), line(given(s).Range)
	img.Config = plan.Config{
		Entrypoint: entrypoint, Cmd: cmd,
		Workdir:    s.Workdir.V,
		User:       userConfig(img.Runner.User),
		Env:        b.env(img),
		Labels:     b.labels(),
		Expose:     exposed(s),
		Volumes:    volumes(s),
		StopSignal: s.StopSignal.V,
	}
	img.Config.Healthcheck = healthcheck(s)
}

// env puts the environment's programs first on the PATH; output is not
// buffered, so that logs are seen when they are written. The spec's come last
// and win.
func (b *builder) env(img *plan.Image) []plan.KV {
	env := []plan.KV{
		{Name: "PATH", Value: path.Join(img.Venv.Path, "bin") + ":" + b.image.Path},
		{Name: "VIRTUAL_ENV", Value: img.Venv.Path},
		{Name: "PYTHONUNBUFFERED", Value: "1"},
	}
	for _, kv := range b.in.Spec.Env {
		env = setEnv(env, kv.Name.V, kv.Value.V)
	}
	return env
}

// setEnv sets a variable where it stands, or adds it.
func setEnv(env []plan.KV, name, value string) []plan.KV {
	for i := range env {
		if env[i].Name == name {
			env[i].Value = value
			return env
		}
	}
	return append(env, plan.KV{Name: name, Value: value})
}

// labels names the project as OCI's annotations do; the spec's win.
func (b *builder) labels() map[string]string {
	out := map[string]string{}
	p := b.in.project()
	if b.in.Doc != nil {
		out["org.opencontainers.image.title"] = p.Name
		if p.Version != "" {
			out["org.opencontainers.image.version"] = p.Version
		}
	}
	for _, kv := range b.in.Spec.Labels {
		out[kv.Name.V] = kv.Value.V
	}
	return out
}

func scripts(doc *pyproject.Document) []pyproject.Str {
	if doc == nil || doc.Project == nil {
		return nil
	}
	var out []pyproject.Str
	for _, s := range doc.Project.Scripts {
		out = append(out, s.Name)
	}
	return out
}

// given is the argv whose first element is run.
func given(s *spec.Spec) spec.List {
	if s.Entrypoint.Set() {
		return s.Entrypoint
	}
	return s.Cmd
}

// argv is nil for a command that nobody wrote.
func argv(l spec.List) []string {
	if !l.Set() {
		return nil
	}
	return spec.Texts(l.V)
}

func exposed(s *spec.Spec) []string {
	var out []string
	for _, p := range s.Expose {
		out = append(out, fmt.Sprintf("%d/%s", p.Number, p.Protocol))
	}
	return out
}

func volumes(s *spec.Spec) []string {
	var out []string
	for _, v := range s.Volumes {
		out = append(out, absolute(s, v.V))
	}
	return out
}

// absolute resolves a path of the spec against the working directory.
func absolute(s *spec.Spec, p string) string {
	if path.IsAbs(p) {
		return path.Clean(p)
	}
	return path.Join(s.Workdir.V, p)
}

// healthcheck is Docker's exec form: CMD and the argv.
func healthcheck(s *spec.Spec) *plan.Healthcheck {
	h := s.Healthcheck
	if h == nil {
		return nil
	}
	return &plan.Healthcheck{
		Test:          append([]string{"CMD"}, spec.Texts(h.Test.V)...),
		Interval:      int64(h.Interval.V),
		Timeout:       int64(h.Timeout.V),
		StartPeriod:   int64(h.StartPeriod.V),
		StartInterval: int64(h.StartInterval.V),
		Retries:       int(h.Retries.V),
	}
}
