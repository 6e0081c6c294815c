package spec

import "github.com/org/pyfrontend/frontend/tomltree/field"

// pythonKeys are about the interpreter and what is installed.
func pythonKeys() []Key {
	return []Key{
		{
			Name: "python", Type: pythonVersion(), Since: "0.1", Also: []string{"python-version", "requires-python"},
			Doc: "The version of Python.",
			Long: "Without it the version is the one in `.python-version`; else the newest minor version that " +
				"`requires-python` allows and that every locked package has a wheel for.",
			Example: `python = "3.13"`,
			set:     func(s *Spec, f field.Field) { s.Python = f.Str() },
		},
		{
			Name: "base", Type: image(), Default: `"slim"`, Since: "0.1", Also: []string{"from", "image", "base-image", "variant"},
			Doc: "The image that yours is built on.",
			Long: "`slim` and `full` are Debian, `alpine` is Alpine Linux, `distroless` has neither shell nor package manager. " +
				"Anything else is an image reference; it must hold the Python that is asked for. " +
				"The base is resolved once in a build and pinned by digest; `--build-context` replaces it.",
			Example: `base = "alpine"`,
			set:     func(s *Spec, f field.Field) { s.Base = f.Str() },
		},
		{
			Name: "package", Type: distribution(), Since: "0.1", Also: []string{"member", "workspace", "project"},
			Doc:     "The workspace member that the image is of.",
			Long:    "Without it the image is of the project that the `pyproject.toml` of the build belongs to.",
			Example: `package = "api"`,
			set:     func(s *Spec, f field.Field) { s.Package = f.Str() },
		},
		{
			Name: "groups", Type: names("dependency group"), Default: `[]`, Since: "0.1", Also: []string{"dependency-groups", "with", "group"},
			Doc:     "Dependency groups to install besides the project's dependencies.",
			Long:    "Groups are development's, so none is installed unless it is listed here, not even uv's default group `dev`.",
			Example: `groups = ["postgres"]`,
			set:     func(s *Spec, f field.Field) { s.Groups = listOf(f) },
		},
		{
			Name: "extras", Type: names("extra"), Default: `[]`, Since: "0.1", Also: []string{"optional-dependencies", "extra"},
			Doc:     "Extras of the project to install.",
			Example: `extras = ["gpu"]`,
			set:     func(s *Spec, f field.Field) { s.Extras = listOf(f) },
		},
		{
			Name: "requirements", Type: contextFile(), Since: "0.1", Also: []string{"requirements-txt", "requirements-file"},
			Doc: "A requirements file to install instead of a locked project.",
			Long: "It is found by itself when it is called `requirements.txt` and there is no `pyproject.toml`. " +
				"If the file has hashes, all of them are enforced.",
			Example: `requirements = "requirements/prod.txt"`,
			set:     func(s *Spec, f field.Field) { s.Requirements = f.Str() },
		},
		{
			Name: "system-packages", Type: systemPackages(), Default: `{ build = [], run = [] }`, Since: "0.1", Status: Planned, Also: []string{"apt", "apk", "packages", "apt-packages"},
			Doc:     "Packages of the base's own package manager, apt or apk.",
			Long:    "`build` is there while distributions are compiled and never reaches the image; `run` is installed in the image.",
			Example: `system-packages = { build = ["libpq-dev"], run = ["libpq5"] }`,
			set: func(s *Spec, f field.Field) {
				s.SystemPackages = SystemPackages{Build: f.Get("build").Strs(), Run: f.Get("run").Strs()}
			},
		},
	}
}
