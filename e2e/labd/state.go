package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"sync"
)

// A tool of an administrator and what it is told.
type tool struct {
	input string
	words []string
}

func (t tool) String() string { return strings.Join(t.words, " ") }

// What tells the state of a node's network. To start a program is what costs most in an emulated guest, so it is as few
// as can be, side by side.
var tools = []tool{
	{"addr\nrule\nroute show table all\n", []string{"ip", "-d", "-batch", "-"}},
	{"", []string{"ip", "-6", "rule"}},
	{"", []string{"ipvsadm", "-Sn"}},
	{"", []string{"ipvsadm", "-l", "--timeout"}},
	{"", []string{"ipvsadm", "-l", "--daemon"}},
	{"", []string{"nft", "list", "ruleset"}},
}

// The sysctls that the product may write, below /proc/sys/net.
var sysctls = []string{"ipv4/conf", "ipv4/vs", "ipv4/ip_forward", "ipv6/conf"}

// state prints the state of a node's network: what the tools say, and sysctls.
func state(args []string) error {
	all := append([]tool(nil), tools...)
	// To ask for ports of foo-over-UDP would load its module.
	if _, err := os.Stat("/sys/module/fou"); err == nil {
		all = append(all, tool{"", []string{"ip", "fou", "show"}})
	}
	texts := make([]string, len(all))
	var running sync.WaitGroup
	for i := range all {
		running.Add(1)
		go func(i int) {
			defer running.Done()
			texts[i] = all[i].said()
		}(i)
	}
	running.Wait() // ipvs has its sysctls when a tool has loaded it
	values, err := sysctlLines("/proc/sys/net", sysctls)
	for i, each := range all {
		if texts[i] != "" {
			fmt.Printf("# %s\n%s", each, texts[i])
		}
	}
	fmt.Printf("# sysctls\n%s", values)
	return err
}

// said is all that it says, errors too: a state that cannot be read is not equal to one that can.
func (t tool) said() string {
	command := exec.Command(t.words[0], t.words[1:]...)
	command.Stdin = strings.NewReader(t.input)
	out, err := command.CombinedOutput()
	if err != nil {
		return fmt.Sprintf("%s%v\n", out, err)
	}
	return string(out)
}

// sysctlLines has a line NAME:VALUE for each readable sysctl, in order.
func sysctlLines(root string, names []string) (string, error) {
	var lines []string
	for _, name := range names {
		err := filepath.WalkDir(filepath.Join(root, name), func(path string, entry fs.DirEntry, err error) error {
			if os.IsNotExist(err) || err == nil && entry.IsDir() {
				return nil // there is none, or the interface has just gone
			}
			if err != nil {
				return err
			}
			if value, err := os.ReadFile(path); err == nil {
				lines = append(lines, strings.TrimPrefix(path, root+"/")+":"+string(bytes.TrimSpace(value)))
			}
			return nil
		})
		if err != nil {
			return "", err
		}
	}
	sort.Strings(lines)
	return strings.Join(lines, "\n") + "\n", nil
}
