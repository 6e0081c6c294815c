// Package group is PEP 735: dependency groups, and what they hold once the groups
// that they include are put in their place.
//
// It is generic over what a requirement is, so that the caller's values keep their
// place in a file. No library was found for it.
package group

import (
	"fmt"
	"slices"
	"strings"

	"github.com/org/pyfrontend/frontend/pep/name"
)

// Group is one dependency group as written.
type Group[T any] struct {
	Name  string
	Items []Item[T]
}

// Item is a requirement, or the name of a group to include if that is not empty.
type Item[T any] struct {
	Include string
	Value   T
}

// Kind is what is wrong with a group.
type Kind int

// The faults of groups.
const (
	// Unknown is for a group that does not exist.
	Unknown Kind = iota
	// Cycle is for a group that includes itself, directly or not.
	Cycle
	// Duplicate is for a name that differs from another in nothing but spelling.
	Duplicate
)

// Error is one fault, and where it is.
type Error struct {
	Kind Kind
	// Group is the index of the group at fault in the list given to New, Item that
	// of its include. Both are -1 if the fault is a name that was asked for, and
	// Item is -1 for a Duplicate.
	Group, Item int
	// Path has the names from the group that was asked for to the one that is
	// unknown, as written; for a Cycle only those of the cycle, the first of them
	// again at its end; for a Duplicate both spellings.
	Path []string
}

// Error says what is wrong, with the path.
func (e *Error) Error() string {
	last := e.Path[len(e.Path)-1]
	path := strings.Join(e.Path, " -> ")
	switch {
	case e.Kind == Duplicate:
		return fmt.Sprintf("the dependency groups %q and %q are one and the same", e.Path[0], last)
	case e.Kind == Cycle:
		return fmt.Sprintf("the dependency group %q includes itself: %s", last, path)
	case len(e.Path) == 1:
		return fmt.Sprintf("there is no dependency group %q", last)
	default:
		return fmt.Sprintf("there is no dependency group %q: %s", last, path)
	}
}

// Table is a set of groups to look up by name. It is never changed.
type Table[T any] struct {
	groups []Group[T]
	index  map[string]int
}

// New makes a Table, and returns a Duplicate for every group whose name was there
// before; the first one counts.
func New[T any](groups []Group[T]) (*Table[T], []*Error) {
	t := &Table[T]{groups: groups, index: make(map[string]int, len(groups))}
	var errs []*Error
	for i, g := range groups {
		normal := name.Normalize(g.Name)
		if first, ok := t.index[normal]; ok {
			errs = append(errs, &Error{Kind: Duplicate, Group: i, Item: -1, Path: []string{groups[first].Name, g.Name}})
			continue
		}
		t.index[normal] = i
	}
	return t, errs
}

// Has says whether there is a group of that name, whatever its spelling.
func (t *Table[T]) Has(group string) bool {
	_, ok := t.index[name.Normalize(group)]
	return ok
}

// Resolve returns the requirements of the named groups with those of the groups
// they include, in the order written, and all faults on the way. A group that is
// reached more than once counts where it is reached first: to require the same
// thing twice means nothing, and including by twos could double without end.
func (t *Table[T]) Resolve(groups ...string) ([]T, []*Error) {
	w := walk[T]{table: t, state: make([]state, len(t.groups))}
	for _, g := range groups {
		w.enter(g, -1, -1)
	}
	return w.values, w.errs
}

// Check returns the faults of all groups, each once.
func (t *Table[T]) Check() []*Error {
	names := make([]string, len(t.groups))
	for i, g := range t.groups {
		names[i] = g.Name
	}
	_, errs := t.Resolve(names...)
	return errs
}

// state of a group during a walk.
type state uint8

const (
	unseen state = iota
	open
	done
)

type walk[T any] struct {
	table  *Table[T]
	state  []state
	path   []string
	values []T
	errs   []*Error
}

// enter walks over a group, which an item of another one includes.
func (w *walk[T]) enter(group string, from, item int) {
	i, ok := w.table.index[name.Normalize(group)]
	w.path = append(w.path, group)
	switch {
	case !ok:
		w.fail(Unknown, from, item)
	case w.state[i] == open:
		w.fail(Cycle, from, item)
	case w.state[i] == unseen:
		w.state[i] = open
		for j, it := range w.table.groups[i].Items {
			if it.Include != "" {
				w.enter(it.Include, i, j)
			} else {
				w.values = append(w.values, it.Value)
			}
		}
		w.state[i] = done
	}
	w.path = w.path[:len(w.path)-1]
}

func (w *walk[T]) fail(kind Kind, from, item int) {
	path := w.path
	if kind == Cycle {
		// Only the cycle itself: what leads to it is not at fault.
		start := slices.IndexFunc(path, func(p string) bool { return name.Equal(p, path[len(path)-1]) })
		path = path[start:]
	}
	w.errs = append(w.errs, &Error{Kind: kind, Group: from, Item: item, Path: slices.Clone(path)})
}
