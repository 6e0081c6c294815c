package uvlock

import (
	"fmt"

	"github.com/org/pyfrontend/frontend/pep/marker"
	"github.com/org/pyfrontend/frontend/pep/tag"
	"github.com/org/pyfrontend/frontend/pep/version"
)

// Environment is what a lock is resolved for.
type Environment struct {
	// Name is how messages call it: "linux/arm64 (musl 1.2), Python 3.13".
	Name string
	// Markers are the values of the environment's marker variables.
	Markers *marker.Env
	// Tags say which wheels it takes.
	Tags *tag.Tags
}

// Linux returns the environment of CPython on Linux, for a machine as "uname -m"
// names it. It is an error if no tags are known for the machine or the version.
func Linux(machine string, libc tag.Libc, python version.Version) (*Environment, error) {
	tags, err := tag.For(tag.Target{Minor: int(python.Segment(1)), Arch: machine, Libc: libc})
	if err != nil {
		return nil, err
	}
	return &Environment{
		Name:    fmt.Sprintf("linux %s (%s), Python %d.%d", machine, libc, python.Segment(0), python.Segment(1)),
		Markers: marker.Linux(machine, python),
		Tags:    tags,
	}, nil
}

// Python returns the release of the environment's interpreter.
func (e *Environment) Python() version.Version {
	v, err := version.Parse(e.Markers.Values().PythonFullVersion)
	if err != nil {
		return version.Version{}
	}
	return v.OnlyRelease()
}
