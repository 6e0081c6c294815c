package insync

import (
	"iter"
	"slices"

	"github.com/org/pyfrontend/frontend/pep/marker"
	"github.com/org/pyfrontend/frontend/pep/version"
)

// samples are the values of variables that markers can tell apart. A variable
// that no marker mentions has one value.
type samples struct {
	platforms       []platform
	machines        []string
	implementations []implementation
	releases        []string
	pythons         []version.Version
	mentioned       map[marker.Key]bool
}

// platform is a value of the three variables that go together.
type platform struct{ os, sys, system string }

// platforms are those that Python runs on, and one that nobody names.
var platforms = []platform{
	{"posix", "linux", "Linux"},
	{"posix", "darwin", "Darwin"},
	{"nt", "win32", "Windows"},
	{"posix", "cygwin", "CYGWIN_NT"},
	{"posix", "freebsd", "FreeBSD"},
	{"posix", "ios", "iOS"},
	{"posix", "android", "Android"},
	{"posix", "emscripten", "Emscripten"},
	{"java", "java", "Java"},
	{"other", "other", "other"},
}

type implementation struct{ name, python string }

var implementations = []implementation{{"cpython", "CPython"}, {"pypy", "PyPy"}, {"graalpy", "GraalVM"}, {"other", "other"}}

func newSamples() *samples {
	return &samples{
		platforms: platforms[:1], machines: []string{"x86_64"}, implementations: implementations[:1], releases: []string{""},
		mentioned: map[marker.Key]bool{},
	}
}

// add widens the samples by what a marker mentions.
func (s *samples) add(m marker.Marker) {
	for c := range m.Comparisons() {
		k, text := c.Left.Key, c.Right.Text
		if k == marker.None {
			k, text = c.Right.Key, c.Left.Text
		}
		s.mention(k)
		for _, w := range words(text) {
			switch k {
			case marker.PlatformMachine:
				s.machines = appendNew(s.machines, w)
			case marker.PlatformRelease, marker.PlatformVersion:
				s.releases = appendNew(s.releases, w)
			case marker.PythonVersion, marker.PythonFullVersion, marker.ImplementationVersion:
				s.around(w)
			}
		}
	}
}

// mention gives a variable all its usual values when it is first seen.
func (s *samples) mention(k marker.Key) {
	if s.mentioned[k] {
		return
	}
	s.mentioned[k] = true
	switch k {
	case marker.OSName, marker.SysPlatform, marker.PlatformSystem:
		s.platforms = platforms
	case marker.PlatformMachine:
		s.machines = append(s.machines, "aarch64", "arm64", "AMD64", "other")
	case marker.ImplementationName, marker.PlatformPythonImplementation:
		s.implementations = implementations
	case marker.PlatformRelease, marker.PlatformVersion:
		s.releases = append(s.releases, "other", "\x7f")
	}
}

// around adds a version of Python and its neighbours.
func (s *samples) around(text string) {
	v, err := version.Parse(text)
	if err != nil {
		if len(text) < 3 || text[len(text)-2:] != ".*" {
			return
		}
		if v, err = version.Parse(text[:len(text)-2]); err != nil {
			return
		}
	}
	major, minor, micro := v.Segment(0), v.Segment(1), v.Segment(2)
	near := []version.Version{
		version.New(major, minor, micro), version.New(major, minor, micro+1),
		version.New(major, minor, 0), version.New(major, minor, 99), version.New(major, minor+1, 0),
	}
	if micro > 0 {
		near = append(near, version.New(major, minor, micro-1))
	}
	if minor > 0 {
		near = append(near, version.New(major, minor-1, 99))
	}
	for _, v := range near {
		if !slices.ContainsFunc(s.pythons, v.Equal) {
			s.pythons = append(s.pythons, v)
		}
	}
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(slices.Clip(list), s)
}

// count bounds the number of environments.
func (s *samples) count() int {
	n := 1
	for _, factor := range []int{len(s.platforms), len(s.machines), len(s.implementations), len(s.releases), len(s.pythons) + version.LastMinor} {
		n = min(n*factor, maxSamples+1)
	}
	return n
}

// environments yields every combination with a Python that the lock is for.
func (s *samples) environments(requires version.Set) iter.Seq[*marker.Env] {
	pythons := s.pythons
	for minor := uint64(version.FirstMinor); minor <= version.LastMinor; minor++ {
		pythons = append(slices.Clip(pythons), version.New(3, minor, 0))
	}
	pythons = slices.DeleteFunc(pythons, func(v version.Version) bool { return !requires.ContainsRelease(v) })
	return func(yield func(*marker.Env) bool) {
		for _, v := range pythons {
			for _, p := range s.platforms {
				for _, machine := range s.machines {
					for _, i := range s.implementations {
						for _, release := range s.releases {
							if env := environment(v, p, machine, i, release); env != nil && !yield(env) {
								return
							}
						}
					}
				}
			}
		}
	}
}

func environment(v version.Version, p platform, machine string, i implementation, release string) *marker.Env {
	env, err := marker.NewEnv(marker.Values{
		OSName: p.os, SysPlatform: p.sys, PlatformSystem: p.system, PlatformMachine: machine,
		PlatformRelease: release, PlatformVersion: release,
		ImplementationName: i.name, PlatformPythonImplementation: i.python,
		PythonFullVersion: v.String(), ImplementationVersion: v.String(),
	})
	if err != nil {
		return nil
	}
	return env
}
