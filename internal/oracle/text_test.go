package oracle

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/uvlock"
)

// rewrites are changes to the text of a lock. Some mean nothing, some make it
// what older uv wrote, some break it. What uv makes of each, the reader has to
// make of it too.
var rewrites = []struct {
	name    string
	pattern string
	with    string
}{
	{"nothing", `\A`, ``},
	{"carriage returns", `\n`, "\r\n"},
	{"byte order mark", `\A`, "\ufeff"},
	{"comments", `\n`, " # c\n"},
	{"new lines in inline tables", `\{ name = `, "{\n  name = "},
	{"trailing commas in inline tables", ` \}`, ", }"},
	{"comments in inline tables", `\{ name = `, "{ # c\n name = "},
	{"escapes of TOML 1.1", `"idna"`, `"\x69dna"`},
	{"unicode escapes", `"idna"`, `"\u0069d\U0000006Ea"`},
	{"literal strings", `name = "(\w+)"`, "name = '$1'"},
	{"multi-line strings", `version = "([\d.]+)"`, `version = """` + "\n" + `$1"""`},
	{"quoted keys", `(?m)^name = `, `"name" = `},
	{"dotted keys", `source = \{ registry = ("[^"]*") \}`, `source.registry = $1`},
	{"spaces", ` = `, "\t=  "},
	{"spaces in headers", `\[\[package\]\]`, `[[ package ]]`},
	{"names in other spelling", `name = "idna"`, `name = "IDNA"`},
	{"the older name of packages", `\[\[package\]\]`, `[[distribution]]`},
	{"the other name of groups", `package.dev-dependencies`, `package.dependency-groups`},
	{"no revision", `revision = \d+\n`, ``},
	{"revision 1", `revision = \d+\n`, "revision = 1\n"},
	{"a later revision", `revision = \d+\n`, "revision = 99\n"},
	{"unknown keys", `(?m)^version = "`, "future = { a = [1] }\nversion = \""},
	{"unknown tables", `\z`, "\n[future]\na = 1\n"},
	{"no hashes", `, hash = "[^"]*"`, ``},
	{"md5 only", `hash = "sha256:[^"]*"`, `hash = "md5:00112233445566778899aabbccddeeff"`},
	{"sizes", `(hash = "[^"]*")`, "$1, size = 1_000"},
	{"zstd", `(hash = "[^"]*")(.* \},\n)`, `$1, zstd = { hash = "sha256:00", size = 5 }$2`},
	{"no upload times", `, upload-time = "[^"]*"`, ``},
	{"the older name of upload times", `upload-time`, `upload_time`},
	{"no metadata", `(?s)\[package.metadata\].*?\n\n`, ``},
	{"another version of the format", `(?m)^version = 1$`, "version = 2"},
	{"no version of the format", `(?m)^version = 1$`, ``},
	{"no requires-python", `requires-python = .*\n`, ``},
	{"bad requires-python", `requires-python = .*\n`, "requires-python = \"three\"\n"},
	{"truncated", `(?s)\[\[package\]\]\nname = "idna".*`, `[[package]]` + "\nname = \"id"},
	{"a package is gone", `(?s)\[\[package\]\]\nname = "idna".*?\n\n`, ``},
	{"a package is there twice", `(?s)(\[\[package\]\]\nname = "idna".*?\n\n)`, `$1$1`},
	{"a key is there twice", `(name = "idna"\n)`, `$1$1`},
	{"no name", `(?m)^name = "idna"\n`, ``},
	{"no version", `(?m)^(name = "idna"\n)version = .*\n`, `$1`},
	{"bad version", `(?m)^(name = "idna"\n)version = .*\n`, "${1}version = \"x\"\n"},
	{"no source", `(?m)^source = .*\n`, ``},
	{"unknown source", `source = \{ registry`, `source = { ipfs`},
	{"bad marker", `marker = "[^"]*"`, `marker = "x == 1"`},
	{"empty marker", `marker = "[^"]*"`, `marker = ""`},
	{"bad hash", `hash = "[^"]*"`, `hash = "sha255:00"`},
	{"hash without algorithm", `hash = "[^"]*"`, `hash = "00"`},
	{"bad wheel name", `-py3-none-any.whl`, `.whl`},
	{"wheel of another version", `idna-[\d.]+-py3`, `idna-0.1-py3`},
	{"wrong kind of value", `(?m)^dependencies = \[`, "dependencies = 1\nx = ["},
	{"negative size", `(hash = "[^"]*")`, "$1, size = -1"},
	{"float size", `(hash = "[^"]*")`, "$1, size = 1.5"},
	{"size as a string", `(hash = "[^"]*")`, "$1, size = \"1\""},
	{"a date instead of a string", `upload-time = "([^"]*)"`, `upload-time = $1`},
	{"unknown extra", `\{ name = "anyio" \}`, `{ name = "anyio", extra = ["nothing"] }`},
	{"unknown dependency", `\{ name = "anyio" \}`, `{ name = "anyone" }`},
	{"dependency on another version", `\{ name = "anyio" \}`, `{ name = "anyio", version = "0.1" }`},
	{"not UTF-8", `"anyio"`, "\"\xff\""},
	{"NUL", `\z`, "\x00"},
	{"lone carriage return", `\z`, "a = 1\rb = 2\n"},
	{"table defined twice", `\z`, "\n[x]\n[x]\n"},
	{"table after dotted key", `\z`, "\n[x]\ny.z = 1\n[x.y]\n"},
	{"table within dotted key", `\z`, "\n[x]\ny.z = 1\n[x.y.w]\n"},
	{"large integer", `\z`, "\n[x]\ny = 9223372036854775808\n"},
	{"bad date", `\z`, "\n[x]\ny = 2026-02-30\n"},
	{"times without seconds", `\z`, "\n[x]\ny = 2026-02-20T10:00\nz = 10:00\n"},
}

// TestText compares which locks are accepted, and what is in those that are.
func TestText(t *testing.T) {
	uv(t)
	p := newProject(t, "testdata/text/small.txtar")
	p.lock(t)
	path := filepath.Join(p.root, "uv.lock")
	original := string(read(t, path))
	python := p.interpreters(t, false)[0]
	target := targets[1]
	for _, r := range rewrites {
		t.Run(r.name, func(t *testing.T) {
			text := regexp.MustCompile(r.pattern).ReplaceAllString(original, r.with)
			if text == original && r.name != "nothing" {
				t.Fatal("the rewrite changes nothing")
			}
			write(t, path, []byte(text))
			l, diags := uvlock.Parse(diag.NewFile("uv.lock", []byte(text)))
			_, uvErr := p.dryRun(t, "--python", python.path, "--python-platform", target.triple)
			if err := diags.Err(); (err != nil) != (uvErr != nil) {
				t.Fatalf("uv says: %v\n\nthe reader says: %v", uvErr, err)
			}
			for _, d := range diags {
				if !d.Subject.Known() {
					t.Errorf("a finding without a place: %v", d)
				}
			}
			if l != nil {
				p.compareSet(t, l, python, target, strings.Fields("--all-extras"))
			}
		})
	}
}
