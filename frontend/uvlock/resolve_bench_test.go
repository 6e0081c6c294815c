package uvlock_test

import (
	"fmt"
	"testing"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/pep/tag"
	"github.com/org/pyfrontend/frontend/pep/version"
	"github.com/org/pyfrontend/frontend/uvlock"
	"github.com/org/pyfrontend/internal/lockgen"
)

// platforms are the four that a build usually has.
func platforms(t testing.TB, python string) []*uvlock.Environment {
	t.Helper()
	var out []*uvlock.Environment
	for _, machine := range []string{"x86_64", "aarch64"} {
		for _, libc := range []tag.Libc{{Minor: 36}, {Musl: true, Minor: 2}} {
			env, err := uvlock.Linux(machine, libc, version.MustParse(python))
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, env)
		}
	}
	return out
}

// BenchmarkResolve reads a lock and resolves it for four platforms.
func BenchmarkResolve(b *testing.B) {
	envs := platforms(b, "3.13.1")
	for _, n := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			data := lockgen.Lock(n)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				l, diags := uvlock.Parse(diag.NewFile("uv.lock", data))
				if diags.HasErrors() {
					b.Fatal(diags.Err())
				}
				for _, env := range envs {
					installed, diags := l.Resolve(uvlock.Selection{}, env)
					if diags.HasErrors() || len(installed) < n/2 {
						b.Fatal(len(installed), diags.Err())
					}
				}
			}
		})
	}
}
