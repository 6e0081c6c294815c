package plan

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// runner tells who the container runs as and what it may write.
func (w *text) runner(img *Image) {
	u := &img.Runner.User
	w.line("user", "%s, %d:%d, home %s%s", u.Name, u.UID, u.GID, u.Home, because(u.Why))
	var writable []string
	for _, d := range img.Runner.Dirs {
		if d.UID != 0 && d.UID == u.UID {
			writable = append(writable, d.Path)
		}
	}
	if len(writable) > 0 {
		w.line("writable", "%s", strings.Join(writable, " "))
	}
}

// config tells what the container does.
func (w *text) config(c *Config) {
	if len(c.Entrypoint.Argv) > 0 || len(c.Cmd) == 0 {
		w.line("start", "%s", c.Entrypoint)
	}
	if len(c.Cmd) > 0 {
		w.line("arguments", "%s", argv(c.Cmd))
	}
	w.line("directory", "%s", c.Workdir)
	for i, kv := range c.Env {
		w.line(pick(i == 0, "environment", more), "%s=%s", kv.Name, visible(kv.Value))
	}
	if len(c.Expose) > 0 {
		w.line("ports", "%s", strings.Join(c.Expose, " "))
	}
	if len(c.Volumes) > 0 {
		w.line("volumes", "%s", strings.Join(c.Volumes, " "))
	}
	if c.Healthcheck != nil {
		w.line("health", "%s", argv(c.Healthcheck.Test))
	}
	if c.StopSignal != "" {
		w.line("signal", "%s", c.StopSignal)
	}
}

// argv writes a command so that its arguments can be told apart.
func argv(args []string) string {
	out := slices.Clone(args)
	for i, a := range out {
		if a == "" || strings.ContainsAny(a, " \"'\\") {
			out[i] = fmt.Sprintf("%q", a)
		}
		out[i] = visible(out[i])
	}
	return strings.Join(out, " ")
}

// visible keeps a value of a file from doing anything to a terminal.
func visible(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return fmt.Sprintf("%q", s)
	}
	return s
}
