package main

import (
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"time"
)

const protocolSCTP = 132

// sctpSocket makes a one-to-one style socket (RFC 6458, 4) bound to exactly one address: bound to all of them it would
// tell its peer every address of the node, and the association would not keep to the one that a test is about.
func sctpSocket(bound *net.TCPAddr) (int, error) {
	family := syscall.AF_INET6
	if bound.IP.To4() != nil {
		family = syscall.AF_INET
	}
	fd, err := syscall.Socket(family, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, protocolSCTP)
	if err == syscall.EPROTONOSUPPORT {
		return -1, fmt.Errorf("this kernel has no SCTP (module sctp): %w", err)
	}
	if err != nil {
		return -1, err
	}
	// The address may be a virtual one that is not here yet: IP_FREEBIND, for both families.
	syscall.SetsockoptInt(fd, syscall.IPPROTO_IP, 15, 1)
	syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1)
	if err := syscall.Bind(fd, socketAddress(bound)); err != nil {
		syscall.Close(fd)
		return -1, fmt.Errorf("bind to %s: %w", bound, err)
	}
	return fd, nil
}

func socketAddress(a *net.TCPAddr) syscall.Sockaddr {
	if four := a.IP.To4(); four != nil {
		s := &syscall.SockaddrInet4{Port: a.Port}
		copy(s.Addr[:], four)
		return s
	}
	s := &syscall.SockaddrInet6{Port: a.Port}
	copy(s.Addr[:], a.IP.To16())
	return s
}

// serveSCTP answers each association with "NAME client=ADDRESS:PORT QUESTION", until standard input ends.
func serveSCTP(args []string) error {
	flags := flag.NewFlagSet("serve-sctp", flag.ContinueOnError)
	name := flags.String("name", "", "what the answers say")
	at := flags.String("at", "", "ADDRESS:PORT")
	if err := flags.Parse(args); err != nil {
		return err
	}
	address, err := net.ResolveTCPAddr("tcp", *at)
	if err != nil {
		return err
	}
	fd, err := sctpSocket(address)
	if err != nil {
		return err
	}
	if err := syscall.Listen(fd, 64); err != nil {
		return err
	}
	fmt.Println("serving")
	go func() {
		for {
			peer, from, err := syscall.Accept(fd)
			if err != nil {
				return
			}
			go answerSCTP(*name, peer, from)
		}
	}()
	io.Copy(io.Discard, os.Stdin)
	return nil
}

func answerSCTP(name string, fd int, from syscall.Sockaddr) {
	defer syscall.Close(fd)
	client := ""
	switch a := from.(type) {
	case *syscall.SockaddrInet4:
		client = net.JoinHostPort(net.IP(a.Addr[:]).String(), fmt.Sprint(a.Port))
	case *syscall.SockaddrInet6:
		client = net.JoinHostPort(net.IP(a.Addr[:]).String(), fmt.Sprint(a.Port))
	}
	limit(fd, 10*time.Second)
	buffer := make([]byte, 2048)
	n, err := syscall.Read(fd, buffer)
	if err != nil || n <= 0 {
		return
	}
	syscall.Write(fd, []byte(fmt.Sprintf("%s client=%s %s\n", name, client, strings.TrimSpace(string(buffer[:n])))))
	// The client closes first, so that its close is seen to work too.
	syscall.Read(fd, buffer)
}

// limit bounds each of a socket's calls.
func limit(fd int, timeout time.Duration) {
	value := syscall.NsecToTimeval(timeout.Nanoseconds())
	syscall.SetsockoptTimeval(fd, syscall.SOL_SOCKET, syscall.SO_RCVTIMEO, &value)
	syscall.SetsockoptTimeval(fd, syscall.SOL_SOCKET, syscall.SO_SNDTIMEO, &value)
}

func sctp(args []string) error { return run(args, func(load) asker { return askSCTP }) }

// askSCTP makes one association.
func askSCTP(l load) (string, string, error) {
	target, err := net.ResolveTCPAddr("tcp", l.target)
	if err != nil {
		return "", "", err
	}
	own, err := ownAddress(target.IP)
	if err != nil {
		return "", "", err
	}
	fd, err := sctpSocket(&net.TCPAddr{IP: own})
	if err != nil {
		return "", "", err
	}
	defer syscall.Close(fd)
	limit(fd, l.timeout)
	if err := syscall.Connect(fd, socketAddress(target)); err != nil {
		return "", "", timedOut(err)
	}
	if _, err := syscall.Write(fd, []byte("who\n")); err != nil {
		return "", "", timedOut(err)
	}
	buffer := make([]byte, 2048)
	n, err := syscall.Read(fd, buffer)
	if err != nil {
		return "", "", timedOut(err)
	}
	words := strings.Fields(string(buffer[:n]))
	if len(words) != 3 || !strings.HasPrefix(words[1], "client=") {
		return "", "", fmt.Errorf("strange answer of %d bytes", n)
	}
	return words[0], host(strings.TrimPrefix(words[1], "client=")), nil
}

// timedOut gives the errors of a socket with limits the name that other clients' have.
func timedOut(err error) error {
	if err == syscall.EAGAIN || err == syscall.EINPROGRESS {
		return syscall.ETIMEDOUT
	}
	return err
}
