package layers

import (
	"fmt"
	"strings"
)

// backend builds the wheel of a project from what is below src/, with nothing
// but Python: no test of layers depends on what a build backend does.
const backend = `import base64, hashlib, os, re, zipfile

def build_wheel(directory, config_settings=None, metadata_directory=None):
    manifest = open("pyproject.toml").read()
    name, version = (re.search('^%s = "(.*)"' % key, manifest, re.M).group(1) for key in ("name", "version"))
    info = "%s-%s.dist-info/" % (name, version)
    files = {}
    for folder, dirs, names in os.walk("src"):
        for n in names:
            path = os.path.join(folder, n)
            files[os.path.relpath(path, "src")] = open(path, "rb").read()
    files[info + "METADATA"] = ("Metadata-Version: 2.1\nName: %s\nVersion: %s\n" % (name, version)).encode()
    files[info + "WHEEL"] = b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[info + "entry_points.txt"] = ("[console_scripts]\n%s = %s:main\n" % (name, name)).encode()
    record = ""
    for path in sorted(files):
        digest = base64.urlsafe_b64encode(hashlib.sha256(files[path]).digest()).rstrip(b"=").decode()
        record += "%s,sha256=%s,%d\n" % (path, digest, len(files[path]))
    files[info + "RECORD"] = (record + info + "RECORD,,\n").encode()
    wheel = "%s-%s-py3-none-any.whl" % (name, version)
    with zipfile.ZipFile(os.path.join(directory, wheel), "w") as z:
        for path in sorted(files):
            z.writestr(path, files[path])
    return wheel
`

// packaged is a project that is a package and has dependencies.
func packaged(index string, dependencies ...string) map[string]string {
	files := needs(index, dependencies...)
	delete(files, "main.py")
	files["pyproject.toml"] += "[tool.other]\nkey = 1\n[build-system]\nrequires = []\nbuild-backend = \"backend\"\nbackend-path = [\".\"]\n[project.scripts]\nneedy = \"needy:main\"\n"
	files["backend.py"] = backend
	files["README.md"] = "# Needy\n"
	files["src/needy/__init__.py"] = sourceCode(0)
	return files
}

// sourceCode is a program that prints a number.
func sourceCode(n int) string { return fmt.Sprintf("def main():\n    print(\"code %d\")\n", n) }

// replaced is a file with one place changed.
func replaced(text, from, to string) string { return strings.Replace(text, from, to, 1) }
