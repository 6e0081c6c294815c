package plan

// Group is one install step: a few distributions that are installed together
// into the environment and become one layer.
type Group struct {
	// Name is short and readable: "numpy 2.5.5" or "pure Python 3/8".
	Name string `json:"name"`
	// Method is how the step installs.
	Method Method `json:"method"`
	// Platform is where the step runs.
	Platform string `json:"platform"`
	// Target is uv's --python-platform, empty when the step runs on the
	// platform that it installs for.
	Target string `json:"target,omitempty"`
	// Anywhere says that the step is the same for the images of all platforms.
	Anywhere bool `json:"anywhere,omitempty"`
	// Compiles says that the step runs in the image's Compiler.
	Compiles bool `json:"compiles,omitempty"`
	// Why says why the step does not run on the build platform, or compiles.
	Why string `json:"why,omitempty"`
	// Packages are what the step leaves in the environment, sorted by name.
	Packages []Package `json:"packages"`
	// Files are the inputs of the step, by name. Nothing else is in its cache
	// key, so that only a change of these pins runs it again.
	Files []File `json:"-"`
	// Args are further arguments of uv.
	Args []string `json:"-"`
	// Line is the place that the group was caused by.
	Line Line `json:"-"`
}

// Method is how a group is installed.
type Method string

const (
	// Pins installs exact artifacts from a pylock.toml (PEP 751) of the
	// group's own.
	Pins Method = "pins"
	// Sync lets uv read the project's uv.lock.
	Sync Method = "sync"
	// Requirements installs a requirements.txt.
	Requirements Method = "requirements"
)

// Package is one locked distribution.
type Package struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	// Artifact is the file name of the wheel or sdist, or the source's URL.
	Artifact string `json:"artifact"`
	// Hash is "algorithm:hex", empty if the lock has none.
	Hash string `json:"hash,omitempty"`
	// Size is in bytes, 0 if the lock does not say.
	Size int64 `json:"size,omitempty"`
	Line Line  `json:"-"`
}

// File is a small file written by the frontend.
type File struct {
	// Path is relative to the step's directory, or absolute in the runner.
	Path string `json:"path"`
	Data []byte `json:"-"`
}
