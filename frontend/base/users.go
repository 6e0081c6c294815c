package base

import (
	"fmt"
	"strconv"
	"strings"
)

// User is a line of passwd(5).
type User struct {
	Name     string
	UID, GID int
	Home     string
}

// Users parses passwd(5); lines that are not entries are passed over.
func Users(passwd []byte) []User {
	var out []User
	for _, line := range strings.Split(string(passwd), "\n") {
		f := strings.Split(strings.TrimSpace(line), ":")
		if len(f) < 6 {
			continue
		}
		uid, err1 := strconv.Atoi(f[2])
		gid, err2 := strconv.Atoi(f[3])
		if err1 != nil || err2 != nil {
			continue
		}
		out = append(out, User{Name: f[0], UID: uid, GID: gid, Home: f[5]})
	}
	return out
}

// Groups parses group(5) to names by id.
func Groups(group []byte) map[int]string {
	out := map[int]string{}
	for _, line := range strings.Split(string(group), "\n") {
		f := strings.Split(strings.TrimSpace(line), ":")
		if len(f) < 3 {
			continue
		}
		if gid, err := strconv.Atoi(f[2]); err == nil {
			out[gid] = f[0]
		}
	}
	return out
}

// AddUser returns passwd and group with a user appended; the group is added
// unless its id exists. Nothing logs in as it, so it has no password and no
// shell.
func AddUser(passwd, group []byte, u User) (newPasswd, newGroup []byte) {
	newPasswd = appendLine(passwd, fmt.Sprintf("%s:x:%d:%d::%s:/sbin/nologin", u.Name, u.UID, u.GID, u.Home))
	if _, ok := Groups(group)[u.GID]; ok {
		return newPasswd, group
	}
	return newPasswd, appendLine(group, fmt.Sprintf("%s:x:%d:", u.Name, u.GID))
}

func appendLine(file []byte, line string) []byte {
	text := string(file)
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return []byte(text + line + "\n")
}
