package spec

import (
	"strconv"
	"strings"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
	"github.com/org/pyfrontend/frontend/tomltree/field"
)

const maxPort = 65535

func ports() Type {
	return array("array of integers or strings", Type{Name: "integer or string", Alternatives: []Type{
		{Kind: tomltree.Integer, Min: 1, Max: maxPort},
		{Kind: tomltree.String, check: checkPort},
	}})
}

func checkPort(f field.Field) {
	value := f.Str().V
	if _, ok := parsePort(value); ok {
		return
	}
	number, protocol, _ := strings.Cut(value, "/")
	suggestion := ""
	switch {
	case strings.Contains(number, ":"):
		suggestion = "which port of the host it is published at is said by docker run --publish"
	case strings.Contains(number, "-"):
		suggestion = "write each port of the range"
	case protocol != "" && protocol != "tcp" && protocol != "udp":
		suggestion = "the protocol is tcp or udp, in lower case"
	}
	f.Fail(f.Path()+": "+diag.Quote(value)+" is not a port: 1 to 65535, with /tcp or /udp", "", suggestion)
}

// parsePort reads "8000", "8000/tcp" and "53/udp".
func parsePort(s string) (Port, bool) {
	number, protocol, found := strings.Cut(s, "/")
	if !found {
		protocol = "tcp"
	}
	n, err := strconv.ParseUint(number, 10, 16)
	ok := err == nil && n > 0 && number[0] != '0' && (protocol == "tcp" || protocol == "udp")
	return Port{Number: int(n), Protocol: protocol}, ok
}

func portsOf(f field.Field) []Port {
	var out []Port
	for item := range f.All() {
		p := Port{Protocol: "tcp"}
		if item.Node.Kind() == tomltree.Integer {
			p.Number = int(item.Int().V)
		} else {
			p, _ = parsePort(item.Str().V)
		}
		p.Range = item.Range()
		out = append(out, p)
	}
	return out
}
