//go:build unix

package uvlock_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/uvlock"
)

// Bounds that no input may break, however large or hostile.
const (
	maxTime   = 5 * time.Second
	maxMemory = 1 << 30
)

// TestHostile reads what nobody writes by accident and what only a very large
// project has: the answer is an error with a place or a correct result, within
// the bounds. Time is the processor's; memory is the most that the process ever
// had, with the texts and everything else.
func TestHostile(t *testing.T) {
	const size = 20 << 20
	repeat := func(s string) string { return strings.Repeat(s, size/len(s)) }
	for _, tc := range []struct {
		name string
		text func() string
		ok   bool
	}{
		{"letters", func() string { return repeat("a") }, false},
		{"brackets", func() string { return "a = " + repeat("[") }, false},
		{"braces", func() string { return "a = " + repeat("{a=") }, false},
		{"headers", func() string { return repeat("[[package]]\n") }, false},
		{"one header in another", func() string { return repeat("[a.b.c.d.e.f.g.h]\n") }, false},
		{"duplicates", func() string { return repeat("a = 1\n") }, false},
		{"values", func() string { return "a = [" + repeat("1,") + "]" }, false},
		{"as many values as are read", func() string { return many("a%d = ["+strings.Repeat("1,", 1<<20-9)+"]\n", 5) }, false},
		{"as many keys as are read", func() string { return "a = {" + many("k%d=1,", 1<<18-9) + "}\n" + many("k%d=1\n", 5<<20/3) }, false},
		{"as many dots as are read", func() string { return many("a.a.a.a.a.a.a.k%d=1\n", 6<<20/10-9) }, false},
		{"dots", func() string { return repeat("a.") }, false},
		{"escapes", func() string { return "a = \"" + repeat(`\u0041`) + "\"" }, false},
		{"lines", func() string { return repeat("\n") }, false},
		{"carriage returns", func() string { return repeat("\r") }, false},
		{"comments", func() string { return repeat("# \n") }, false},
		{"zeros", func() string { return repeat("\x00") }, false},
		{"random bytes", func() string { return random(size, 256) }, false},
		{"random ASCII", func() string { return random(size, 128) }, false},
		{"keys", func() string { return many("key-%d = 1\n", 500_000) }, false},
		{"100,000 packages", func() string { return chain(100_000, "pkg-%d", "1") }, true},
		{"100,000 packages of one name", func() string { return chain(100_000, "same", "%d") }, true},
		{"wrong packages", func() string {
			return "version = 1\nrequires-python = \">=3.11\"\n" + many("[[package]]\nname = \"p%d\"\nsource = 1\n", 200_000)
		}, false},
		{"wrong markers", func() string {
			return "version = 1\nrequires-python = \">=3.11\"\nresolution-markers = [" + many("\"x == '%d'\",", 100_000) + "]"
		}, false},
		{"deep markers", func() string {
			return "version = 1\nrequires-python = \">=3.11\"\nresolution-markers = [\"" + strings.Repeat("(", 1_000_000) + "\"]"
		}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			data := []byte(tc.text())
			start := cpuTime(t)
			l, diags := uvlock.Parse(diag.NewFile("uv.lock", data))
			if l != nil {
				_, more := l.Resolve(uvlock.Selection{}, environment(t, "x86_64", glibc, "3.12"))
				diags = append(diags, more...)
			}
			took, peak := cpuTime(t)-start, usage(t).Maxrss<<10
			t.Logf("%d MiB in %v, peak %d MiB", len(data)>>20, took.Round(time.Millisecond), peak>>20)
			if took > maxTime || peak > maxMemory {
				t.Errorf("took %v, peak %d MiB", took, peak>>20)
			}
			if (diags.Err() == nil) != tc.ok {
				t.Errorf("got %v", diags.Err())
			}
			for _, d := range diags {
				if !d.Subject.Known() && len(data) > 0 {
					t.Fatalf("a finding without a place: %v", d)
				}
			}
		})
	}
}

// cpuTime is what the process has used, whatever else the machine is doing.
func cpuTime(t *testing.T) time.Duration {
	u := usage(t)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func usage(t *testing.T) syscall.Rusage {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return u
}

func random(n, alphabet int) string {
	r := rand.New(rand.NewPCG(3, 4))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.IntN(alphabet))
	}
	return string(b)
}

func many(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// chain is a lock in which every package depends on the next one, the last on
// the first. Name and version have a verb for the number or none.
func chain(n int, name, ver string) string {
	at := func(format string, i int) string { return strings.ReplaceAll(format, "%d", fmt.Sprint(i)) }
	var b strings.Builder
	b.WriteString("version = 1\nrequires-python = \">=3.11\"\n\n[[package]]\nname = \"app\"\nversion = \"1\"\nsource = { virtual = \".\" }\n")
	edge := func(i int) {
		fmt.Fprintf(&b, "dependencies = [{ name = %q, version = %q, source = { registry = \"https://index.example.com\" } }]\n", at(name, i), at(ver, i))
	}
	edge(0)
	for i := range n {
		fmt.Fprintf(&b, "\n[[package]]\nname = %q\nversion = %q\nsource = { registry = \"https://index.example.com\" }\n", at(name, i), at(ver, i))
		edge((i + 1) % n)
		fmt.Fprintf(&b, "sdist = { url = \"https://files.example.com/x-%d.tar.gz\" }\n", i)
	}
	return b.String()
}
