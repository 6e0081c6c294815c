package setup

import (
	"fmt"
	"os"
	"runtime"
	"syscall"
)

const binfmtDir = "/proc/sys/fs/binfmt_misc"

// emulator is the name of the QEMU that runs programs of the other architecture:
// arm64 on amd64, amd64 on arm64.
func emulator() string {
	return "qemu-" + map[string]string{"amd64": "aarch64", "arm64": "x86_64"}[runtime.GOARCH]
}

// registerEmulation makes the kernel run programs of the other architecture
// through QEMU, unless it does already. The daemon notices at once.
func (b *Bed) registerEmulation() error {
	entry := emulator()
	if exists(binfmtDir + "/" + entry) {
		return nil
	}
	b.say("registering %s with the kernel, to run programs of the other architecture", entry)
	if !exists(binfmtDir + "/register") {
		if err := syscall.Mount("binfmt_misc", binfmtDir, "binfmt_misc", 0, ""); err != nil {
			return fmt.Errorf("this kernel cannot emulate another architecture: mounting binfmt_misc: %w", err)
		}
	}
	if exists(binfmtDir + "/" + entry) {
		return nil
	}
	rule, err := os.ReadFile("/usr/lib/binfmt.d/" + entry + ".conf")
	if err != nil {
		return fmt.Errorf("the package qemu-user-static has no rule for %s: %w", entry, err)
	}
	if err := os.WriteFile(binfmtDir+"/register", rule, 0o200); err != nil {
		return fmt.Errorf("registering %s: %w", entry, err)
	}
	return nil
}
