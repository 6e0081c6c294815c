package marker_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/org/pyfrontend/frontend/pep/internal/oracle"
	"github.com/org/pyfrontend/frontend/pep/marker"
	"github.com/org/pyfrontend/frontend/pep/version"
)

type oracleCases struct {
	Markers      []string            `json:"markers"`
	Environments []map[string]string `json:"environments"`
	Requirements []string            `json:"requirements"`
	PyLock       []string            `json:"pylock"`
	Extras       []string            `json:"extras"`
	Groups       []string            `json:"groups"`
}

type oracleAnswers struct {
	Markers []*struct {
		Text   string  `json:"text"`
		Values []*bool `json:"values"`
	} `json:"markers"`
	Requirements []*struct {
		Name       string   `json:"name"`
		Extras     []string `json:"extras"`
		Specifiers string   `json:"specifiers"`
		URL        string   `json:"url"`
		Marker     string   `json:"marker"`
	} `json:"requirements"`
	PyLock []bool `json:"pylock"`
}

// environment pairs an environment with what is active in it.
type environment struct {
	env   *marker.Env
	extra string
}

func environments() []environment {
	var envs []environment
	for _, python := range []string{"3.8.20", "3.9.0", "3.10.14", "3.12.1", "3.13.0", "3.13.2", "3.14.0"} {
		v := version.MustParse(python)
		envs = append(envs, environment{marker.Linux("x86_64", v), ""}, environment{marker.Linux("aarch64", v), "test"}, environment{windows(python), "a-b"})
	}
	return envs
}

func windows(python string) *marker.Env {
	env, err := marker.NewEnv(marker.Values{
		OSName: "nt", SysPlatform: "win32", PlatformMachine: "AMD64", PlatformSystem: "Windows", PlatformRelease: "10", PlatformVersion: "10.0.19041",
		ImplementationName: "pypy", PlatformPythonImplementation: "PyPy", PythonFullVersion: python, ImplementationVersion: "7.3.17",
	})
	if err != nil {
		panic(err)
	}
	return env
}

// dictionary is the environment as Python wants it.
func (e environment) dictionary() map[string]string {
	v := e.env.Values()
	full := version.MustParse(v.PythonFullVersion)
	return map[string]string{
		"os_name": v.OSName, "sys_platform": v.SysPlatform, "platform_machine": v.PlatformMachine, "platform_system": v.PlatformSystem,
		"platform_release": v.PlatformRelease, "platform_version": v.PlatformVersion, "implementation_name": v.ImplementationName,
		"platform_python_implementation": v.PlatformPythonImplementation, "implementation_version": v.ImplementationVersion,
		"python_full_version": v.PythonFullVersion, "python_version": fmt.Sprintf("%d.%d", full.Segment(0), full.Segment(1)), "extra": e.extra,
	}
}

func makeCases() oracleCases {
	g := newGenerator(1)
	c := oracleCases{Extras: []string{"test", "a-b"}, Groups: []string{"dev"}}
	for _, e := range environments() {
		c.Environments = append(c.Environments, e.dictionary())
	}
	for range 3000 {
		m := g.marker(3)
		c.Markers = append(c.Markers, m, g.broken(m))
		r := g.requirement()
		c.Requirements = append(c.Requirements, r, g.broken(r))
	}
	for range 500 {
		c.PyLock = append(c.PyLock, g.join(2, func() string {
			return g.quote(g.pick("test", "Dev", "a_b", "x")) + g.pick(" in ", " not in ") + g.pick("extras", "dependency_groups")
		}))
	}
	return c
}

// TestAgainstPackaging compares with Python's "packaging" wherever uv means the
// same; what it does not is in TestWhereUVDiffers.
func TestAgainstPackaging(t *testing.T) {
	cases := makeCases()
	var want oracleAnswers
	oracle.Packaging(t, "testdata/oracle.py", cases, &want)

	t.Run("markers", func(t *testing.T) { checkMarkers(t, cases, want) })
	t.Run("requirements", func(t *testing.T) { checkRequirements(t, cases, want) })
	t.Run("pylock", func(t *testing.T) {
		active := marker.Active{Extras: names(cases.Extras), Groups: names(cases.Groups)}
		for i, text := range cases.PyLock {
			if got := marker.MustParse(text).Eval(environments()[0].env, active); got != want.PyLock[i] {
				t.Errorf("%s is %v", text, got)
			}
		}
	})
}

func names(list []string) marker.Names {
	set := marker.Names{}
	for _, n := range list {
		set[n] = true
	}
	return set
}

func checkMarkers(t *testing.T, cases oracleCases, want oracleAnswers) {
	envs := environments()
	valid := 0
	for i, text := range cases.Markers {
		m, err := marker.Parse(text)
		w := want.Markers[i]
		if i%2 == 1 && strings.Contains(text, "===") {
			continue // uv has no such operator in markers
		}
		if (err == nil) != (w != nil) {
			t.Errorf("Parse(%q): %v; packaging accepts it: %v", text, err, w != nil)
			continue
		}
		if err != nil {
			continue
		}
		valid++
		if !sameText(m, w.Text) {
			t.Errorf("%q is written\n\t%s, want\n\t%s", text, m, w.Text)
		}
		if i%2 == 1 {
			continue // broken ones may have lost their common meaning
		}
		for j, e := range envs {
			if got := m.Eval(e.env, marker.Active{Extra: marker.Names{e.extra: e.extra != ""}}); w.Values[j] == nil || got != *w.Values[j] {
				t.Errorf("%q is %v in %v", text, got, e.dictionary())
			}
		}
	}
	if valid == len(cases.Markers) || valid < len(cases.Markers)/2 {
		t.Errorf("%d of %d markers are valid: the cases test little", valid, len(cases.Markers))
	}
}

// uvDiffers matches broken requirements of which uv and "packaging" think
// differently: uv lets a URL have spaces and end in ";", has no "===" in markers,
// and does not let a name end in "_" (nor does PEP 508).
var uvDiffers = regexp.MustCompile(`@|===|^\s*\w+_(\W|$)|_\s*[\],]`)

func checkRequirements(t *testing.T, cases oracleCases, want oracleAnswers) {
	for i, text := range cases.Requirements {
		r, err := marker.ParseRequirement(text)
		w := want.Requirements[i]
		if i%2 == 1 && uvDiffers.MatchString(text) {
			continue
		}
		if (err == nil) != (w != nil) {
			t.Errorf("ParseRequirement(%q): %v; packaging accepts it: %v", text, err, w != nil)
			continue
		}
		if err != nil {
			continue
		}
		extras := slices.Sorted(slices.Values(r.Extras))
		specifiers := version.MustParseSet(w.Specifiers)
		if r.Name != w.Name || !cmp.Equal(slices.Compact(extras), slices.Compact(slices.Clip(append([]string(nil), w.Extras...)))) ||
			!r.Specifiers.Equal(specifiers) || r.URL != w.URL || !sameText(r.Marker, w.Marker) {
			t.Errorf("ParseRequirement(%q) = %s, want %+v", text, r, *w)
		}
	}
}

// sameText compares with what "packaging" writes, which keeps parentheses that
// precedence makes needless.
func sameText(m marker.Marker, text string) bool {
	if text == "" {
		return m.String() == ""
	}
	return m.String() == marker.MustParse(text).String()
}
