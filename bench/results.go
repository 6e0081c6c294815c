package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
)

// What is measured of every case.
const (
	rowCold      = "cold build"
	rowSame      = "nothing changed"
	rowSource    = "one source file edited"
	rowVersion   = "version bumped"
	rowAdded     = "one small dependency added"
	rowPlatforms = "amd64 + arm64, cold"
)

var rows = []string{rowCold, rowSame, rowSource, rowVersion, rowAdded, rowPlatforms}

// limits are the ratios that must not be exceeded, in time and in bytes pushed;
// 0 is none. The key "" is for every other case.
var limits = map[string]map[string][2]float64{
	rowCold:      {"article": {1.0, 0}, "web": {0.7, 0}, "data": {0.6, 0}},
	rowSame:      {"": {1.0, 0}},
	rowSource:    {"web": {0.3, 0}, "data": {0.3, 0}}, // the projects that are packages
	rowVersion:   {"": {0.2, 0}},
	rowAdded:     {"data": {0.06, 0.05}},
	rowPlatforms: {"": {0.2, 0}},
}

const (
	bytesLimit   = 1.0
	startupLimit = 1.05
)

// results are all figures of a run.
type results struct {
	Rounds  int    `json:"rounds"`
	Machine string `json:"machine"`
	// Builds are by case, row and side.
	Builds map[string]map[string]map[string][]*built `json:"builds"`
	// Images are by case and side.
	Images   map[string]map[string]*image `json:"images"`
	Planning []planned                    `json:"planning,omitempty"`
}

func (r *results) add(c *benchCase, s *side, row string, b *built) {
	if r.Builds[c.name] == nil {
		r.Builds[c.name] = map[string]map[string][]*built{}
	}
	if r.Builds[c.name][row] == nil {
		r.Builds[c.name][row] = map[string][]*built{}
	}
	r.Builds[c.name][row][s.name] = append(r.Builds[c.name][row][s.name], b)
	say("  %s: %.2f s, %.1f MB pushed", row, b.Seconds, float64(b.Pushed)/1e6)
}

func (r *results) write(file string) error {
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(data, '\n'), 0o644)
}

// machine describes where the figures come from.
func machine() string {
	load, _ := os.ReadFile("/proc/loadavg")
	before, _, _ := strings.Cut(string(load), " ")
	return fmt.Sprintf("%s, %d cores, load %s at the start", runtime.GOARCH, runtime.NumCPU(), before)
}

// median is the middle of the values, of two the mean.
func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	v := slices.Sorted(slices.Values(values))
	return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
}

// of takes one figure of several builds.
func of(builds []*built, figure func(*built) float64) []float64 {
	var out []float64
	for _, b := range builds {
		out = append(out, figure(b))
	}
	return out
}

func seconds(b *built) float64   { return b.Seconds }
func megabytes(b *built) float64 { return float64(b.Pushed) / 1e6 }
func overhead(b *built) float64  { return b.Overhead }
