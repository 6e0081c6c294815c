package spec

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
	"github.com/org/pyfrontend/frontend/tomltree/field"
)

// maxID is the greatest user or group id that every engine takes: Kubernetes'
// runAsUser ends at 2^31-1.
const maxID = 1<<31 - 1

// userName is what shadow-utils and busybox agree on for names. A colon or a
// line end in it would add a field or a line to /etc/passwd.
const userName = `^[A-Za-z_][A-Za-z0-9_.-]{0,31}$`

func user() Type {
	name := matching("string", userName, "a name that a user can have")
	name.hint = userHint
	id := Type{Name: "integer", Kind: tomltree.Integer, Max: maxID}
	return Type{Name: "string or table", Alternatives: []Type{name, {
		Kind: tomltree.Table,
		Keys: []Key{
			{Name: "name", Type: name, Default: `"app"`, Since: "0.1", Doc: "The user's name, and that of its group."},
			{Name: "uid", Type: id, Since: "0.1", Doc: "The user's number.", Also: []string{"id"}},
			{Name: "gid", Type: id, Since: "0.1", Doc: "The number of the user's group.", Also: []string{"group"}},
		},
		check: checkUser,
	}}, instead: userNumber}
}

// userHint knows the forms of Docker's USER.
func userHint(value string) (string, string) {
	const detail = "A name starts with a letter or _ and has up to 32 letters, digits and . _ -"
	first, second, both := strings.Cut(value, ":")
	uid, err := strconv.ParseUint(first, 10, 31)
	gid, errGID := strconv.ParseUint(second, 10, 31)
	switch {
	case err == nil && uid == 0 && (!both || errGID == nil):
		return "", `write user = "root"`
	case err == nil && both && errGID == nil:
		return "", fmt.Sprintf(`write user = { name = "app", uid = %d, gid = %d }`, uid, gid)
	case err == nil && !both:
		return "", fmt.Sprintf(`write user = { name = "app", uid = %d }`, uid)
	case errGID == nil && regexp.MustCompile(userName).MatchString(first):
		return "", fmt.Sprintf(`write user = { name = %q, gid = %d }`, first, gid)
	default:
		return detail, ""
	}
}

// userNumber knows the user of a Dockerfile that is a plain number.
func userNumber(f field.Field) string {
	if n, ok := f.Node.Int(); ok && n.V > 0 && n.V <= maxID {
		return fmt.Sprintf(`write user = { name = "app", uid = %d }`, n.V)
	}
	return ""
}

// checkUser keeps root from going by another name, past every check of it.
func checkUser(f field.Field) {
	u := userOf(f)
	switch {
	case u.UID.Set() && u.UID.V == 0 && !u.Root():
		f.FailAt(u.UID.Range, "a user with the uid 0 is root, whatever its name is", "", `write user = "root"`)
	case u.Root() && u.UID.Set() && u.UID.V != 0:
		f.FailAt(u.UID.Range, fmt.Sprintf("root has the uid 0, not %d", u.UID.V), "", "give the user another name")
	case u.Root() && u.GID.Set() && u.GID.V != 0:
		f.FailAt(u.GID.Range, fmt.Sprintf("root has the gid 0, not %d", u.GID.V), "", "give the user another name")
	}
}

func userOf(f field.Field) User {
	if f.Node.Kind() == tomltree.String {
		return User{Name: f.Str(), Range: f.Range()}
	}
	u := User{Name: f.Get("name").Str(), UID: f.Get("uid").Int(), GID: f.Get("gid").Int(), Range: f.Range()}
	if !u.Name.Set() {
		u.Name = diag.Value[string]{V: defaults().User.Name.V}
	}
	return u
}
