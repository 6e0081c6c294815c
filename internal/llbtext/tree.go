package llbtext

import (
	"encoding/base64"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/opencontainers/go-digest"
)

const (
	// lineWidth is the length up to which a value without structure of its own
	// stands on one line.
	lineWidth = 110
	// dataLines is the number of lines of a written file that are shown; of a
	// longer one the digest is.
	dataLines = 40
)

// writeTree writes maps sorted by key, one field a line.
func writeTree(w io.Writer, m map[string]any, depth int) {
	for _, k := range slices.Sorted(maps.Keys(m)) {
		writeField(w, k+":", m[k], depth)
	}
}

func writeField(w io.Writer, label string, v any, depth int) {
	indent := strings.Repeat("  ", depth)
	if text, ok := v.(string); ok && strings.Contains(text, "\n") {
		fmt.Fprintf(w, "%s%s\n", indent, label)
		for line := range strings.Lines(text) {
			fmt.Fprintf(w, "%s  | %s\n", indent, strings.TrimSuffix(line, "\n"))
		}
		if !strings.HasSuffix(text, "\n") {
			fmt.Fprintf(w, "%s  (without a line end)\n", indent)
		}
		return
	}
	if text, ok := v.(string); ok && text != "" && text == strings.TrimSpace(text) {
		fmt.Fprintf(w, "%s%s %s\n", indent, label, text)
		return
	}
	if line := inline(v); len(line) <= lineWidth && !strings.Contains(line, `\n`) {
		fmt.Fprintf(w, "%s%s %s\n", indent, label, line)
		return
	}
	switch v := v.(type) {
	case map[string]any:
		fmt.Fprintf(w, "%s%s\n", indent, label)
		writeTree(w, v, depth+1)
	case []any:
		fmt.Fprintf(w, "%s%s\n", indent, label)
		for _, item := range v {
			writeField(w, "-", item, depth+1)
		}
	default:
		fmt.Fprintf(w, "%s%s %s\n", indent, label, inline(v))
	}
}

// inline writes a value on one line.
func inline(v any) string {
	switch v := v.(type) {
	case map[string]any:
		var parts []string
		for _, k := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, k+"="+inline(v[k]))
		}
		return "{" + strings.Join(parts, " ") + "}"
	case []any:
		var parts []string
		for _, item := range v {
			parts = append(parts, inline(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case string:
		if strings.ContainsAny(v, " \n\t\"{}[],=") || v == "" {
			return fmt.Sprintf("%q", v)
		}
		return v
	case float64:
		return fmt.Sprintf("%.0f", v)
	default:
		return fmt.Sprint(v)
	}
}

// decode replaces the content of files that an op writes by its text, or by
// its size and digest where it is long or no text.
func decode(v any) {
	switch v := v.(type) {
	case map[string]any:
		for k, inner := range v {
			if text, ok := inner.(string); ok && k == "data" {
				v[k] = content(text)
				continue
			}
			decode(inner)
		}
	case []any:
		for _, item := range v {
			decode(item)
		}
	}
}

func content(encoded string) string {
	data, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return encoded
	}
	text := string(data)
	if !utf8.ValidString(text) || strings.Count(text, "\n") > dataLines {
		return fmt.Sprintf("%d bytes, %s", len(data), digest.FromBytes(data))
	}
	return text
}
