package setup

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"syscall"
)

const binfmtDir = "/proc/sys/fs/binfmt_misc"

// registerEmulation makes the kernel run programs of the other architecture
// (arm64 on amd64, amd64 on arm64) through QEMU, unless it does already. The
// daemon notices at once.
func (b *Bed) registerEmulation(ctx context.Context) error {
	cpu := map[string]string{"amd64": "aarch64", "arm64": "x86_64"}[runtime.GOARCH]
	entry := "qemu-" + cpu
	if exists(binfmtDir + "/" + entry) {
		return nil
	}
	if err := b.install(ctx, requirement{entry + "-static", "qemu-user-static"}); err != nil {
		return err
	}
	b.say("registering QEMU for %s programs with the kernel", cpu)
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
		return fmt.Errorf("the package qemu-user-static has no rule for %s: %w", cpu, err)
	}
	if err := os.WriteFile(binfmtDir+"/register", rule, 0o200); err != nil {
		return fmt.Errorf("registering %s: %w", entry, err)
	}
	return nil
}
