package spec

import (
	"time"

	"github.com/org/pyfrontend/frontend/diag"
)

// Str is a string and where it stands.
type Str = diag.Value[string]

// List is an array of strings: each with its place, and the place of the array.
// A List that is not Set was not written.
type List = diag.Value[[]Str]

// Spec is what the sources of a build say together. Keys that nobody wrote have
// their default, with a Range that is not Known.
type Spec struct {
	// Python is a minor version ("3.13") or a full one ("3.13.2"); "" means that
	// it is chosen from .python-version, requires-python and the lock.
	Python Str
	// Base is "slim", "alpine", "full", "distroless" or an image reference.
	Base Str
	// Package is the workspace member to build, "" for the project itself.
	Package Str
	Groups  List
	Extras  List
	// Entrypoint and Cmd are argument vectors; unset Entrypoint means that the
	// start command is found from the project.
	Entrypoint List
	Cmd        List
	User       User
	Workdir    Str
	Env        []Pair
	Labels     []Pair
	Expose     []Port
	// Healthcheck is nil if there is none.
	Healthcheck *Healthcheck
	StopSignal  Str
	// Volumes and Writable are directories: absolute, or relative to Workdir.
	Volumes []Str
	// Writable directories belong to the user; all else is read-only to it.
	Writable []Str
	// Include and Exclude are patterns in the form of a .dockerignore.
	Include        []Str
	Exclude        []Str
	SystemPackages SystemPackages
	Bytecode       diag.Value[bool]
	// Layers is "auto" or "single".
	Layers Str
	// UV is the version of uv, "" for the one that this release was made with.
	UV Str
	// Requirements is a requirements file that stands in for the project.
	Requirements Str
	Hermetic     diag.Value[bool]
	// CA is the id of the build secret that holds a trust bundle.
	CA      Str
	Targets []Target
}

// User is the user that the image runs as. UID and GID are unset when they are
// left to the planner.
type User struct {
	Name     Str
	UID, GID diag.Value[int64]
	Range    diag.Range
}

// Root says whether the image runs as root.
func (u User) Root() bool { return u.Name.V == "root" }

// Pair is an environment variable or a label.
type Pair struct{ Name, Value Str }

// Port is one of expose. Protocol is "tcp" or "udp".
type Port struct {
	Number   int
	Protocol string
	Range    diag.Range
}

// Healthcheck is how an engine finds out whether a container works. Values that
// are not set are the engine's own.
type Healthcheck struct {
	Test                                          List
	Interval, Timeout, StartPeriod, StartInterval diag.Value[time.Duration]
	Retries                                       diag.Value[int64]
	Range                                         diag.Range
}

// SystemPackages are names for the package manager of the base: Build for what
// compiles distributions, Run for what they need in the image.
type SystemPackages struct{ Build, Run []Str }

// Target is another image, or a command, of the same project.
type Target struct {
	Name       Str
	Groups     List
	Extras     List
	Run        List
	Entrypoint List
	Cmd        List
	Env        []Pair
}

// Texts returns the strings of a list.
func Texts(l []Str) []string {
	out := make([]string, len(l))
	for i, s := range l {
		out[i] = s.V
	}
	return out
}

func defaults() *Spec {
	return &Spec{
		Base:     Str{V: "slim"},
		User:     User{Name: Str{V: "app"}},
		Workdir:  Str{V: "/app"},
		Bytecode: diag.Value[bool]{V: true},
		Layers:   Str{V: "auto"},
		CA:       Str{V: "ca"},
	}
}
