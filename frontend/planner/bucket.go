package planner

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"strings"

	"github.com/org/pyfrontend/frontend/uvlock"
)

// The size in bytes from which a distribution has a layer of its own, and the
// number of buckets that the others share. Measured on 107 packages: smaller
// thresholds cost more in steps than they save in layers.
const (
	largeWheel = 2 << 20
	buckets    = 8
	// maxSingles bounds the layers of single distributions: an image may have 127 layers
	// (overlayfs), and base, buckets, project and runner need theirs.
	maxSingles = 64
)

// bucket is a group of distributions that are installed together.
type bucket struct {
	name string
	// anywhere says that all are pure Python, so that the group is the same
	// for every platform.
	anywhere  bool
	installed []uvlock.Installed
}

// divide splits distributions into groups such that a change touches few: each
// large one and what is built from source alone, the rest by a hash of the
// name, pure Python apart from what depends on the platform.
func divide(installed []uvlock.Installed) []bucket {
	single := singles(installed)
	var alone []bucket
	shared := map[string]*bucket{}
	for _, in := range installed {
		pure := anywhere(&in)
		if single[in.Package] {
			alone = append(alone, bucket{name: label(&in), anywhere: pure, installed: []uvlock.Installed{in}})
			continue
		}
		key := bucketName(&in, pure)
		if shared[key] == nil {
			shared[key] = &bucket{name: key, anywhere: pure}
		}
		shared[key].installed = append(shared[key].installed, in)
	}
	return append(alone, sorted(shared)...)
}

// sorted returns the shared buckets by name; one with a single distribution is
// named after it.
func sorted(shared map[string]*bucket) []bucket {
	var keys []string
	for k := range shared {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	var out []bucket
	for _, k := range keys {
		b := *shared[k]
		b.name = names(b.installed)
		out = append(out, b)
	}
	return out
}

// names is the line of a group in the progress output.
func names(installed []uvlock.Installed) string {
	var all []string
	for i := range installed {
		all = append(all, label(&installed[i]))
	}
	if len(all) > 4 {
		return strings.Join(all[:3], ", ") + fmt.Sprintf(" and %d more", len(all)-3)
	}
	return strings.Join(all, ", ")
}

func label(in *uvlock.Installed) string {
	return strings.TrimSpace(in.Package.Name + " " + in.Package.Version)
}

// bucketName is a stable function of the name alone: neither the other packages
// nor their versions move a distribution to another bucket.
func bucketName(in *uvlock.Installed, pure bool) string {
	h := fnv.New32a()
	h.Write([]byte(in.Package.Name))
	kind := "platform"
	switch {
	case pure:
		kind = "pure"
	case in.Built():
		kind = "built"
	}
	return fmt.Sprintf("%s %d", kind, h.Sum32()%buckets)
}

// anywhere says whether a distribution installs the same files on every
// platform: a wheel tagged none-any.
func anywhere(in *uvlock.Installed) bool {
	return in.Method == uvlock.FromWheel && in.Artifact != nil && strings.HasSuffix(in.Artifact.Filename, "-none-any.whl")
}

// singles picks the distributions that get a layer of their own: what is built
// from source, so that only that step needs a compiler, then the largest. Some
// indexes give no sizes; there, what depends on the platform counts as large.
func singles(installed []uvlock.Installed) map[*uvlock.Package]bool {
	var chosen []uvlock.Installed
	for _, in := range installed {
		if weight(&in) >= largeWheel {
			chosen = append(chosen, in)
		}
	}
	slices.SortStableFunc(chosen, func(a, b uvlock.Installed) int {
		return cmp.Compare(weight(&b), weight(&a))
	})
	out := map[*uvlock.Package]bool{}
	for _, in := range chosen[:min(len(chosen), maxSingles)] {
		out[in.Package] = true
	}
	return out
}

// weight is the size that decides whether a distribution stands alone.
func weight(in *uvlock.Installed) uint64 {
	switch {
	case in.Built():
		return math.MaxUint64
	case in.Artifact == nil:
		return 0
	case in.Artifact.Size == 0 && !anywhere(in):
		return largeWheel
	default:
		return in.Artifact.Size
	}
}
