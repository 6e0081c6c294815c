package pyproject

import (
	"github.com/org/pyfrontend/frontend/tomltree"
	"github.com/org/pyfrontend/frontend/tomltree/field"
)

// Build is how distributions are built and installed.
type Build struct {
	NoBuild                 Bool
	NoBuildPackage          []Str
	NoBinary                Bool
	NoBinaryPackage         []Str
	NoBuildIsolation        Bool
	NoBuildIsolationPackage []Str
	NoSources               Bool
	// ExtraDependencies is extra-build-dependencies by distribution.
	ExtraDependencies []ExtraBuild
	// ExtraVariables, Settings and PackageSettings are tables that only uv reads;
	// one that is there means that uv has to do the build itself.
	ExtraVariables  field.Field
	Settings        field.Field
	PackageSettings field.Field
	CacheKeys       []CacheKey
	TorchBackend    Str
}

// ExtraBuild is what is added to the build requirements of one distribution.
type ExtraBuild struct {
	Name         Str
	Requirements []ExtraRequirement
}

// ExtraRequirement is a PEP 508 requirement; MatchRuntime says that its version
// must be the one that the environment gets.
type ExtraRequirement struct {
	Requirement  Str
	MatchRuntime Bool
}

// CacheKey is one of cache-keys: what must change for uv to build the project
// anew. One of the fields is set, or Git.
type CacheKey struct {
	File, Dir, Env Str
	// Git says that the commit or the tags are a key.
	Git bool
}

func readBuild(f field.Field) Build {
	b := Build{
		NoBuild:                 f.Get("no-build").Bool(),
		NoBuildPackage:          f.Get("no-build-package").Strs(),
		NoBinary:                f.Get("no-binary").Bool(),
		NoBinaryPackage:         f.Get("no-binary-package").Strs(),
		NoBuildIsolation:        f.Get("no-build-isolation").Bool(),
		NoBuildIsolationPackage: f.Get("no-build-isolation-package").Strs(),
		NoSources:               f.Get("no-sources").Bool(),
		ExtraDependencies:       readExtraBuilds(f.Get("extra-build-dependencies")),
		ExtraVariables:          f.Get("extra-build-variables"),
		Settings:                f.Get("config-settings"),
		PackageSettings:         f.Get("config-settings-package"),
		CacheKeys:               readCacheKeys(f.Get("cache-keys")),
		TorchBackend:            f.Get("torch-backend").Str(),
	}
	for _, table := range []field.Field{b.ExtraVariables, b.Settings, b.PackageSettings} {
		table.Expect(tomltree.Table)
	}
	return b
}

func readExtraBuilds(f field.Field) []ExtraBuild {
	if !f.Expect(tomltree.Table) {
		return nil
	}
	var out []ExtraBuild
	for entry := range f.All() {
		if !entry.Expect(tomltree.Array) {
			continue
		}
		e := ExtraBuild{Name: entry.Key()}
		for item := range entry.All() {
			switch {
			case !item.Expect(tomltree.String, tomltree.Table):
			case item.Node.Kind() == tomltree.String:
				e.Requirements = append(e.Requirements, ExtraRequirement{Requirement: item.Str()})
			default:
				e.Requirements = append(e.Requirements, ExtraRequirement{item.Get("requirement").Str(), item.Get("match-runtime").Bool()})
			}
		}
		out = append(out, e)
	}
	return out
}

func readCacheKeys(f field.Field) []CacheKey {
	if !f.Expect(tomltree.Array) {
		return nil
	}
	var out []CacheKey
	for item := range f.All() {
		switch {
		case !item.Expect(tomltree.String, tomltree.Table):
		case item.Node.Kind() == tomltree.String:
			out = append(out, CacheKey{File: item.Str()})
		default:
			out = append(out, CacheKey{
				File: item.Get("file").Str(), Dir: item.Get("dir").Str(), Env: item.Get("env").Str(),
				Git: item.Get("git").Present(),
			})
		}
	}
	return out
}
