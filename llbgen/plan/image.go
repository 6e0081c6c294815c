package plan

// Image is the image of one platform.
type Image struct {
	// Platform is in OCI form, "linux/arm64".
	Platform string `json:"platform"`
	// Base is the image everything is put on top of.
	Base Base `json:"base"`
	// Builder is the image whose interpreter runs the install steps.
	Builder Base `json:"builder"`
	// Compiler is the image, with a compiler, that steps run in that build
	// from source; nil if none does, or if there is no such image.
	Compiler *Base `json:"compiler,omitempty"`
	// UV is the image that holds the uv binary.
	UV Tool `json:"uv"`
	// Venv is the virtual environment, the same path in builder and runner.
	Venv Venv `json:"venv"`
	// Groups are the install steps of the dependencies; they are independent
	// of one another and run in parallel.
	Groups []Group `json:"groups"`
	// Source is how the project itself gets into the image.
	Source Source `json:"source"`
	// Runner is what is written beside the environment: user, directories.
	Runner Runner `json:"runner"`
	// Config is the part of the image config that is ours.
	Config Config `json:"config"`
}

// Base is an image with a Python in it.
type Base struct {
	// Name is what was asked for, "python:3.13-slim".
	Name Choice `json:"name"`
	// Ref is the pinned reference; empty in a plan made offline.
	Ref string `json:"ref,omitempty"`
	// Platform is the platform that the image is used for.
	Platform string `json:"platform"`
	// Python is the absolute path of the interpreter.
	Python string `json:"python"`
	// Version is the interpreter's version as far as it is known, "3.13.5".
	Version string `json:"version"`
	// Libc is "glibc 2.41" or "musl 1.2".
	Libc string `json:"libc"`
}

// Tool is an image that a binary is mounted from.
type Tool struct {
	Name Choice `json:"name"`
	Ref  string `json:"ref,omitempty"`
	// Platform is the platform that the binary runs on.
	Platform string `json:"platform"`
}

// Venv is the skeleton of the virtual environment.
type Venv struct {
	// Path is absolute, "/app/.venv".
	Path string `json:"path"`
	// Bytecode says whether .pyc files are written beside the sources.
	Bytecode bool `json:"bytecode"`
}

// Source is how the project's own code gets into the image.
type Source struct {
	// Kind is SourceWheel, SourceCopy or SourceNone.
	Kind SourceKind `json:"kind"`
	// Why explains Kind and Platform.
	Why string `json:"why"`
	// Exclude are .dockerignore patterns that keep files of the context out.
	Exclude []string `json:"exclude,omitempty"`
	// Dir is the directory of the context that is copied, "." for all of it.
	Dir string `json:"dir,omitempty"`
	// Include are patterns of files that are copied beside a wheel.
	Include []string `json:"include,omitempty"`
	// Dest is the directory that copied code goes to.
	Dest string `json:"dest,omitempty"`
	// Wheels are the local projects to build, the main one last.
	Wheels []LocalWheel `json:"wheels,omitempty"`
	Line   Line         `json:"-"`
}

// SourceKind says how the project's own code gets into the image.
type SourceKind string

const (
	// SourceWheel builds a wheel of the project and installs it.
	SourceWheel SourceKind = "wheel"
	// SourceCopy copies the files of a project that is not a package.
	SourceCopy SourceKind = "copy"
	// SourceNone has no code of its own.
	SourceNone SourceKind = "none"
)

// LocalWheel is one local project that is built to a wheel.
type LocalWheel struct {
	// Name is the distribution's name.
	Name string `json:"name"`
	// Dir is its directory in the context, "." for the root.
	Dir string `json:"dir"`
	// Platform is where the wheel is built, Compiles whether it needs the
	// Compiler, and Why says so.
	Platform string `json:"platform"`
	Compiles bool   `json:"compiles,omitempty"`
	Why      string `json:"why,omitempty"`
	// Without are directories inside of Dir that belong to other projects.
	Without []string `json:"without,omitempty"`
	// Target is uv's --python-platform for a foreign platform.
	Target string `json:"target,omitempty"`
	Line   Line   `json:"-"`
}

// Line is the place in a file that an operation was caused by; the generator
// hands it to BuildKit, which prints it when the operation fails.
type Line struct {
	// File is the name of the file in the context, "" for none.
	File string
	// Start and End are lines, from 1, both inclusive.
	Start, End int
}
