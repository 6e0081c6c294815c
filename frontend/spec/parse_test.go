package spec_test

import (
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/spec"
	"github.com/org/pyfrontend/frontend/tomltree"
)

func TestLaterSourcesWin(t *testing.T) {
	project := parseText(t, "base = \"alpine\"\npython = \"3.12\"\nworkdir = \"/srv\"\nenv = { A = \"1\", B = \"2\" }\n")
	dockerfile := parseText(t, "base = \"full\"\nenv = { A = \"3\" }\n")
	args := spec.FromBuildArgs(map[string]string{"PYTHON_VERSION": "3.13", "EXTRAS": "gpu, cuda,", "GROUPS": "", "OTHER": "x"})
	s, list := spec.Parse(project, nil, dockerfile, args)
	if len(list) > 0 {
		t.Fatal(list.Text())
	}
	if s.Base.V != "full" || s.Python.V != "3.13" || s.Workdir.V != "/srv" {
		t.Errorf("base %q, python %q, workdir %q", s.Base.V, s.Python.V, s.Workdir.V)
	}
	if len(s.Env) != 1 || s.Env[0].Value.V != "3" {
		t.Errorf("env is mixed from two sources: %+v", s.Env)
	}
	if d := cmp.Diff([]string{"gpu", "cuda"}, spec.Texts(s.Extras.V)); d != "" {
		t.Error(d)
	}
	if got := s.Python.Range.String(); got != "--build-arg:1" {
		t.Errorf("python comes from %q", got)
	}
	if got := s.Base.Range.Text(); got != `"full"` {
		t.Errorf("base comes from %q", got)
	}
}

// A fault is reported wherever it is, once, also where another source wins.
func TestEverySourceIsChecked(t *testing.T) {
	_, list := spec.Parse(parseText(t, `layers = "none"`), parseText(t, `layers = "auto"`), parseText(t, `user = "a b"`))
	if n := len(list.Errors()); n != 2 {
		t.Errorf("%d errors, want 2:\n%s", n, list.Text())
	}
}

func TestBuildArgsAreChecked(t *testing.T) {
	_, list := spec.Parse(spec.FromBuildArgs(map[string]string{"BASE": "alpin", "PYTHON_VERSION": "3\n\x1b", "GROUPS": "a b"}))
	want := `--build-arg:1: error: python: "3\n\x1b" is not a version of Python such as 3.13 or 3.13.2
   1 | python = "3\n\x1b" # PYTHON_VERSION
     |          ^^^^^^^^^

--build-arg:2: error: base: "alpin" is not one of the named bases
   2 | base = "alpin" # BASE
     |        ^^^^^^^
  did you mean alpine? For an image of that name write "alpin:latest"

--build-arg:3: error: groups[0]: "a b" is not a valid name of a dependency group
   3 | groups = ["a b"] # GROUPS
     |           ^^^^^
`
	if d := cmp.Diff(want, list.Text()); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
	if spec.FromBuildArgs(map[string]string{"OTHER": "x"}) != nil {
		t.Error("a source without keys")
	}
}

func TestUnknownBuildArgs(t *testing.T) {
	list := spec.UnknownBuildArgs(map[string]string{
		"PYTHON_VERSION": "3.13", "HTTP_PROXY": "x", "no_proxy": "x", "SOURCE_DATE_EPOCH": "0", "BUILDKIT_SYNTAX": "x", "BUILDKIT_OF_THE_FUTURE": "1",
		"PYTHON_VERSON": "3", "SECRET\x1b": "y", "BUILDKIT_SYNTX": "x",
	})
	want := `warning: UnknownBuildArg: the build argument "BUILDKIT_SYNTX" is not read by anything
  An image's environment is set by env in the spec.
  did you mean BUILDKIT_SYNTAX?

warning: UnknownBuildArg: the build argument "PYTHON_VERSON" is not read by anything
  An image's environment is set by env in the spec.
  did you mean PYTHON_VERSION?

warning: UnknownBuildArg: the build argument "SECRET\x1b" is not read by anything
  An image's environment is set by env in the spec.
`
	if d := cmp.Diff(want, list.Text()); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

// Every argument that stands in for a key names one that there is, and writes it
// in the key's type.
func TestBuildArgsFitTheKeys(t *testing.T) {
	for _, a := range spec.BuildArgs() {
		if a.Key == "" {
			continue
		}
		i := key(t, a.Key)
		wantKind := tomltree.String
		if a.List {
			wantKind = tomltree.Array
		}
		if i.Type.Kind != wantKind {
			t.Errorf("%s writes %v, %s is %v", a.Name, wantKind, a.Key, i.Type.Kind)
		}
	}
}

func key(t *testing.T, name string) spec.Key {
	t.Helper()
	for _, k := range spec.Keys() {
		if k.Name == name {
			return k
		}
	}
	t.Fatalf("there is no key %s", name)
	return spec.Key{}
}

// What the table says is the default is what a spec without the key has.
func TestDefaults(t *testing.T) {
	nothing, list := spec.Parse()
	if len(list) > 0 {
		t.Fatal(list.Text())
	}
	want := dump(t, nothing)
	for _, k := range spec.Keys() {
		if k.Default == "" || k.Status == spec.Planned {
			continue
		}
		s, list := spec.Parse(parseText(t, k.Name+" = "+k.Default))
		if len(list) > 0 {
			t.Errorf("the default of %s is not valid: %s", k.Name, list.Text())
		}
		normal := strings.ReplaceAll(dump(t, s), `: []`, `: null`)
		if d := cmp.Diff(strings.ReplaceAll(want, `: []`, `: null`), normal); d != "" {
			t.Errorf("%s = %s is not what a spec without it has:\n%s", k.Name, k.Default, d)
		}
	}
}

// The examples of the reference page work, and set the key that they are of.
func TestExamples(t *testing.T) {
	nothing, _ := spec.Parse()
	for _, k := range spec.Keys() {
		root := parseText(t, k.Example)
		if root.Get(k.Name) == nil {
			t.Errorf("the example of %s does not have it: %s", k.Name, k.Example)
		}
		s, list := spec.Parse(root)
		if k.Status == spec.Planned {
			if !strings.Contains(list.Text(), k.Name+" is not supported yet") || len(list) != 1 {
				t.Errorf("%s is planned: %s", k.Name, list.Text())
			}
			continue
		}
		if len(list) > 0 {
			t.Errorf("the example of %s: %s", k.Name, list.Text())
		}
		if reflect.DeepEqual(s, nothing) {
			t.Errorf("%s is not read", k.Name)
		}
	}
}

// The table has what the reference page and the schema need of every key.
func TestTableIsComplete(t *testing.T) {
	seen := map[string]string{}
	var check func(path string, keys []spec.Key)
	check = func(path string, keys []spec.Key) {
		for _, k := range keys {
			name := path + k.Name
			if k.Doc == "" || k.Since == "" || k.Type.Name == "" || !strings.HasSuffix(k.Doc, ".") {
				t.Errorf("%s lacks something: %+v", name, k)
			}
			if k.Name != strings.ToLower(k.Name) || strings.ContainsAny(k.Name, "_ ") {
				t.Errorf("%s is not kebab-case", name)
			}
			patterns(t, name, k.Type)
			if path == "" {
				for _, n := range append(k.Also, k.Name) {
					if other, ok := seen[n]; ok {
						t.Errorf("%s stands for %s and for %s", n, other, name)
					}
					seen[n] = name
				}
			}
			for _, a := range append(k.Type.Alternatives, k.Type) {
				check(name+".", a.Keys)
			}
		}
	}
	check("", spec.Keys())
	for _, a := range spec.BuildArgs() {
		if a.Doc == "" || !strings.HasSuffix(a.Doc, ".") {
			t.Errorf("%s has no text", a.Name)
		}
	}
}

// patterns compiles every pattern of a type.
func patterns(t *testing.T, name string, typ spec.Type) {
	t.Helper()
	for _, p := range []string{typ.Pattern, typ.KeyPattern} {
		if _, err := regexp.Compile(p); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if typ.Items != nil {
		patterns(t, name, *typ.Items)
	}
	for _, a := range typ.Alternatives {
		patterns(t, name, a)
	}
	for _, k := range typ.Keys {
		patterns(t, name+"."+k.Name, k.Type)
	}
}

func TestInImage(t *testing.T) {
	for _, tt := range [][3]string{
		{"/app", "data", "/app/data"}, {"/app", "./data/", "/app/data"}, {"/app", "/data/", "/data"}, {"/srv/x", "a/b", "/srv/x/a/b"},
	} {
		if got := spec.InImage(tt[0], tt[1]); got != tt[2] {
			t.Errorf("InImage(%q, %q) = %q, want %q", tt[0], tt[1], got, tt[2])
		}
	}
}

// Whatever a build argument holds, it arrives as it was given.
func FuzzBuildArgs(f *testing.F) {
	for _, seed := range []string{"slim", "a\"b\\", "x\n[y]\n", "\x1b\u202e\u00a0\U000e0001", "# ,", "'" + "''"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		if value == "" || !utf8.ValidString(value) {
			return // gRPC has no other strings
		}
		root := spec.FromBuildArgs(map[string]string{"BASE": value, "EXTRAS": "a," + strings.ReplaceAll(value, ",", "")})
		if got := root.Get("base").Text(); got != value {
			t.Errorf("%q arrives as %q", value, got)
		}
		if root.Len() != 2 || root.Get("extras").Kind() != tomltree.Array {
			t.Errorf("%q makes other keys: %q", value, root.Keys())
		}
	})
}

// No input breaks the parser; what it accepts keeps what the rest relies on.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"user = 'app'", "user = {name='a',uid=1}", "workdir = '/app'", "env = {A='b'}", "expose = [80, '53/udp']", "healthcheck = {test=['a'], interval='1s'}",
		"entrypoint = 'a b'", "base = 'x:y'", "labels.a.b = 1", "volumes = ['a']", "targets.x.run = ['a']", "writable = ['../x']", "stop-signal = 'SIGRTMIN+99'", "include = ['[']",
		"[env]\n\"a\\u0000\" = 'x'", "healthcheck.test = []", "user.uid = 0", "expose = ['/']",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		root, broken := tomltree.Parse(diag.NewFile("spec.toml", []byte(text)))
		if broken.HasErrors() {
			return
		}
		s, list := spec.Parse(root)
		_ = list.Text()
		if list.HasErrors() {
			return
		}
		if s.Workdir.V[0] != '/' || s.Workdir.V == "/" || strings.Contains(s.Workdir.V, "..") && strings.Contains(s.Workdir.V, "/../") {
			t.Errorf("workdir %q", s.Workdir.V)
		}
		if strings.ContainsAny(s.User.Name.V, ":\n\r \x00/") || s.User.Name.V == "" {
			t.Errorf("user %q", s.User.Name.V)
		}
		if s.User.UID.Set() && s.User.UID.V == 0 && !s.User.Root() {
			t.Error("root by another name")
		}
		for _, p := range s.Expose {
			if p.Number < 1 || p.Number > 65535 || p.Protocol != "tcp" && p.Protocol != "udp" {
				t.Errorf("port %+v", p)
			}
		}
		for _, d := range append(s.Volumes, s.Writable...) {
			if at := spec.InImage(s.Workdir.V, d.V); at == "/" || at == s.Workdir.V && d.V[0] != '/' || strings.Contains(at, "/../") {
				t.Errorf("directory %q is %q", d.V, at)
			}
		}
		for _, v := range append(s.Env, s.Labels...) {
			if v.Name.V == "" || strings.ContainsAny(v.Name.V, "=\x00\n") {
				t.Errorf("name %q", v.Name.V)
			}
		}
	})
}
