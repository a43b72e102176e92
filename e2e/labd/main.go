// Labd is the lab's one small program: the first process of a guest, the daemon that runs commands in nodes, the
// servers and clients of the tests, and the maker of certificates and of the guest's initial file system. It is static
// and starts in milliseconds, which decides everything in a guest under software emulation.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

var subcommands = map[string]func(args []string) error{
	"daemon":     daemon,
	"node":       node,
	"serve":      serve,
	"serve-sctp": serveSCTP,
	"get":        get,
	"udp":        udp,
	"sctp":       sctp,
	"long":       long,
	"fetch":      fetch,
	"transfer":   transfer,
	"watch":      watch,
	"claims":     claims,
	"ask":        ask,
	"spoof":      spoof,
	"state":      state,
	"receive":    receive,
	"advertise":  advertise,
	"pki":        pki,
	"initrd":     initrd,
	"offloads":   offloads,
	"ipvs-load":  ipvsLoad,
	"ipvs-await": ipvsAwait,
	"ipvs-count": ipvsCount,
	"roundtrip":  roundtrip,
}

func main() {
	// The kernel starts us by these names: from the initial file system of a QEMU guest, or as init= of User Mode Linux.
	if os.Getpid() == 1 && filepath.Base(os.Args[0]) != "labd" || os.Getpid() == 1 && len(os.Args) == 1 {
		guest()
		return
	}
	if len(os.Args) < 2 || subcommands[os.Args[1]] == nil {
		var names []string
		for name := range subcommands {
			names = append(names, name)
		}
		sort.Strings(names)
		fmt.Fprintf(os.Stderr, "usage: labd %s ...\n", strings.Join(names, "|"))
		os.Exit(2)
	}
	if err := subcommands[os.Args[1]](os.Args[2:]); err != nil {
		fmt.Fprintf(os.Stderr, "labd %s: %v\n", os.Args[1], err)
		os.Exit(1)
	}
}
