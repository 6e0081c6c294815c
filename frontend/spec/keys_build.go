package spec

import (
	"github.com/org/pyfrontend/frontend/tomltree"
	"github.com/org/pyfrontend/frontend/tomltree/field"
)

// buildKeys are about how the image is made.
func buildKeys() []Key {
	return []Key{
		{
			Name: "bytecode", Type: boolean(), Default: `true`, Since: "0.1", Also: []string{"compile", "compile-bytecode", "pyc"},
			Doc:     "Whether modules are compiled to bytecode in the build.",
			Long:    "The start of a container is faster and its image larger. The bytecode is checked by hash, so it is the same in every build.",
			Example: `bytecode = false`,
			set:     func(s *Spec, f field.Field) { s.Bytecode = f.Bool() },
		},
		{
			Name: "layers", Type: Type{Name: "string", Kind: tomltree.String, Enum: []string{"auto", "single"}}, Default: `"auto"`, Since: "0.1", Also: []string{"layer", "squash"},
			Doc: "How the installed packages are divided into layers.",
			Long: "`auto` gives large packages layers of their own and spreads the others over a few more, so that a change of one package " +
				"replaces one layer. `single` puts all of them into one.",
			Example: `layers = "single"`,
			set:     func(s *Spec, f field.Field) { s.Layers = f.Str() },
		},
		{
			Name: "uv", Type: uvVersion(), Since: "0.1", Also: []string{"uv-version", "required-version"},
			Doc:     "The version of uv that installs the packages.",
			Long:    "Without it it is the version that this release of the frontend was made with. `tool.uv.required-version` must allow it.",
			Example: `uv = "0.9.16"`,
			set:     func(s *Spec, f field.Field) { s.UV = f.Str() },
		},
		{
			Name: "hermetic", Type: boolean(), Default: `false`, Since: "0.1", Status: Planned, Also: []string{"offline", "no-network", "network"},
			Doc:     "Whether the steps that install run without any network.",
			Long:    "Every artifact is then fetched by the engine, by the hash in the lock.",
			Example: `hermetic = true`,
			set:     func(s *Spec, f field.Field) { s.Hermetic = f.Bool() },
		},
		{
			Name: "ca", Type: secretID(), Default: `"ca"`, Since: "0.1", Also: []string{"ca-bundle", "ca-secret", "certificates", "ssl"},
			Doc: "The id of the build secret that holds a trust bundle.",
			Long: "If the build is given a secret of this id (`docker build --secret id=ca,src=bundle.pem .`), every step that talks to the " +
				"network trusts the certificates in it, and only those. It is not in the image.",
			Example: `ca = "company-ca"`,
			set:     func(s *Spec, f field.Field) { s.CA = f.Str() },
		},
	}
}
