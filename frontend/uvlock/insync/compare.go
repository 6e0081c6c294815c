package insync

import (
	"fmt"
	"strings"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pep/marker"
	"github.com/org/pyfrontend/frontend/pyproject"
	"github.com/org/pyfrontend/frontend/uvlock"
)

// comparison says what is being compared, for messages.
type comparison struct {
	// of is a project, a group or a setting.
	of string
	// place is where requirements are missing from that only the lock has.
	place diag.Range
	// extras are the names that markers may mention.
	extras []string
}

// side is all requirements with one key: when any of them holds.
type side struct {
	when   []condition
	wanted []wanted
	locked []*uvlock.Requirement
}

// compare holds the requirements of a manifest against those of the lock: the
// same ones, under conditions that mean the same. The lock has simplified its
// markers, so that their text says nothing.
func (c *checker) compare(want []wanted, have []uvlock.Requirement, of comparison) {
	left, right := map[key]*side{}, map[key]*side{}
	vague := map[string]bool{}
	for _, w := range want {
		if w.source == unknown {
			vague[w.name] = true
		}
		s := at(left, w.key)
		s.when, s.wanted = append(s.when, w.when), append(s.wanted, w)
	}
	keys := make([]key, len(have))
	for i := range have {
		r := &have[i]
		k := locked(r)
		keys[i] = k
		if k.source == unknown {
			vague[k.name] = true
			c.unsure("The lock has %q under a path that is not relative.", r.Name)
		}
		s := at(right, k)
		s.when, s.locked = append(s.when, lockCondition(r)), append(s.locked, r)
	}
	for _, w := range want {
		if strings.HasPrefix(w.source, "path ../") && right[w.key] == nil {
			// It may come back in under the directory's name, which is not known.
			vague[w.name] = true
			c.unsure("The path of %q leads out of the project.", w.name)
		}
	}
	for _, w := range want {
		if !vague[w.name] {
			c.compareOne(w, left[w.key], right, of)
			delete(left, w.key)
		}
	}
	for i := range have {
		k := keys[i]
		if _, ok := right[k]; ok && !vague[k.name] {
			c.gone(&have[i], right[k], of)
			delete(right, k)
		}
	}
}

func at(m map[key]*side, k key) *side {
	if m[k] == nil {
		m[k] = &side{}
	}
	return m[k]
}

func lockCondition(r *uvlock.Requirement) condition {
	if r.Marker == nil {
		return condition{}
	}
	return condition{all: []marker.Marker{r.Marker.Condition}}
}

// compareOne compares the requirements of one key, once.
func (c *checker) compareOne(w wanted, want *side, right map[key]*side, of comparison) {
	if want == nil {
		return // compared already, with another requirement of the same key
	}
	have := right[w.key]
	delete(right, w.key)
	if have == nil {
		have = &side{}
	}
	same, sure := c.equivalent(want.when, have.when, of.extras)
	switch {
	case !sure:
		c.unsure("The markers of %q are too many to be compared.", w.name)
	case same:
	case len(have.locked) > 0:
		c.differs(w.text.Range, fmt.Sprintf("%s applies elsewhere than when it was locked", diag.Quote(w.text.V)), "The lock has: "+describe(have.locked[0])+" ("+have.locked[0].Range().String()+").")
	default:
		c.differs(w.text.Range, fmt.Sprintf("%s is not what was locked", diag.Quote(w.text.V)), c.nearest(w, right))
	}
}

// nearest tells what the lock has of the same name instead.
func (c *checker) nearest(w wanted, right map[key]*side) string {
	var best *uvlock.Requirement
	for k, s := range right {
		if k.name == w.name && (best == nil || s.locked[0].Range().Start.Offset < best.Range().Start.Offset) {
			best = s.locked[0]
		}
	}
	if best == nil {
		return fmt.Sprintf("The lock was made without %q here.", w.name)
	}
	return "The lock has: " + describe(best) + " (" + best.Range().String() + ")."
}

// gone reports a requirement that only the lock has.
func (c *checker) gone(r *uvlock.Requirement, s *side, of comparison) {
	same, sure := c.equivalent(nil, s.when, of.extras)
	if !sure {
		c.unsure("The markers of %q are too many to be compared.", r.Name)
	}
	if sure && !same {
		c.differs(of.place, fmt.Sprintf("%s does not require %s any more", of.of, describe(r)), "It is required in "+r.Range().String()+".")
	}
}

// markers compares two lists of markers, in any order.
func (c *checker) markers(setting string, want []pyproject.Str, have []*uvlock.Marker, place diag.Range) {
	used := make([]bool, len(have))
	for _, w := range want {
		m, err := marker.Parse(w.V)
		if err != nil {
			c.unsure("%s cannot be read.", setting)
			return
		}
		if !c.match(condition{all: []marker.Marker{m}}, have, used) {
			c.differs(w.Range, fmt.Sprintf("%s has %s, the lock has not", setting, diag.Quote(w.V)), "")
		}
	}
	for i, m := range have {
		if !used[i] {
			c.differs(place, fmt.Sprintf("%s does not have %s any more", setting, diag.Quote(m.Text)), "")
		}
	}
}

func (c *checker) match(w condition, have []*uvlock.Marker, used []bool) bool {
	for i, m := range have {
		same, sure := c.equivalent([]condition{w}, []condition{{all: []marker.Marker{m.Condition}}}, nil)
		if !used[i] && (same || !sure) {
			used[i] = true
			return true
		}
	}
	return false
}
