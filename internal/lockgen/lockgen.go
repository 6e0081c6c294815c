// Package lockgen writes uv.lock files of any size, for benchmarks and for
// tests of cost: what uv would write for a project whose packages do not exist.
package lockgen

import (
	"bytes"
	"crypto/sha256"
	"fmt"
)

// platforms are the platform tags a compiled package is published for, about
// as many as numpy's or pydantic-core's.
var platforms = []string{
	"macosx_10_12_x86_64", "macosx_11_0_arm64", "manylinux_2_17_aarch64.manylinux2014_aarch64",
	"manylinux_2_17_x86_64.manylinux2014_x86_64", "musllinux_1_2_aarch64", "musllinux_1_2_x86_64",
	"win32", "win_amd64", "win_arm64",
}

var pythons = []string{"cp310-cp310", "cp311-cp311", "cp312-cp312", "cp313-cp313", "cp314-cp314"}

// markers stand on every fifth edge.
var markers = []string{
	"sys_platform == 'win32'", "python_full_version < '3.12'", "platform_machine == 'x86_64' and sys_platform == 'linux'",
	"platform_python_implementation != 'PyPy'",
}

// Lock returns the lock of a virtual root project "app" that reaches all of n
// packages, "pkg-0" to "pkg-<n-1>". Three of ten packages are compiled and have
// 45 wheels, the others have one for every platform; each has an sdist and up
// to four dependencies. 1,000 packages are about 5 MB.
func Lock(n int) []byte {
	var b bytes.Buffer
	b.WriteString("version = 1\nrevision = 3\nrequires-python = \">=3.10\"\n\n")
	writeRoot(&b, n)
	for i := range n {
		writePackage(&b, i, n)
	}
	return b.Bytes()
}

func writeRoot(b *bytes.Buffer, n int) {
	b.WriteString("[[package]]\nname = \"app\"\nversion = \"1.0\"\nsource = { virtual = \".\" }\ndependencies = [\n")
	for i := 0; i < n; i += 3 {
		fmt.Fprintf(b, "    { name = \"pkg-%d\" },\n", i)
	}
	b.WriteString("]\n\n[package.metadata]\nrequires-dist = [\n")
	for i := 0; i < n; i += 3 {
		fmt.Fprintf(b, "    { name = \"pkg-%d\", specifier = \">=1.%d\" },\n", i, i%20)
	}
	b.WriteString("]\n\n")
}

func writePackage(b *bytes.Buffer, i, n int) {
	fmt.Fprintf(b, "[[package]]\nname = \"pkg-%d\"\nversion = \"1.%d.0\"\nsource = { registry = \"https://index.example.com/simple\" }\n", i, i%20)
	writeDependencies(b, i, n)
	stem := fmt.Sprintf("pkg_%d-1.%d.0", i, i%20)
	writeFile(b, "sdist = ", stem+".tar.gz", "\n")
	b.WriteString("wheels = [\n")
	if i%10 < 3 {
		for _, python := range pythons {
			for _, platform := range platforms {
				writeFile(b, "    ", stem+"-"+python+"-"+platform+".whl", ",\n")
			}
		}
	} else {
		writeFile(b, "    ", stem+"-py3-none-any.whl", ",\n")
	}
	b.WriteString("]\n\n")
}

// writeDependencies points at packages that follow, so that there are no
// cycles, and always at the next one, so that every package is reached.
func writeDependencies(b *bytes.Buffer, i, n int) {
	if i+1 >= n {
		return
	}
	b.WriteString("dependencies = [\n")
	for k, step := range []int{1, 7, 31, 127}[:1+i%4] {
		if i+step >= n {
			break
		}
		marker := ""
		if k > 0 && i%5 == 0 {
			marker = fmt.Sprintf(", marker = \"%s\"", markers[(i/5)%len(markers)])
		}
		fmt.Fprintf(b, "    { name = \"pkg-%d\"%s },\n", i+step, marker)
	}
	b.WriteString("]\n")
}

func writeFile(b *bytes.Buffer, before, name, after string) {
	sum := sha256.Sum256([]byte(name))
	fmt.Fprintf(b, "%s{ url = \"https://files.example.com/packages/%x/%x/%x/%s\", hash = \"sha256:%x\", size = %d, upload-time = \"2026-01-02T03:04:05.%03dZ\" }%s",
		before, sum[:1], sum[1:2], sum[2:32], name, sum, 10_000+int(sum[0])*int(sum[1])*40, int(sum[2])%1000, after)
}
