// Command registry is the distribution registry with nothing but its
// filesystem driver: the stock command also links the cloud storage SDKs,
// which take a minute to compile and serve no test.
package main

import (
	"os"

	"github.com/distribution/distribution/v3/registry"
	_ "github.com/distribution/distribution/v3/registry/storage/driver/filesystem"
)

func main() {
	if err := registry.RootCmd.Execute(); err != nil {
		os.Exit(1)
	}
}
