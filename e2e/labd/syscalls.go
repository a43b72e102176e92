package main

import (
	"os"
	"syscall"
	"unsafe"
)

// initModule loads one module image (init_module(2)) without parameters.
func initModule(image []byte) error {
	none := []byte{0}
	_, _, errno := syscall.Syscall(syscall.SYS_INIT_MODULE,
		uintptr(unsafe.Pointer(&image[0])), uintptr(len(image)), uintptr(unsafe.Pointer(&none[0])))
	if errno != 0 {
		return errno
	}
	return nil
}

// setHostname names this process's UTS namespace.
func setHostname(name string) error { return syscall.Sethostname([]byte(name)) }

// mountNodeFolders gives a node what must not be shared with the others: /run (state directories, locks) and /sys
// (whose class/net shows the interfaces of the network namespace it was mounted in).
func mountNodeFolders() error {
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return err
	}
	if err := syscall.Mount("tmpfs", "/run", "tmpfs", 0, "mode=755"); err != nil {
		return err
	}
	// Not every bed may mount a sysfs (a user namespace may not); only tools that read /sys/class/net would notice.
	_ = syscall.Mount("sysfs", "/sys", "sysfs", 0, "")
	return os.MkdirAll("/run/lock", 0o755)
}
