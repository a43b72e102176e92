package main

import (
	"fmt"
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

// mountNodeFolders gives a node what must not be shared with the others: /run (state directories, locks), in it the
// folder "disk", which outlives the node, /sys (whose class/net shows the interfaces of the network namespace it was
// mounted in), and a boot id of its own.
func mountNodeFolders(disk string) error {
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return err
	}
	kept, err := syscall.Open(disk, syscall.O_RDONLY|syscall.O_DIRECTORY, 0)
	if err != nil {
		return err
	}
	defer syscall.Close(kept)
	if err := syscall.Mount("tmpfs", "/run", "tmpfs", 0, "mode=755"); err != nil {
		return err
	}
	// Not every bed may mount a sysfs (a user namespace may not); only tools that read /sys/class/net would notice.
	_ = syscall.Mount("sysfs", "/sys", "sysfs", 0, "")
	if err := mountAt(fmt.Sprintf("/proc/self/fd/%d", kept), "/run/disk", "", syscall.MS_BIND, ""); err != nil {
		return err
	}
	if err := bootAnew("/run/boot_id"); err != nil {
		return err
	}
	return os.MkdirAll("/run/lock", 0o755)
}

// bootAnew hides the kernel's boot id behind a new one.
func bootAnew(file string) error {
	id, err := os.ReadFile("/proc/sys/kernel/random/uuid")
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, id, 0o444); err != nil {
		return err
	}
	return syscall.Mount(file, "/proc/sys/kernel/random/boot_id", "", syscall.MS_BIND, "")
}

// offloads switches checksum and segmentation offloads of interfaces off (ethtool's ioctl), because a raw socket on the
// other end must see packets as they would be on a wire.
func offloads(devices []string) error {
	const siocEthtool = 0x8946
	// linux/ethtool.h: ETHTOOL_STXCSUM, SSG, STSO, SGSO, SGRO
	commands := []uint32{0x17, 0x19, 0x1f, 0x24, 0x2c}
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_DGRAM, 0)
	if err != nil {
		return err
	}
	defer syscall.Close(fd)
	for _, device := range devices {
		for _, command := range commands {
			value := struct{ command, data uint32 }{command, 0}
			var interfaceRequest struct {
				name [16]byte
				data unsafe.Pointer
				rest [16]byte
			}
			copy(interfaceRequest.name[:15], device)
			interfaceRequest.data = unsafe.Pointer(&value)
			_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), siocEthtool, uintptr(unsafe.Pointer(&interfaceRequest)))
			if errno != 0 && errno != syscall.EOPNOTSUPP {
				return errno
			}
		}
	}
	return nil
}
