package spec

import (
	"slices"

	"github.com/org/pyfrontend/frontend/tomltree"
	"github.com/org/pyfrontend/frontend/tomltree/field"
)

// targetKeys is the one key that describes further images of the project.
func targetKeys() []Key {
	return []Key{
		{
			Name: "targets", Type: targets(), Default: `{}`, Since: "0.1", Status: Planned, Also: []string{"target", "stages"},
			Doc: "Further images or commands of the same project, chosen with `--target`.",
			Long: "A target is a table with any of the keys `groups`, `extras`, `entrypoint`, `cmd`, `env`, which stand in for those above, " +
				"and `run`: a command whose success is the result.",
			Example: "[targets.test]\ngroups = [\"dev\"]\nrun = [\"pytest\", \"-q\"]",
			set:     func(s *Spec, f field.Field) { s.Targets = targetsOf(f) },
		},
	}
}

// reservedTargets are the targets that every project has.
var reservedTargets = []string{"lock"}

func targets() Type {
	inner := Type{Name: "table", Kind: tomltree.Table, Keys: targetTable()}
	return Type{
		Name: "table of tables", Kind: tomltree.Table, Items: &inner,
		KeyPattern: `^[A-Za-z0-9][A-Za-z0-9._-]*$`, KeyWrong: "a name that --target can take",
		check: func(f field.Field) {
			for t := range f.All() {
				if slices.Contains(reservedTargets, t.Key().V) {
					f.FailAt(t.Key().Range, "every project has a target "+t.Key().V+" already", "", "")
				}
			}
		},
	}
}

// targetTable is the keys of one target.
func targetTable() []Key {
	return []Key{
		{Name: "groups", Type: names("dependency group"), Since: "0.1", Doc: "Dependency groups of this target."},
		{Name: "extras", Type: names("extra"), Since: "0.1", Doc: "Extras of this target."},
		{Name: "run", Type: argv(true), Since: "0.1", Doc: "A command that the target runs in the build."},
		{Name: "entrypoint", Type: argv(true), Since: "0.1", Doc: "The program that a container of this target runs."},
		{Name: "cmd", Type: argv(false), Since: "0.1", Doc: "Arguments for the entrypoint."},
		{Name: "env", Type: environment(), Since: "0.1", Doc: "Environment variables of this target."},
	}
}

func targetsOf(f field.Field) []Target {
	var out []Target
	for t := range f.All() {
		out = append(out, Target{
			Name: t.Key(), Groups: listOf(t.Get("groups")), Extras: listOf(t.Get("extras")), Run: argvOf(t.Get("run")),
			Entrypoint: argvOf(t.Get("entrypoint")), Cmd: argvOf(t.Get("cmd")), Env: pairs(t.Get("env")),
		})
	}
	return out
}
