package planner

import (
	"fmt"
	"strconv"

	"github.com/org/pyfrontend/frontend/base"
	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/spec"
	"github.com/org/pyfrontend/llbgen/plan"
)

// defaultID is the id of the user that we add: above the range that
// distributions give to their own users (0-999) and to people (1000-9999).
const defaultID = 10001

// wantedUser is what the spec says about the user; ids below zero are unset.
type wantedUser struct {
	Name     string
	UID, GID int
	Range    diag.Range
}

// wanted reads the spec's user.
func wanted(u spec.User) wantedUser {
	w := wantedUser{Name: u.Name.V, UID: -1, GID: -1, Range: u.Range}
	if u.UID.Set() {
		w.UID = int(u.UID.V)
	}
	if u.GID.Set() {
		w.GID = int(u.GID.V)
	}
	return w
}

// planUser decides who the container runs as. A user of the base is taken as
// it is; any other is added to the base's own files, which come with the facts.
func planUser(want wantedUser, facts *base.Facts) (plan.User, []plan.File, diag.List) {
	if want.Name == "root" {
		return plan.User{Name: "root", Home: "/root", Why: "the spec asks for root"}, nil, nil
	}
	users := base.Users(facts.Passwd)
	for _, u := range users {
		if u.Name == want.Name {
			return existingUser(want, u)
		}
	}
	u := base.User{Name: want.Name, UID: pick(want.UID, freeID(facts)), GID: want.GID}
	u.GID = pick(u.GID, u.UID)
	u.Home = homeOf(u.Name)
	var found diag.List
	for _, other := range users {
		if other.UID == u.UID {
			found.Add(want.Range, fmt.Sprintf("the user id %d is taken by %q in the base image", u.UID, other.Name), "",
				fmt.Sprintf("Choose another id, or run as that user: user = %q", other.Name))
		}
	}
	passwd, group := base.AddUser(facts.Passwd, facts.Group, u)
	files := []plan.File{{Path: "/etc/group", Data: group}, {Path: "/etc/passwd", Data: passwd}}
	return plan.User{Name: u.Name, UID: u.UID, GID: u.GID, Home: u.Home, Why: "added to the base's users; not root"}, files, found
}

// existingUser takes a user of the base; other ids than its own are an error.
func existingUser(want wantedUser, u base.User) (plan.User, []plan.File, diag.List) {
	var found diag.List
	if want.UID >= 0 && want.UID != u.UID || want.GID >= 0 && want.GID != u.GID {
		found.Add(want.Range, fmt.Sprintf("the base image has a user %q already, with the ids %d:%d", u.Name, u.UID, u.GID), "",
			"Leave the ids out, or choose another name.")
	}
	return plan.User{Name: u.Name, UID: u.UID, GID: u.GID, Home: u.Home, Why: "a user of the base image"}, nil, found
}

// freeID is an id that no user and no group of the base has. Group and user get
// the same, so that the user is in no group that it should not be in.
func freeID(facts *base.Facts) int {
	taken := map[int]bool{}
	for _, u := range base.Users(facts.Passwd) {
		taken[u.UID] = true
	}
	for gid := range base.Groups(facts.Group) {
		taken[gid] = true
	}
	id := defaultID
	for taken[id] {
		id++
	}
	return id
}

func pick(id, otherwise int) int {
	if id < 0 {
		return otherwise
	}
	return id
}

// userConfig is the image config's User. Numbers, because Kubernetes can tell
// only from a number that runAsNonRoot holds.
func userConfig(u plan.User) string {
	return strconv.Itoa(u.UID) + ":" + strconv.Itoa(u.GID)
}
