package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// settings are what the host tells the guest: the words "lab.NAME=VALUE" of the kernel's command line.
type settings map[string]string

// guest makes a usable system of a booted kernel and then serves commands; it never returns but powers off.
func guest() {
	started := time.Now()
	must("mount /proc", mountAt("proc", "/proc", "proc", 0, ""))
	cmdline, err := os.ReadFile("/proc/cmdline")
	must("read the kernel's command line", err)
	set := parseSettings(string(cmdline))
	if _, err := os.Stat("/lab-modules"); err == nil {
		must("load the modules for the file system", loadInitialModules("/lab-modules"))
		if set["lab.probe"] != "" {
			say("probe: this kernel boots")
			powerOff()
		}
		must("change to the host's file system", switchRoot())
	}
	must("mount the system's folders", mountSystem(set))
	must("set up the network", guestNetwork(set))
	os.Setenv("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
	os.Setenv("HOME", "/tmp")
	say("guest up after %d ms of its own", time.Since(started).Milliseconds())
	err = daemon([]string{"--listen", set["lab.listen"], "--token-file", filepath.Join(set["lab.share"], "token")})
	say("daemon ended: %v", err)
	powerOff()
}

func parseSettings(cmdline string) settings {
	set := settings{}
	for _, word := range strings.Fields(cmdline) {
		if strings.HasPrefix(word, "lab.") {
			if i := strings.IndexByte(word, '='); i > 0 {
				set[word[:i]] = word[i+1:]
			}
		}
	}
	return set
}

// say writes a line where the host reads it: the console.
func say(format string, args ...interface{}) {
	fmt.Fprintf(os.Stderr, "labd: "+format+"\n", args...)
}

func must(what string, err error) {
	if err != nil {
		say("cannot %s: %v", what, err)
		powerOff()
	}
}

func powerOff() {
	syscall.Sync()
	syscall.Reboot(syscall.LINUX_REBOOT_CMD_POWER_OFF)
	os.Exit(1)
}

func mountAt(source, target, kind string, flags uintptr, data string) error {
	if err := os.MkdirAll(target, 0o755); err != nil {
		return err
	}
	if err := syscall.Mount(source, target, kind, flags, data); err != nil && err != syscall.EBUSY {
		return fmt.Errorf("mount %s on %s: %w", kind, target, err)
	}
	return nil
}

// loadInitialModules loads the .ko files of a folder in the order of their names.
func loadInitialModules(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		image, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			return err
		}
		if err := initModule(image); err != nil && err != syscall.EEXIST {
			return fmt.Errorf("%s: %w", entry.Name(), err)
		}
	}
	return nil
}

// switchRoot makes the host's root (9p tag "root", read-only) the root of this process and of all that follow.
func switchRoot() error {
	const newRoot = "/newroot"
	options := "trans=virtio,version=9p2000.L,msize=1048576,cache=loose"
	if err := mountAt("root", newRoot, "9p", syscall.MS_RDONLY, options); err != nil {
		return err
	}
	if err := syscall.Chdir(newRoot); err != nil {
		return err
	}
	if err := syscall.Mount(".", "/", "", syscall.MS_MOVE, ""); err != nil {
		return err
	}
	if err := syscall.Chroot("."); err != nil {
		return err
	}
	return syscall.Chdir("/")
}

// mountSystem mounts what a running system has, keeps the folders named by lab.keep visible below the fresh /tmp and
// /run, and mounts the writable share at the same path as on the host.
func mountSystem(set settings) error {
	kept := openKept(set["lab.keep"])
	for _, m := range []struct{ source, target, kind, data string }{
		{"proc", "/proc", "proc", ""},
		{"sysfs", "/sys", "sysfs", ""},
		{"devtmpfs", "/dev", "devtmpfs", ""},
		{"tmpfs", "/tmp", "tmpfs", "mode=1777"},
		{"tmpfs", "/run", "tmpfs", "mode=755"},
	} {
		if err := mountAt(m.source, m.target, m.kind, 0, m.data); err != nil {
			return err
		}
	}
	for path, fd := range kept {
		if err := mountAt(fmt.Sprintf("/proc/self/fd/%d", fd), path, "", syscall.MS_BIND, ""); err != nil {
			return err
		}
	}
	share := set["lab.share"]
	if set["lab.bed"] == "uml" {
		if err := mountAt("none", share, "hostfs", 0, share); err != nil {
			return err
		}
	} else if err := mountAt("share", share, "9p", 0, "trans=virtio,version=9p2000.L,msize=1048576"); err != nil {
		return err
	}
	return pointModprobe(set["lab.modules"])
}

// openKept opens the folders (separated by colons) that lie where fresh file systems will hide them.
func openKept(list string) map[string]int {
	kept := map[string]int{}
	for _, path := range strings.Split(list, ":") {
		if strings.HasPrefix(path, "/tmp/") || strings.HasPrefix(path, "/run/") {
			const oPath = 0x200000 // O_PATH
			if fd, err := syscall.Open(path, oPath|syscall.O_DIRECTORY, 0); err == nil {
				kept[path] = fd
			}
		}
	}
	return kept
}

// pointModprobe lets the kernel load modules of a folder that is not /lib/modules, which may be absent on the host.
func pointModprobe(folder string) error {
	if folder == "" {
		return nil
	}
	script := "#!/bin/sh\nexec /sbin/modprobe -d " + folder + " \"$@\"\n"
	if err := os.WriteFile("/run/lab-modprobe", []byte(script), 0o755); err != nil {
		return err
	}
	return os.WriteFile("/proc/sys/kernel/modprobe", []byte("/run/lab-modprobe"), 0o644)
}

// guestNetwork gives the guest's own interface the address that the host set.
func guestNetwork(set settings) error {
	device := set["lab.device"]
	commands := fmt.Sprintf("link set lo up\naddr add %s dev %s\nlink set %s up\n", set["lab.address"], device, device)
	ip := exec.Command("/sbin/ip", "-batch", "-")
	if _, err := os.Stat("/sbin/ip"); err != nil {
		ip = exec.Command("/bin/ip", "-batch", "-")
	}
	ip.Stdin = strings.NewReader(commands)
	var out bytes.Buffer
	ip.Stdout, ip.Stderr = &out, &out
	if err := ip.Run(); err != nil {
		first, _ := bufio.NewReader(&out).ReadString('\n')
		return fmt.Errorf("%w: %s", err, strings.TrimSpace(first))
	}
	return nil
}
