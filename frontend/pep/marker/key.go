package marker

// Key is a variable of a marker.
type Key uint8

// The variables of PEP 508 and, from Extras on, PEP 751. None is a constant.
const (
	None Key = iota
	OSName
	SysPlatform
	PlatformMachine
	PlatformSystem
	PlatformRelease
	PlatformVersion
	ImplementationName
	PlatformPythonImplementation
	PythonVersion
	PythonFullVersion
	ImplementationVersion
	Extra
	Extras
	DependencyGroups
)

var keyNames = [...]string{
	OSName:                       "os_name",
	SysPlatform:                  "sys_platform",
	PlatformMachine:              "platform_machine",
	PlatformSystem:               "platform_system",
	PlatformRelease:              "platform_release",
	PlatformVersion:              "platform_version",
	ImplementationName:           "implementation_name",
	PlatformPythonImplementation: "platform_python_implementation",
	PythonVersion:                "python_version",
	PythonFullVersion:            "python_full_version",
	ImplementationVersion:        "implementation_version",
	Extra:                        "extra",
	Extras:                       "extras",
	DependencyGroups:             "dependency_groups",
}

// String returns the name of the variable.
func (k Key) String() string { return keyNames[k] }

// keyOf returns the variable of a name, None if there is none. The dotted names
// are PEP 345's; python_implementation was never in a PEP but is in use.
func keyOf(s string) Key {
	for k, n := range keyNames {
		if n == s && n != "" {
			return Key(k)
		}
	}
	switch s {
	case "os.name":
		return OSName
	case "sys.platform":
		return SysPlatform
	case "platform.version":
		return PlatformVersion
	case "platform.machine":
		return PlatformMachine
	case "platform.python_implementation", "python_implementation":
		return PlatformPythonImplementation
	default:
		return None
	}
}

func (k Key) isString() bool { return OSName <= k && k <= PlatformPythonImplementation }

func (k Key) isVersion() bool { return PythonVersion <= k && k <= ImplementationVersion }

func (k Key) isList() bool { return k == Extras || k == DependencyGroups }
