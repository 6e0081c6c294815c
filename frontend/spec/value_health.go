package spec

import (
	"slices"
	"strings"
	"time"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
	"github.com/org/pyfrontend/frontend/tomltree/field"
)

// healthcheck is a command, or a table with a command and its times.
func healthcheck() Type {
	command := healthCommand()
	return Type{Name: "array of strings or table", Alternatives: []Type{
		command,
		{
			Kind: tomltree.Table,
			Keys: []Key{
				{Name: "test", Type: command, Since: "0.1", Doc: "The command; it fails when the container does not work.", Also: []string{"command", "cmd"}},
				{Name: "interval", Type: duration(), Since: "0.1", Doc: "The time between two checks."},
				{Name: "timeout", Type: duration(), Since: "0.1", Doc: "The time after which a check has failed."},
				{Name: "start-period", Type: duration(), Since: "0.1", Doc: "The time that a container has to start."},
				{Name: "start-interval", Type: duration(), Since: "0.1", Doc: "The time between two checks while it starts."},
				{Name: "retries", Type: Type{Name: "integer", Kind: tomltree.Integer, Min: 1, Max: 1000}, Since: "0.1", Doc: "The number of checks that must fail in a row."},
			},
			check: func(f field.Field) {
				if !f.Get("test").Present() {
					f.Fail(f.Path()+" has no command", "", `write test = ["..."]`)
				}
			},
		},
		word(),
	}}
}

// healthCommand is an argument vector without Docker's leading word.
func healthCommand() Type {
	items := Type{Name: "string", Kind: tomltree.String}
	return Type{
		Name: "array of strings", Kind: tomltree.Array, Items: &items, NotEmpty: true,
		check: func(f field.Field) {
			first := f.Node.First().Text()
			if slices.Contains([]string{"CMD", "CMD-SHELL", "NONE"}, first) {
				f.Fail(f.Path()+" is the command itself, without "+first, "", "")
				return
			}
			checkArguments(f, true)
		},
	}
}

// duration is a Go duration, the form of HEALTHCHECK in a Dockerfile.
func duration() Type {
	t := matching("duration", `^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$`, `a duration such as "30s" or "1m30s"`)
	t.hint = func(value string) (string, string) {
		if value != "" && strings.Trim(value, "0123456789") == "" {
			return "", "write the unit: " + quoted(value+"s")
		}
		return "", ""
	}
	t.instead = func(f field.Field) string {
		if f.Node.Kind() == tomltree.Integer {
			return "write the unit: " + quoted(f.Range().Text()+"s")
		}
		return ""
	}
	t.check = func(f field.Field) {
		value := f.Str().V
		// Engines take no time below a millisecond (docker/api container.HealthConfig).
		if d, err := time.ParseDuration(value); err != nil || d < time.Millisecond {
			f.Fail(f.Path()+": "+diag.Quote(value)+" is too short or too long", "", "")
		}
	}
	return t
}

func healthcheckOf(f field.Field) *Healthcheck {
	if f.Node.Kind() != tomltree.Table {
		return &Healthcheck{Test: argvOf(f), Range: f.Range()}
	}
	return &Healthcheck{
		Test:     listOf(f.Get("test")),
		Interval: durationOf(f.Get("interval")), Timeout: durationOf(f.Get("timeout")),
		StartPeriod: durationOf(f.Get("start-period")), StartInterval: durationOf(f.Get("start-interval")),
		Retries: f.Get("retries").Int(),
		Range:   f.Range(),
	}
}

func durationOf(f field.Field) diag.Value[time.Duration] {
	d, err := time.ParseDuration(f.Node.Text())
	if err != nil {
		return diag.Value[time.Duration]{}
	}
	return diag.Value[time.Duration]{V: d, Range: f.Range()}
}
