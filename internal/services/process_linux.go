package services

import "syscall"

// attributes put a program in a process group of its own, and end it when this
// process dies.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
}
