package tomltree_test

import (
	"fmt"
	"testing"

	"github.com/org/pyfrontend/frontend/diag"
	"github.com/org/pyfrontend/frontend/tomltree"
	"github.com/org/pyfrontend/internal/lockgen"
)

// BenchmarkParse reads locks of 100, 1,000 and 10,000 packages.
func BenchmarkParse(b *testing.B) {
	for _, n := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			data := lockgen.Lock(n)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, diags := tomltree.Parse(diag.NewFile("uv.lock", data)); diags.HasErrors() {
					b.Fatal(diags.Err())
				}
			}
		})
	}
}
