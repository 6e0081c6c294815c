package plan

// Runner is what is written beside the environment. Everything is a file
// operation, so that it works on images without a shell and for platforms that
// this machine cannot run.
type Runner struct {
	User User `json:"user"`
	// Dirs are directories to make, parents first.
	Dirs []Dir `json:"dirs"`
	// Files replace files of the base: /etc/passwd, /etc/group.
	Files []File `json:"files,omitempty"`
}

// User is who the container runs as.
type User struct {
	Name string `json:"name"`
	UID  int    `json:"uid"`
	GID  int    `json:"gid"`
	Home string `json:"home"`
	Why  string `json:"why"`
}

// Dir is a directory of the runner.
type Dir struct {
	Path string `json:"path"`
	UID  int    `json:"uid"`
	GID  int    `json:"gid"`
	// Mode is as chmod(2) takes it, 0 for 0755. Directories of the base keep
	// theirs.
	Mode uint32 `json:"mode,omitempty"`
}

// Config is the part of the image config that the project decides; the rest
// comes from the base.
type Config struct {
	Entrypoint  Command           `json:"entrypoint"`
	Cmd         []string          `json:"cmd,omitempty"`
	Workdir     string            `json:"workdir"`
	User        string            `json:"user"`
	Env         []KV              `json:"env"`
	Labels      map[string]string `json:"labels,omitempty"`
	Expose      []string          `json:"expose,omitempty"`
	Volumes     []string          `json:"volumes,omitempty"`
	StopSignal  string            `json:"stopSignal,omitempty"`
	Healthcheck *Healthcheck      `json:"healthcheck,omitempty"`
}

// Command is an argv and the reason it was chosen.
type Command struct {
	Argv []string `json:"argv"`
	Why  string   `json:"why"`
	// Unproven is a command of which only the built image can tell whether it
	// is there; Line is where it was written.
	Unproven string `json:"-"`
	Line     Line   `json:"-"`
}

// KV is one environment variable; the order is the file's.
type KV struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Healthcheck is Docker's HEALTHCHECK; durations are in nanoseconds.
type Healthcheck struct {
	Test          []string `json:"test"`
	Interval      int64    `json:"interval,omitempty"`
	Timeout       int64    `json:"timeout,omitempty"`
	StartPeriod   int64    `json:"startPeriod,omitempty"`
	StartInterval int64    `json:"startInterval,omitempty"`
	Retries       int      `json:"retries,omitempty"`
}
