package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"
)

// serve answers HTTP on TCP ports and echoes on UDP ports, saying who it is and whom it sees.
//
//	GET /        "Hello From NAME\n", with X-Client and X-Local naming both ends of the connection
//	GET /stream  one numbered line every 100 ms until the client leaves
//	UDP          "NAME client=ADDRESS:PORT\n"
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
		socket, err := net.ListenPacket("udp4", ":"+port)
		if err != nil {
			return err
		}
		go func() { failed <- echo(*name, socket) }()
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
	for line := first; strings.TrimSpace(line) != ""; {
		if line, err = r.ReadString('\n'); err != nil {
			return
		}
	}
	conn.SetReadDeadline(time.Time{})
	head := fmt.Sprintf("Content-Type: text/plain\r\nConnection: close\r\nX-Client: %s\r\nX-Local: %s\r\n",
		conn.RemoteAddr(), conn.LocalAddr())
	if strings.HasPrefix(first, "GET /stream") {
		fmt.Fprintf(conn, "HTTP/1.0 200 OK\r\n%s\r\n", head)
		for i := 0; ; i++ {
			if _, err := fmt.Fprintf(conn, "%s %d\n", name, i); err != nil {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
	}
	body := "Hello From " + name + "\n"
	fmt.Fprintf(conn, "HTTP/1.0 200 OK\r\n%sContent-Length: %d\r\n\r\n%s", head, len(body), body)
}

// echo answers each datagram from the address it was sent to: the socket is bound to all addresses, but a node has one
// address per network, and the kernel picks the one that the reply leaves by.
func echo(name string, socket net.PacketConn) error {
	buffer := make([]byte, 2048)
	for {
		_, client, err := socket.ReadFrom(buffer)
		if err != nil {
			return err
		}
		if _, err := socket.WriteTo([]byte(fmt.Sprintf("%s client=%s\n", name, client)), client); err != nil {
			say("answer to %s: %v", client, err)
		}
	}
}
