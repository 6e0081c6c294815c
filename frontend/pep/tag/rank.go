package tag

// Rank returns the place of the best tag of w among the tags, 0 being the best
// place of all, and whether w fits at all.
func (t *Tags) Rank(w *Wheel) (rank int, ok bool) {
	for _, python := range w.set.python() {
		for _, abi := range w.set.abi() {
			g, found := t.groups[pair(python, abi)]
			if !found {
				continue
			}
			for _, platform := range w.set.platform() {
				if r, fits := t.rank(g, platform); fits && (!ok || r < rank) {
					rank, ok = r, true
				}
			}
		}
	}
	return rank, ok
}

func (t *Tags) rank(g group, platform code) (int, bool) {
	if platform == kindAny {
		return t.bound + g.any, g.any >= 0
	}
	p, ok := t.platforms[platform]
	return g.platform*len(t.platforms) + p, ok && g.platform >= 0
}

// Best returns the index of the wheel that uv would install, and whether any
// fits: the best tag, then the greatest build, then the first.
func (t *Tags) Best(wheels []Wheel) (best int, ok bool) {
	bestRank := 0
	for i := range wheels {
		rank, fits := t.Rank(&wheels[i])
		if !fits {
			continue
		}
		if !ok || rank < bestRank || rank == bestRank && wheels[i].Build.Compare(wheels[best].Build) > 0 {
			best, bestRank, ok = i, rank, true
		}
	}
	return best, ok
}

// Mismatch says which part of a wheel does not fit.
type Mismatch int

// The parts, in the order in which they are looked at; a wheel that fails later
// is nearer to fitting.
const (
	// Fits is for wheels that fit.
	Fits Mismatch = iota
	// WrongPlatform is for another system, architecture, libc, or a newer libc.
	WrongPlatform
	// WrongABI is for another ABI of this Python, such as the free-threaded one.
	WrongABI
	// WrongPython is for another version or implementation of Python.
	WrongPython
)

// String returns what differs.
func (m Mismatch) String() string {
	return [...]string{"nothing", "platform", "ABI", "Python"}[m]
}

// Mismatch returns the part of w that keeps it from fitting, the last one that is
// looked at if several do, so that the least Mismatch of a list of wheels tells
// how near the list is.
func (t *Tags) Mismatch(w *Wheel) Mismatch {
	if _, ok := t.Rank(w); ok {
		return Fits
	}
	least := WrongPython
	for _, python := range w.set.python() {
		if t.knows(python) {
			least = min(least, WrongABI)
		}
		for _, abi := range w.set.abi() {
			if _, ok := t.groups[pair(python, abi)]; ok {
				least = WrongPlatform
			}
		}
	}
	return least
}

// knows says whether any tag has the given Python tag.
func (t *Tags) knows(python code) bool {
	for key := range t.groups {
		if code(key>>32) == python {
			return true
		}
	}
	return false
}
