package planner

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pep/name"
	"github.com/org/pyfrontend/frontend/spec"
)

// providers are well-known commands that a distribution of another name
// brings, or that are so often the start command that a missing one is worth
// an error before anything is built.
var providers = map[string][]string{
	"airflow":        {"apache-airflow", "apache-airflow-core"},
	"alembic":        {"alembic"},
	"celery":         {"celery"},
	"daphne":         {"daphne"},
	"django-admin":   {"django"},
	"dramatiq":       {"dramatiq"},
	"fastapi":        {"fastapi-cli", "fastapi"},
	"flask":          {"flask"},
	"gradio":         {"gradio"},
	"granian":        {"granian"},
	"gunicorn":       {"gunicorn"},
	"hypercorn":      {"hypercorn"},
	"litestar":       {"litestar"},
	"rq":             {"rq"},
	"streamlit":      {"streamlit"},
	"uvicorn":        {"uvicorn"},
	"uwsgi":          {"uwsgi", "pyuwsgi"},
	"waitress-serve": {"waitress"},
}

// checkCommand reports a start command of the spec that the image will not
// have. It returns the name to look for in the built image when nothing can be
// said beforehand, "" if it is sure to be there.
func (b *builder) checkCommand(given spec.List) (unproven string) {
	if len(given.V) == 0 {
		return ""
	}
	command := given.V[0]
	text := command.V
	if strings.Contains(text, "/") || strings.HasPrefix(text, "python") || b.hasCommand(text) {
		return ""
	}
	if want := providers[text]; want != nil && b.in.Locked != nil {
		b.notInstalled(command, fmt.Sprintf("It comes with %s, which is not among the packages of the image.", want[0]),
			fmt.Sprintf("Run `uv add %s`, or choose another command.", want[0]))
		return ""
	}
	if guess := diag.DidYouMean(text, b.scripts()); guess != "" {
		b.notInstalled(command, "No script of the project has that name.", guess)
		return ""
	}
	return text
}

func (b *builder) notInstalled(command spec.Str, detail, suggestion string) {
	b.found.Add(command.Range, fmt.Sprintf("the command %s will not be in the image", diag.Quote(command.V)), detail, suggestion)
}

// hasCommand says whether a command is sure to be in the environment: a script
// of the project, or the command of a package by its own name.
func (b *builder) hasCommand(command string) bool {
	if slices.Contains(b.scripts(), command) && b.in.packaged() {
		return true
	}
	names := append([]string{name.Normalize(command)}, providers[command]...)
	for i := range b.installed {
		if slices.Contains(names, b.installed[i].Package.Name) && !b.installed[i].Root {
			return true
		}
	}
	return false
}

func (b *builder) scripts() []string {
	var out []string
	for _, s := range scripts(b.in.Doc) {
		out = append(out, path.Base(s.V))
	}
	return out
}
