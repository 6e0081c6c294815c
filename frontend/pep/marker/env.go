package marker

import (
	"strconv"

	"github.com/org/pyfrontend/frontend/pep/version"
)

// Values are the variables of an environment as texts (PEP 508, "Environment
// Markers"). python_version is not among them: it is the first two numbers of
// PythonFullVersion.
type Values struct {
	OSName                       string
	SysPlatform                  string
	PlatformMachine              string
	PlatformSystem               string
	PlatformRelease              string
	PlatformVersion              string
	ImplementationName           string
	PlatformPythonImplementation string
	PythonFullVersion            string
	ImplementationVersion        string
}

// Env is an environment that markers are evaluated in, made by NewEnv or Linux.
type Env struct {
	values Values
	// versions are python_version, python_full_version and implementation_version.
	versions [3]version.Version
}

// NewEnv returns the environment of the given values. It is an error if the
// versions of Python or of its implementation are no versions.
func NewEnv(values Values) (*Env, error) {
	full, err := version.Parse(values.PythonFullVersion)
	if err != nil {
		return nil, err
	}
	implementation, err := version.Parse(values.ImplementationVersion)
	if err != nil {
		return nil, err
	}
	return newEnv(values, full, implementation), nil
}

// newEnv drops everything but the release of Python's version, as uv does before
// it evaluates anything (uv-pypi-types, ResolverMarkerEnvironment).
func newEnv(values Values, full, implementation version.Version) *Env {
	full = full.OnlyRelease()
	return &Env{
		values:   values,
		versions: [...]version.Version{version.New(full.Segment(0), full.Segment(1)), full, implementation},
	}
}

// Linux returns the environment of CPython on Linux for a machine as "uname -m"
// names it (x86_64, aarch64, armv7l), as "uv --python-platform" has it:
// platform_release and platform_version, which only a running kernel could tell,
// are empty (uv-configuration, target_triple.rs).
func Linux(machine string, python version.Version) *Env {
	text := python.String()
	if len(python.Release()) == 2 {
		text = strconv.FormatUint(python.Segment(0), 10) + "." + strconv.FormatUint(python.Segment(1), 10) + ".0"
	}
	return newEnv(Values{
		OSName:                       "posix",
		SysPlatform:                  "linux",
		PlatformMachine:              machine,
		PlatformSystem:               "Linux",
		ImplementationName:           "cpython",
		PlatformPythonImplementation: "CPython",
		PythonFullVersion:            text,
		ImplementationVersion:        text,
	}, python, python)
}

// Values returns the variables as texts.
func (e *Env) Values() Values { return e.values }

// string returns the value of a string variable.
func (e *Env) string(k Key) string {
	switch k {
	case OSName:
		return e.values.OSName
	case SysPlatform:
		return e.values.SysPlatform
	case PlatformMachine:
		return e.values.PlatformMachine
	case PlatformSystem:
		return e.values.PlatformSystem
	case PlatformRelease:
		return e.values.PlatformRelease
	case PlatformVersion:
		return e.values.PlatformVersion
	case ImplementationName:
		return e.values.ImplementationName
	default:
		return e.values.PlatformPythonImplementation
	}
}

// version returns the value of a version variable.
func (e *Env) version(k Key) *version.Version { return &e.versions[k-PythonVersion] }

// Names is a set of normalised names.
type Names map[string]bool

// Active is what is chosen beside the environment. The zero Active chooses nothing.
type Active struct {
	// Extra are the names for which extra == "name" holds: the extras of the
	// package whose metadata the marker stands in, or for a uv.lock with conflicts
	// the items that ConflictExtra, ConflictGroup and ConflictProject return.
	Extra Names
	// Extras and Groups are the choice of one who installs from a pylock.toml:
	// "name" in extras, "name" in dependency_groups (PEP 751).
	Extras, Groups Names
}

// ConflictExtra is the item by which a uv.lock says in its markers that an extra
// of a package is chosen. The names must be normalised. The length keeps the two
// names apart, which may have dashes themselves.
func ConflictExtra(pkg, extra string) string {
	return "extra-" + strconv.Itoa(len(pkg)) + "-" + pkg + "-" + extra
}

// ConflictGroup is the item for a dependency group, see ConflictExtra.
func ConflictGroup(pkg, group string) string {
	return "group-" + strconv.Itoa(len(pkg)) + "-" + pkg + "-" + group
}

// ConflictProject is the item for a package as a whole, see ConflictExtra.
func ConflictProject(pkg string) string {
	return "project-" + strconv.Itoa(len(pkg)) + "-" + pkg
}
