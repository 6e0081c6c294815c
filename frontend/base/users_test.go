package base

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/moby/sys/user"
)

const passwd = "root:x:0:0:root:/root:/bin/bash\nwww-data:x:33:33:www-data:/var/www:/usr/sbin/nologin\n"

func TestUsers(t *testing.T) {
	got := Users([]byte(passwd + "\n# a comment\nshort:x:1\nbad:x:one:1::/:\nbad:x:1:one::/:\n+::::::\nno-shell:x:7:8::/srv\r\n"))
	want := []User{{"root", 0, 0, "/root"}, {"www-data", 33, 33, "/var/www"}, {"no-shell", 7, 8, "/srv"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

func TestGroups(t *testing.T) {
	got := Groups([]byte("root:x:0:\nstaff:x:50:a,b\nbad:x:one:\nshort\n"))
	if d := cmp.Diff(map[int]string{0: "root", 50: "staff"}, got); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

// What is written is what engines read back, and nothing of the base is lost.
func TestAddUser(t *testing.T) {
	app := User{Name: "app", UID: 10001, GID: 10001, Home: "/home/app"}
	for name, c := range map[string]struct {
		passwd, group string
		u             User
		groups        int
	}{
		"usual":                    {passwd, "root:x:0:\n", app, 2},
		"without a line end":       {strings.TrimSuffix(passwd, "\n"), "root:x:0:", app, 2},
		"group of the base":        {passwd, "root:x:0:\nstaff:x:50:\n", User{Name: "app", UID: 10001, GID: 50, Home: "/home/app"}, 2},
		"empty":                    {"", "", app, 1},
		"a group of the same name": {passwd, "root:x:0:\napp:x:7:\n", app, 3},
	} {
		t.Run(name, func(t *testing.T) {
			p, g := AddUser([]byte(c.passwd), []byte(c.group), c.u)
			if !strings.HasPrefix(string(p), c.passwd) || !strings.HasPrefix(string(g), c.group) {
				t.Errorf("the base's lines are lost: %q %q", p, g)
			}
			got, err := user.GetExecUser("app", nil, strings.NewReader(string(p)), strings.NewReader(string(g)))
			if err != nil {
				t.Fatal(err)
			}
			if got.Uid != c.u.UID || got.Gid != c.u.GID || got.Home != c.u.Home {
				t.Errorf("an engine reads %+v", got)
			}
			if n := strings.Count(string(g), "\n"); n != c.groups {
				t.Errorf("%d groups: %q", n, g)
			}
		})
	}
}

// Whatever is in a base's files, adding a user keeps them and gives the user.
func FuzzAddUser(f *testing.F) {
	f.Add(passwd, "root:x:0:\n")
	f.Add("a:b", "::::\n\n")
	f.Fuzz(func(t *testing.T, passwd, group string) {
		u := User{Name: "app", UID: 10001, GID: 10001, Home: "/home/app"}
		p, g := AddUser([]byte(passwd), []byte(group), u)
		users := Users(p)
		if len(users) == 0 || users[len(users)-1] != u {
			t.Errorf("%q: the last user is not the one added: %+v", p, users)
		}
		if _, ok := Groups(g)[u.GID]; !ok {
			t.Errorf("%q: no group %d", g, u.GID)
		}
		if again := Users([]byte(passwd)); len(again)+1 != len(users) {
			t.Errorf("%d users became %d", len(again), len(users))
		}
	})
}
