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
	"strings"
	"sync"
	"syscall"
)

// A director of nodes: the daemon of the guest's (or the sandbox's) root namespace. It makes nodes and hands requests
// on to them; a request without a node runs here.
type root struct {
	mu      sync.Mutex
	sockets string
	nodes   map[string]string
	token   string
	here    *runner
	ended   chan error
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
		nodes:   map[string]string{},
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
	case q.node == "":
		r.here.serve(q, conn, answer)
	default:
		r.forward(q, conn, answer)
	}
}

// create starts the daemon of a new node in network, mount and UTS namespaces of its own.
// It returns the daemon's process id, by which ip(8) can move interfaces there.
func (r *root) create(name string) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.nodes[name] != "" {
		return 0, errors.New("it is there already")
	}
	path := filepath.Join(r.sockets, name)
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
	cmd := exec.Command("/proc/self/exe", "node", name)
	cmd.ExtraFiles = []*os.File{file}
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWNET | syscall.CLONE_NEWNS | syscall.CLONE_NEWUTS,
		Setpgid:    true,
	}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	r.nodes[name] = path
	go cmd.Wait()
	return cmd.Process.Pid, nil
}

func (r *root) forward(q request, conn *net.TCPConn, answer *frames) {
	r.mu.Lock()
	path := r.nodes[q.node]
	r.mu.Unlock()
	if path == "" {
		answer.text(frameError, "no node named %s", q.node)
		return
	}
	there, err := net.DialUnix("unix", nil, &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		answer.text(frameError, "node %s: %v", q.node, err)
		return
	}
	defer there.Close()
	if _, err := there.Write(q.bytes()); err != nil {
		answer.text(frameError, "node %s: %v", q.node, err)
		return
	}
	go func() {
		io.Copy(there, conn)
		there.CloseWrite()
	}()
	io.Copy(conn, there)
}

// node is the daemon of one node: it was started in the node's namespaces and serves the socket it inherited.
func node(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("usage: labd node NAME, with the listening socket as file descriptor 3")
	}
	if err := mountNodeFolders(); err != nil {
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
