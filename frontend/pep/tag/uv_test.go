package tag_test

import (
	"archive/zip"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/org/pyfrontend/frontend/pep/internal/oracle"
	"github.com/org/pyfrontend/frontend/pep/tag"
)

// TestAgainstUV lets uv choose among wheels of many tags, for platforms and
// versions of Python other than those of this machine.
func TestAgainstUV(t *testing.T) {
	uv := oracle.UV(t)
	dir := t.TempDir()
	wheels := makeWheels(t, dir, 150)
	cases := []struct {
		platform string
		target   tag.Target
	}{
		{"aarch64-unknown-linux-gnu", tag.Target{Minor: 13, Arch: "aarch64", Libc: tag.Libc{Minor: 28}}},
		{"aarch64-manylinux_2_36", tag.Target{Minor: 12, Arch: "aarch64", Libc: tag.Libc{Minor: 36}}},
		{"aarch64-unknown-linux-musl", tag.Target{Minor: 14, Arch: "aarch64", Libc: tag.Libc{Musl: true, Minor: 2}}},
		{"x86_64-manylinux2014", tag.Target{Minor: 11, Arch: "x86_64", Libc: tag.Libc{Minor: 17}}},
		{"x86_64-manylinux_2_40", tag.Target{Minor: 13, Arch: "x86_64", Libc: tag.Libc{Minor: 40}}},
		{"riscv64-unknown-linux", tag.Target{Minor: 13, Arch: "riscv64", Libc: tag.Libc{Minor: 39}}},
	}
	for _, c := range cases {
		t.Run(c.platform, func(t *testing.T) {
			tags := tagsFor(t, c.target)
			chosen := uvChoose(t, uv, dir, c.platform, c.target.Minor)
			fitting := 0
			for pkg, list := range wheels {
				best, ok := tags.Best(list)
				if ok {
					fitting++
				}
				checkChoice(t, tags, pkg, list, best, ok, chosen[pkg])
			}
			if fitting == 0 || fitting == len(wheels) {
				t.Errorf("%d of %d packages have a fitting wheel: the cases test nothing", fitting, len(wheels))
			}
		})
	}
}

// checkChoice allows uv another wheel of the same rank and build, between which
// only the order of a list decides, and a directory has none.
func checkChoice(t *testing.T, tags *tag.Tags, pkg string, list []tag.Wheel, best int, ok bool, filename string) {
	t.Helper()
	if !ok {
		if !strings.HasPrefix(filename, pkg+"-0-") {
			t.Errorf("%s: uv chooses %q, none of the others fits here", pkg, filename)
		}
		return
	}
	w, err := tag.ParseWheel(filename)
	if err != nil {
		t.Errorf("%s: %q: %v", pkg, filename, err)
		return
	}
	rank, _ := tags.Rank(&w)
	bestRank, _ := tags.Rank(&list[best])
	if w.Version != "1" || rank != bestRank || w.Build.Compare(list[best].Build) != 0 {
		t.Errorf("%s: uv chooses %q of rank %d, here %+v of rank %d is best", pkg, filename, rank, list[best], bestRank)
	}
}

// makeWheels makes n packages of up to four wheels, and writes them into dir. A
// wheel of version 0 that always fits tells when none of version 1 does.
func makeWheels(t *testing.T, dir string, n int) map[string][]tag.Wheel {
	t.Helper()
	g := newGenerator(5)
	all := map[string][]tag.Wheel{}
	var requirements strings.Builder
	for i := range n {
		pkg := fmt.Sprintf("p%d", i)
		fmt.Fprintln(&requirements, pkg)
		writeWheel(t, dir, pkg, "0", "py3-none-any")
		for range 1 + g.IntN(4) {
			// Only tags that could fit one of the targets make for interesting choices.
			tags := g.pick("cp314", "cp313", "cp312", "cp311", "cp38", "py3", "py313", "py39", "py2.py3") + "-" + g.pick("none", "abi3", "cp313", "cp312", "cp314", "cp313t") + "-" + g.several(g.platform)
			build := g.build()
			writeWheel(t, dir, pkg, "1", build+tags)
			all[pkg] = append(all[pkg], wheel(t, pkg+"-1-"+build+tags+".whl"))
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "requirements.in"), []byte(requirements.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return all
}

// writeWheel writes the least that uv takes for a wheel.
func writeWheel(t *testing.T, dir, pkg, version, tags string) {
	t.Helper()
	f, err := os.Create(filepath.Join(dir, pkg+"-"+version+"-"+tags+".whl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z := zip.NewWriter(f)
	info := pkg + "-" + version + ".dist-info/"
	for name, text := range map[string]string{
		"METADATA": "Metadata-Version: 2.1\nName: " + pkg + "\nVersion: " + version + "\n",
		"WHEEL":    "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
		"RECORD":   "",
	} {
		w, err := z.Create(info + name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
}

var selecting = regexp.MustCompile(`Selecting: (p\d+)==\d \[\w+\] \(([^)]+)\)`)

// uvChoose returns the file that uv selects for each package.
func uvChoose(t *testing.T, uv, dir, platform string, minor int) map[string]string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), uv, "pip", "compile", "-v", "--no-index", "--find-links", dir, "--offline", "--no-config", "--no-python-downloads",
		"--python-platform", platform, "--python-version", fmt.Sprintf("3.%d", minor), "requirements.in")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "UV_CACHE_DIR="+filepath.Join(dir, ".cache"), "NO_COLOR=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("uv: %v\n%.2000s", err, out)
	}
	chosen := map[string]string{}
	for _, m := range selecting.FindAllStringSubmatch(string(out), -1) {
		chosen[m[1]] = m[2]
	}
	return chosen
}
