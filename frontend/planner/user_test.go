package planner

import (
	"fmt"
	"strings"
	"testing"

	"github.com/moby/sys/user"

	"github.com/org/pyfrontend/frontend/base"
)

func TestPlanUser(t *testing.T) {
	for _, c := range []struct{ name, keys, who, wrong string }{
		{"default", "", "app 10001:10001 /home/app", ""},
		{"named", `user = "demo"`, "demo 10001:10001 /home/demo", ""},
		{"uid", `user = { name = "demo", uid = 1000 }`, "demo 1000:1000 /home/demo", ""},
		{"uid and gid", `user = { name = "demo", uid = 1000, gid = 5 }`, "demo 1000:5 /home/demo", ""},
		{"gid of the base", `user = { name = "demo", uid = 1000, gid = 33 }`, "demo 1000:33 /home/demo", ""},
		{"root", `user = "root"`, "root 0:0 /root", ""},
		{"user of the base", `user = "www-data"`, "www-data 33:33 /var/www", ""},
		{"user of the base with its uid", `user = { name = "www-data", uid = 33 }`, "www-data 33:33 /var/www", ""},
		{"other uid than the base's", `user = { name = "www-data", uid = 34 }`, "", `the base image has a user "www-data" already, with the ids 33:33`},
		{"other gid than the base's", `user = { name = "www-data", gid = 34 }`, "", `the base image has a user "www-data" already`},
		{"uid taken", `user = { name = "demo", uid = 33 }`, "", `the user id 33 is taken by "www-data" in the base image`},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := input(t, manifest(""), c.keys)
			facts := slim("3.13")
			u, files, found := planUser(wanted(in.Spec.User), facts)
			if got := message(found); !strings.HasPrefix(got, c.wrong) || (got == "") != (c.wrong == "") {
				t.Fatalf("found %q, want %q", got, c.wrong)
			}
			if c.wrong != "" {
				wantPlace(t, found)
				return
			}
			if got := fmt.Sprintf("%s %d:%d %s", u.Name, u.UID, u.GID, u.Home); got != c.who || u.Why == "" {
				t.Errorf("runs as %q (%s), want %q", got, u.Why, c.who)
			}
			passwd, group := facts.Passwd, facts.Group
			for _, f := range files {
				switch f.Path {
				case "/etc/passwd":
					passwd = f.Data
				case "/etc/group":
					group = f.Data
				default:
					t.Errorf("a file %s", f.Path)
				}
			}
			sameAsEngine(t, string(passwd), string(group), u.Name, u.UID, u.GID, u.Home)
		})
	}
}

// sameAsEngine looks the user up as container engines do.
func sameAsEngine(t *testing.T, passwd, group, name string, uid, gid int, home string) {
	t.Helper()
	got, err := user.GetExecUser(name, nil, strings.NewReader(passwd), strings.NewReader(group))
	if err != nil {
		t.Fatal(err)
	}
	if got.Uid != uid || got.Gid != gid || got.Home != home {
		t.Errorf("an engine takes %s for %d:%d %s", name, got.Uid, got.Gid, got.Home)
	}
}

// The default id may be taken in an unusual base; then the default user cannot
// be added, and the advice must be one that can be followed.
func TestDefaultIDTaken(t *testing.T) {
	facts := slim("3.13")
	facts.Passwd = append(facts.Passwd, fmt.Sprintf("svc:x:%d:%d::/srv:/bin/sh\n", defaultID, defaultID)...)
	in := input(t, manifest(""), "")
	u, _, found := planUser(wanted(in.Spec.User), facts)
	if found.HasErrors() {
		t.Fatalf("nobody asked for the id %d: %v", defaultID, found.Err())
	}
	if u.UID == defaultID || u.Name != "app" {
		t.Errorf("runs as %+v", u)
	}
}

// A base without passwd and group (scratch with a Python) still gets both.
func TestUserOfEmptyBase(t *testing.T) {
	u, files, found := planUser(wantedUser{Name: "app", UID: -1, GID: -1}, &base.Facts{})
	if found.HasErrors() || len(files) != 2 {
		t.Fatalf("%v %v", files, found)
	}
	sameAsEngine(t, string(files[1].Data), string(files[0].Data), "app", u.UID, u.GID, u.Home)
}

// Nor may the user fall into a group of the base by accident.
func TestDefaultGroupTaken(t *testing.T) {
	facts := slim("3.13")
	facts.Group = append(facts.Group, fmt.Sprintf("docker:x:%d:\n", defaultID)...)
	u, _, _ := planUser(wantedUser{Name: "app", UID: -1, GID: -1}, facts)
	if u.GID == defaultID {
		t.Errorf("runs as %+v, which is the group docker", u)
	}
}
