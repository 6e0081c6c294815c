package spec

import "github.com/org/pyfrontend/frontend/tomltree/field"

// fileKeys are about which files of the project get into the image.
func fileKeys() []Key {
	return []Key{
		{
			Name: "include", Type: patterns(), Default: `[]`, Since: "0.1", Also: []string{"includes", "copy", "files", "add"},
			Doc:     "Files to put into the image besides the installed project.",
			Long:    "Patterns as in a `.dockerignore`. They also bring back what is left out by itself: `.venv`, `.git`, `__pycache__`, `.env` and the caches of tools.",
			Example: `include = ["templates/**", "alembic.ini"]`,
			set:     func(s *Spec, f field.Field) { s.Include = f.Strs() },
		},
		{
			Name: "exclude", Type: patterns(), Default: `[]`, Since: "0.1", Also: []string{"excludes", "ignore", "dockerignore"},
			Doc:     "Files to leave out of the image.",
			Long:    "Patterns as in a `.dockerignore`, which is obeyed as well.",
			Example: `exclude = ["tests", "docs"]`,
			set:     func(s *Spec, f field.Field) { s.Exclude = f.Strs() },
		},
	}
}
