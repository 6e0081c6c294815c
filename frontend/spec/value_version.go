package spec

import (
	"regexp"
	"strings"
)

var firstVersion = regexp.MustCompile(`[0-9]+(\.[0-9]+)+`)

// pythonVersion is a version as the tags of the official images have it.
func pythonVersion() Type {
	t := matching("version", `^3\.[0-9]{1,2}(\.[0-9]{1,2})?$`, "a version of Python such as 3.13 or 3.13.2")
	t.hint = func(value string) (string, string) {
		if strings.ContainsAny(value, "<>=~!*,") {
			return "This key is one version. A range belongs into requires-python of [project]; the newest version in it is then chosen.", ""
		}
		if value == "3" || value == "latest" {
			return "", "leave the key out: the newest version that the project allows is chosen then"
		}
		return "", ""
	}
	return t
}

// uvVersion is an exact version: an image is not built the same way by two of
// them.
func uvVersion() Type {
	t := matching("version", `^[0-9]+\.[0-9]+\.[0-9]+$`, "a full version of uv such as 0.9.16")
	t.hint = func(value string) (string, string) {
		if strings.ContainsAny(value, "<>=~!*,") {
			return "This key is one version. A range belongs into required-version of [tool.uv].", ""
		}
		if v := firstVersion.FindString(value); v != "" && v != value && strings.Count(v, ".") == 2 {
			return "", "write " + quoted(v)
		}
		return "", ""
	}
	return t
}
