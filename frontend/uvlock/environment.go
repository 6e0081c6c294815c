package uvlock

import "github.com/org/pyfrontend/frontend/pep/marker"

// Environment is what a lock is resolved for.
type Environment struct {
	// Name is how messages call it: "linux/arm64 (musl 1.2)".
	Name string
	// Markers are the values of the environment's marker variables.
	Markers *marker.Env
	// Tags say which wheels it takes.
	Tags Tags
}

// Tags ranks wheels by their tags.
type Tags interface {
	// Rank returns how good a wheel is for the environment, a greater number
	// for a better one, and false if it does not fit.
	Rank(filename string) (rank int, ok bool)
}
