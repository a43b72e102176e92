package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"time"
)

// serve answers HTTP on TCP ports and echoes on UDP ports, saying who it is and whom it sees.
//
//	GET /          "Hello From NAME\n", with X-Client and X-Local naming both ends of the connection
//	GET /stream    one numbered line every 100 ms until the client leaves
//	GET /pattern/N N bytes of the pattern
//	POST /         "NAME N HASH\n": how many bytes of body came and their hash
//	UDP            "NAME client=ADDRESS:PORT WHAT-CAME\n", from the address that was asked
func serve(args []string) error {
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	name := flags.String("name", "", "what the answers say")
	tcp := flags.String("tcp", "80", "TCP ports, separated by commas")
	udp := flags.String("udp", "", "UDP ports, separated by commas")
	untilInputEnds := flags.Bool("until-input-ends", false, "end when standard input does")
	if err := flags.Parse(args); err != nil {
		return err
	}
	failed := make(chan error)
	if *untilInputEnds {
		go func() {
			io.Copy(io.Discard, os.Stdin)
			failed <- nil
		}()
	}
	for _, port := range split(*tcp) {
		listener, err := net.Listen("tcp", ":"+port)
		if err != nil {
			return err
		}
		go func() { failed <- serveHTTP(*name, listener) }()
	}
	for _, port := range split(*udp) {
		for _, network := range []string{"udp4", "udp6"} {
			socket, err := listenUDP(network, port)
			if err != nil {
				return err
			}
			go func() { failed <- echo(*name, socket) }()
		}
	}
	fmt.Println("serving")
	return <-failed
}

func split(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}

func serveHTTP(name string, listener net.Listener) error {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		go answerHTTP(name, conn)
	}
}

func answerHTTP(name string, conn net.Conn) {
	defer conn.Close()
	conn.SetReadDeadline(time.Now().Add(30 * time.Second))
	r := bufio.NewReader(conn)
	first, err := r.ReadString('\n')
	if err != nil {
		return
	}
	length := int64(0)
	for line := first; strings.TrimSpace(line) != ""; {
		if line, err = r.ReadString('\n'); err != nil {
			return
		}
		fmt.Sscanf(line, "Content-Length: %d", &length)
	}
	head := fmt.Sprintf("Content-Type: text/plain\r\nConnection: close\r\nX-Client: %s\r\nX-Local: %s\r\n",
		conn.RemoteAddr(), conn.LocalAddr())
	if strings.HasPrefix(first, "GET /stream") {
		conn.SetDeadline(time.Time{})
		fmt.Fprintf(conn, "HTTP/1.0 200 OK\r\n%s\r\n", head)
		for i := 0; ; i++ {
			if _, err := fmt.Fprintf(conn, "%s %d\n", name, i); err != nil {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
	}
	body := []byte("Hello From " + name + "\n")
	size := 0
	if _, err := fmt.Sscanf(first, "GET /pattern/%d", &size); err == nil {
		body = pattern(size)
	} else if strings.HasPrefix(first, "POST ") {
		received, err := io.ReadAll(io.LimitReader(r, length))
		if err != nil {
			return
		}
		body = []byte(fmt.Sprintf("%s %d %s\n", name, len(received), hash(received)))
	}
	conn.SetDeadline(time.Now().Add(time.Minute))
	fmt.Fprintf(conn, "HTTP/1.0 200 OK\r\n%sX-Server: %s\r\nContent-Length: %d\r\n\r\n", head, name, len(body))
	conn.Write(body)
}

// listenUDP opens a socket that tells of each datagram which address it was sent to.
func listenUDP(network, port string) (*net.UDPConn, error) {
	socket, err := net.ListenPacket(network, ":"+port)
	if err != nil {
		return nil, err
	}
	conn := socket.(*net.UDPConn)
	raw, err := conn.SyscallConn()
	if err != nil {
		return nil, err
	}
	failure := raw.Control(func(fd uintptr) {
		if network == "udp4" {
			err = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_IP, syscall.IP_PKTINFO, 1)
		} else {
			err = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_IPV6, syscall.IPV6_RECVPKTINFO, 1)
		}
	})
	if failure != nil {
		err = failure
	}
	return conn, err
}

// echo answers each datagram from the address it was sent to, which may be one of several: a virtual one, that a real
// server has beside its own.
func echo(name string, socket *net.UDPConn) error {
	buffer, control := make([]byte, 2048), make([]byte, 256)
	for {
		n, m, _, client, err := socket.ReadMsgUDP(buffer, control)
		if err != nil {
			return err
		}
		what := strings.TrimSpace(string(buffer[:n]))
		text := fmt.Sprintf("%s client=%s %s\n", name, client, what)
		if _, _, err := socket.WriteMsgUDP([]byte(text), fromWhereAsked(control[:m]), client); err != nil {
			say("answer to %s: %v", client, err)
		}
	}
}

// fromWhereAsked makes of a datagram's packet information (ip(7), ipv6(7)) that of its answer: the same address, and no
// interface, which the routes decide.
func fromWhereAsked(control []byte) []byte {
	const header = syscall.SizeofCmsghdr
	messages, err := syscall.ParseSocketControlMessage(control)
	if err != nil {
		return nil
	}
	for _, message := range messages {
		info := message.Data
		switch {
		case message.Header.Level == syscall.IPPROTO_IP && message.Header.Type == syscall.IP_PKTINFO:
			// struct in_pktinfo: int interface; in_addr that answers leave by; in_addr of the datagram
			copy(info[4:8], info[8:12])
			copy(info[0:4], []byte{0, 0, 0, 0})
			return control[:header+syscall.SizeofInet4Pktinfo]
		case message.Header.Level == syscall.IPPROTO_IPV6 && message.Header.Type == syscall.IPV6_PKTINFO:
			// struct in6_pktinfo: in6_addr of the datagram; unsigned interface
			if !net.IP(info[:16]).IsLinkLocalUnicast() {
				copy(info[16:20], []byte{0, 0, 0, 0})
			}
			return control[:header+syscall.SizeofInet6Pktinfo]
		}
	}
	return nil
}
