package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
)

// initrd writes the initial file system of a QEMU guest, a cpio archive in the "newc" format (kernel:
// Documentation/driver-api/early-userspace/buffer-format.rst): this program as /init, and modules in loading order.
func initrd(args []string) error {
	if len(args) < 1 {
		return fmt.Errorf("usage: labd initrd OUTPUT MODULE...")
	}
	file, err := os.Create(args[0])
	if err != nil {
		return err
	}
	defer file.Close()
	w := bufio.NewWriter(file)
	self, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		return err
	}
	for _, folder := range []string{"dev", "proc", "newroot", "lab-modules"} {
		entry(w, folder, 0o040755, nil)
	}
	entry(w, "init", 0o100755, self)
	for i, path := range args[1:] {
		image, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		entry(w, fmt.Sprintf("lab-modules/%03d-%s", i, filepath.Base(path)), 0o100644, image)
	}
	entry(w, "TRAILER!!!", 0, nil)
	if err := w.Flush(); err != nil {
		return err
	}
	return file.Close()
}

var inode int

func entry(w *bufio.Writer, name string, mode int, data []byte) {
	inode++
	fmt.Fprintf(w, "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x",
		inode, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name)+1, 0)
	w.WriteString(name)
	pad(w, 110+len(name)+1, 1)
	w.Write(data)
	pad(w, len(data), 0)
}

// pad writes the zero that ends a name (extra 1) and fills up to a multiple of four.
func pad(w *bufio.Writer, written, extra int) {
	for i := 0; i < extra+(4-written%4)%4; i++ {
		w.WriteByte(0)
	}
}
