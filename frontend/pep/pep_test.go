package pep_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/org/pyfrontend/frontend/pep"
)

func TestShift(t *testing.T) {
	fault := &pep.Error{Offset: 1, End: 3, Msg: "x"}
	cases := []struct {
		err  error
		want *pep.Error
	}{
		{nil, nil},
		{fault, &pep.Error{Offset: 5, End: 7, Msg: "x"}},
		{fmt.Errorf("in y: %w", fault), &pep.Error{Offset: 5, End: 7, Msg: "x"}},
		{errors.New("other"), &pep.Error{Offset: 4, End: 4, Msg: "other"}},
	}
	for _, c := range cases {
		if diff := cmp.Diff(c.want, pep.Shift(c.err, 4)); diff != "" {
			t.Errorf("%v: %s", c.err, diff)
		}
	}
}
