package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// A runner starts commands in the namespaces of this process and remembers those in the background.
type runner struct {
	mu         sync.Mutex
	background map[int]*background
}

type background struct {
	ended chan struct{}
	exit  int
}

func newRunner() *runner { return &runner{background: map[int]*background{}} }

func (r *runner) serve(q request, conn io.Reader, answer *frames) {
	var err error
	switch q.op {
	case "exec":
		err = r.exec(q, conn, answer)
	case "spawn":
		err = r.spawn(q, answer)
	case "signal":
		err = r.signal(q, answer)
	case "alive":
		err = r.alive(q, answer)
	default:
		err = fmt.Errorf("unknown operation %q", q.op)
	}
	if err != nil {
		answer.text(frameError, "%s %s: %v", q.op, strings.Join(q.argv, " "), err)
	}
}

func command(q request) (*exec.Cmd, error) {
	if len(q.argv) == 0 {
		return nil, fmt.Errorf("no command")
	}
	cmd := exec.Command(q.argv[0], q.argv[1:]...)
	cmd.Env = append(os.Environ(), q.env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return cmd, nil
}

// exec runs a command to its end; the first option is its time limit in milliseconds.
func (r *runner) exec(q request, conn io.Reader, answer *frames) error {
	cmd, err := command(q)
	if err != nil {
		return err
	}
	limit, err := strconv.Atoi(q.options[0])
	if err != nil {
		return err
	}
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	cmd.Stdout, cmd.Stderr = stream{answer, frameOut}, stream{answer, frameErr}
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() {
		io.Copy(stdin, conn)
		stdin.Close()
	}()
	timer := time.AfterFunc(time.Duration(limit)*time.Millisecond, func() {
		fmt.Fprintf(stream{answer, frameErr}, "labd: killed after %d ms\n", limit)
		syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	})
	err = cmd.Wait()
	timer.Stop()
	answer.text(frameExit, "%d", exitStatus(cmd, err))
	return nil
}

// spawn starts a command in the background; the first option is the file its output is appended to.
func (r *runner) spawn(q request, answer *frames) error {
	cmd, err := command(q)
	if err != nil {
		return err
	}
	log, err := os.OpenFile(q.options[0], os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return err
	}
	defer log.Close()
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		return err
	}
	b := &background{ended: make(chan struct{})}
	r.mu.Lock()
	r.background[cmd.Process.Pid] = b
	r.mu.Unlock()
	go func() {
		b.exit = exitStatus(cmd, cmd.Wait())
		close(b.ended)
	}()
	answer.text(framePid, "%d", cmd.Process.Pid)
	answer.text(frameExit, "0")
	return nil
}

// signal sends a signal (second option) to a background process of ours (first option) and, with a third option, waits
// that many milliseconds for its end, whose status it answers.
func (r *runner) signal(q request, answer *frames) error {
	pid, b, err := r.find(q)
	if err != nil {
		return err
	}
	number, err := strconv.Atoi(q.options[1])
	if err != nil {
		return err
	}
	select {
	case <-b.ended:
		answer.text(frameExit, "%d", b.exit)
		return nil
	default:
	}
	if err := syscall.Kill(pid, syscall.Signal(number)); err != nil {
		return err
	}
	wait, err := strconv.Atoi(q.options[2])
	if err != nil {
		return err
	}
	if wait == 0 {
		answer.text(frameExit, "0")
		return nil
	}
	select {
	case <-b.ended:
		answer.text(frameExit, "%d", b.exit)
		return nil
	case <-time.After(time.Duration(wait) * time.Millisecond):
		return fmt.Errorf("process %d did not end within %d ms of signal %d", pid, wait, number)
	}
}

// alive answers 0 while a background process runs and 1 when it has ended.
func (r *runner) alive(q request, answer *frames) error {
	_, b, err := r.find(q)
	if err != nil {
		return err
	}
	select {
	case <-b.ended:
		answer.text(frameExit, "1")
	default:
		answer.text(frameExit, "0")
	}
	return nil
}

func (r *runner) find(q request) (int, *background, error) {
	pid, err := strconv.Atoi(q.options[0])
	if err != nil {
		return 0, nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	b := r.background[pid]
	if b == nil {
		return 0, nil, fmt.Errorf("process %d was not started here", pid)
	}
	return pid, b, nil
}

func exitStatus(cmd *exec.Cmd, err error) int {
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal())
	}
	if cmd.ProcessState == nil {
		return 127
	}
	return cmd.ProcessState.ExitCode()
}
