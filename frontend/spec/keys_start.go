package spec

import "github.com/org/pyfrontend/frontend/tomltree/field"

// startKeys are about the process that a container runs.
func startKeys() []Key {
	return []Key{
		{
			Name: "entrypoint", Type: argv(true), Since: "0.1", Also: []string{"command", "start", "run", "exec", "script"},
			Doc: "The program that a container runs, with its arguments.",
			Long: "An array, one string for each argument; no shell reads it. A command that the project installs is found in its " +
				"environment. Without the key it is the only one of `[project.scripts]`, or the one with the project's name; " +
				"else `main.py`, `src/main.py`, `app.py`, or `python -m` the package that has a `__main__.py`.",
			Example: `entrypoint = ["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]`,
			set:     func(s *Spec, f field.Field) { s.Entrypoint = argvOf(f) },
		},
		{
			Name: "cmd", Type: argv(false), Since: "0.1", Also: []string{"args", "arguments", "default-args"},
			Doc:     "Arguments for the entrypoint that `docker run IMAGE ...` replaces.",
			Example: `cmd = ["--workers", "4"]`,
			set:     func(s *Spec, f field.Field) { s.Cmd = argvOf(f) },
		},
		{
			Name: "user", Type: user(), Default: `"app"`, Since: "0.1", Also: []string{"uid", "username", "run-as", "user-name"},
			Doc:     "The user that the container runs as.",
			Long:    "It is made if the base does not have it. `{ name, uid, gid }` chooses the numbers. `\"root\"` is possible and warned about.",
			Example: `user = { name = "demo", uid = 1000, gid = 1000 }`,
			set:     func(s *Spec, f field.Field) { s.User = userOf(f) },
		},
		{
			Name: "workdir", Type: workdir(), Default: `"/app"`, Since: "0.1", Also: []string{"working-dir", "working-directory", "cwd", "app-dir", "directory"},
			Doc:     "The directory of the project in the image, and where the process starts.",
			Long:    "The virtual environment is in it, as `.venv`.",
			Example: `workdir = "/srv/api"`,
			set:     func(s *Spec, f field.Field) { s.Workdir = f.Str() },
		},
		{
			Name: "env", Type: environment(), Default: `{}`, Since: "0.1", Also: []string{"environment", "variables", "envs", "env-vars"},
			Doc:     "Environment variables of the container.",
			Long:    "Values are taken as they are: `$NAME` is not replaced. They can be read by everyone who has the image; a secret does not belong here.",
			Example: `env = { LOG_LEVEL = "info" }`,
			set:     func(s *Spec, f field.Field) { s.Env = pairs(f) },
		},
		{
			Name: "stop-signal", Type: stopSignal(), Since: "0.1", Also: []string{"stopsignal", "signal", "kill-signal"},
			Doc:     "The signal that asks the process to end.",
			Long:    "Without it engines send SIGTERM.",
			Example: `stop-signal = "SIGINT"`,
			set:     func(s *Spec, f field.Field) { s.StopSignal = f.Str() },
		},
	}
}
