package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// A director of nodes: the daemon of the guest's (or the sandbox's) root namespace. It makes nodes and hands requests
// on to them; a request without a node runs here.
type root struct {
	mu      sync.Mutex
	sockets string
	nodes   map[string]machine
	token   string
	here    *runner
	ended   chan error
}

// A machine that is up: the socket of its daemon, and the mount namespace by which its processes are told from others'.
type machine struct {
	path      string
	namespace string
}

// daemon serves until the client that holds the lifeline goes away.
func daemon(args []string) error {
	flags := flag.NewFlagSet("daemon", flag.ContinueOnError)
	listen := flags.String("listen", "127.0.0.1:0", "address to listen on")
	tokenFile := flags.String("token-file", "", "file with the word that every request must begin with")
	if err := flags.Parse(args); err != nil {
		return err
	}
	token, err := os.ReadFile(*tokenFile)
	if err != nil {
		return err
	}
	sockets, err := os.MkdirTemp("", "labd-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(sockets)
	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		return err
	}
	r := &root{
		sockets: sockets,
		nodes:   map[string]machine{},
		token:   strings.TrimSpace(string(token)),
		here:    newRunner(),
		ended:   make(chan error, 1),
	}
	say("listening on %s", listener.Addr())
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				r.ended <- err
				return
			}
			go r.serve(conn.(*net.TCPConn))
		}
	}()
	return <-r.ended
}

func (r *root) serve(conn *net.TCPConn) {
	defer conn.Close()
	answer := &frames{w: conn}
	q, err := readRequest(conn)
	if err != nil {
		return
	}
	switch {
	case q.token != r.token:
		answer.text(frameError, "wrong token")
	case q.op == "lifeline":
		answer.text(frameExit, "0")
		io.Copy(io.Discard, conn)
		r.ended <- errors.New("the host closed the lifeline")
	case q.op == "create":
		pid, err := r.create(q.node)
		if err != nil {
			answer.text(frameError, "create node %s: %v", q.node, err)
			return
		}
		answer.text(framePid, "%d", pid)
		answer.text(frameExit, "0")
	case q.op == "destroy":
		if err := r.destroy(q.node); err != nil {
			answer.text(frameError, "destroy node %s: %v", q.node, err)
			return
		}
		answer.text(frameExit, "0")
	case q.node == "":
		r.here.serve(q, conn, answer)
	default:
		r.forward(q, conn, answer)
	}
}

// create starts the daemon of a new node in network, mount and UTS namespaces of its own, with a boot id of its own.
// What a node of this name has left on its disk is there again. It returns the daemon's process id, by which ip(8) can move interfaces there.
func (r *root) create(name string) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, there := r.nodes[name]; there {
		return 0, errors.New("it is there already")
	}
	path := filepath.Join(r.sockets, name)
	disk := filepath.Join(r.sockets, name+".disk")
	if err := os.MkdirAll(disk, 0o700); err != nil {
		return 0, err
	}
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return 0, err
	}
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		return 0, err
	}
	listener.SetUnlinkOnClose(false)
	defer listener.Close()
	file, err := listener.File()
	if err != nil {
		return 0, err
	}
	defer file.Close()
	cmd := exec.Command("/proc/self/exe", "node", name, disk)
	cmd.ExtraFiles = []*os.File{file}
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWNET | syscall.CLONE_NEWNS | syscall.CLONE_NEWUTS,
		Setpgid:    true,
	}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	namespace, err := os.Readlink(fmt.Sprintf("/proc/%d/ns/mnt", cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	r.nodes[name] = machine{path, namespace}
	go cmd.Wait()
	return cmd.Process.Pid, nil
}

// destroy takes the power from a node: every process in it is killed, and its namespaces end with the last one.
func (r *root) destroy(name string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	node, there := r.nodes[name]
	if !there {
		return errors.New("there is no such node")
	}
	delete(r.nodes, name)
	for try := 0; try < 200; try++ {
		left, err := processesIn(node.namespace)
		if err != nil || len(left) == 0 {
			return err
		}
		for _, pid := range left {
			if err := syscall.Kill(pid, syscall.SIGKILL); err != nil && err != syscall.ESRCH {
				return err
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	return errors.New("its processes do not end")
}

// processesIn lists the processes of a mount namespace; one that has ended has none any more.
func processesIn(namespace string) ([]int, error) {
	links, err := filepath.Glob("/proc/[0-9]*/ns/mnt")
	if err != nil {
		return nil, err
	}
	var pids []int
	for _, link := range links {
		if of, err := os.Readlink(link); err == nil && of == namespace {
			pid, err := strconv.Atoi(strings.Split(link, "/")[2])
			if err != nil {
				return nil, err
			}
			pids = append(pids, pid)
		}
	}
	return pids, nil
}

func (r *root) forward(q request, conn *net.TCPConn, answer *frames) {
	r.mu.Lock()
	node, there := r.nodes[q.node]
	r.mu.Unlock()
	if !there {
		answer.text(frameError, "no node named %s", q.node)
		return
	}
	daemon, err := net.DialUnix("unix", nil, &net.UnixAddr{Name: node.path, Net: "unix"})
	if err != nil {
		answer.text(frameError, "node %s: %v", q.node, err)
		return
	}
	defer daemon.Close()
	if _, err := daemon.Write(q.bytes()); err != nil {
		answer.text(frameError, "node %s: %v", q.node, err)
		return
	}
	go func() {
		io.Copy(daemon, conn)
		daemon.CloseWrite()
	}()
	io.Copy(conn, daemon)
}

// node is the daemon of one node: it was started in the node's namespaces and serves the socket it inherited.
func node(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("usage: labd node NAME DISK, with the listening socket as file descriptor 3")
	}
	if err := mountNodeFolders(args[1]); err != nil {
		return err
	}
	if err := setHostname(args[0]); err != nil {
		return err
	}
	listener, err := net.FileListener(os.NewFile(3, "socket"))
	if err != nil {
		return err
	}
	here := newRunner()
	for {
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer conn.Close()
			if q, err := readRequest(conn); err == nil {
				here.serve(q, conn, &frames{w: conn})
			}
		}()
	}
}
