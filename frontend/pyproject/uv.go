package pyproject

import (
	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree/field"
)

// UV is the [tool.uv] table, in three parts: how the project is put together,
// how its dependencies are resolved, and how they are built and installed.
type UV struct {
	// Range is the table's header; a zero range means that there is none.
	Range diag.Range
	// Package and Managed are better asked through Document.IsPackage and
	// Document.Managed, which know what unset means.
	Package Bool
	Managed Bool
	// Workspace is nil in a project that is no workspace root.
	Workspace     *Workspace
	Sources       []PackageSources
	DefaultGroups DefaultGroups
	// GroupSettings is [tool.uv.dependency-groups].
	GroupSettings []GroupSettings
	// DevDependencies is the older form of the group "dev", to which it adds.
	DevDependencies []Str
	// RequiredVersion is a specifier that the uv which is run must satisfy.
	RequiredVersion Str

	Resolution Resolution
	Build      Build
	Python     Python
	// Node is the whole table, for keys that are not read here.
	Node field.Field
}

// Workspace is [tool.uv.workspace]: globs of directories with a project each.
type Workspace struct {
	Range   diag.Range
	Members []Str
	Exclude []Str
}

// DefaultGroups is tool.uv.default-groups, the groups installed without being
// asked for. Unset means the group "dev".
type DefaultGroups struct {
	Range diag.Range
	All   bool
	Names []Str
}

// GroupSettings is one table of [tool.uv.dependency-groups].
type GroupSettings struct {
	Name           Str
	RequiresPython Str
}

// Python is how uv chooses an interpreter.
type Python struct {
	Preference    Str
	Downloads     Str
	InstallMirror Str
}

func readUV(f field.Field) UV {
	return UV{
		Range:           f.Range(),
		Package:         f.Get("package").Bool(),
		Managed:         f.Get("managed").Bool(),
		Workspace:       readWorkspace(f.Get("workspace")),
		Sources:         readSources(f.Get("sources")),
		DefaultGroups:   readDefaultGroups(f.Get("default-groups")),
		GroupSettings:   readGroupSettings(f.Get("dependency-groups")),
		DevDependencies: f.Get("dev-dependencies").Strs(),
		RequiredVersion: f.Get("required-version").Str(),
		Resolution:      readResolution(f),
		Build:           readBuild(f),
		Python: Python{
			Preference:    f.Get("python-preference").Str(),
			Downloads:     f.Get("python-downloads").Str(),
			InstallMirror: f.Get("python-install-mirror").Str(),
		},
		Node: f,
	}
}

// Present says whether the file has a [tool.uv].
func (u *UV) Present() bool { return u.Range.Known() }
