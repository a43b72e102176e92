package main

import (
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"
)

// pattern is so many bytes that look like no repetition to whoever loses or doubles a part of them.
func pattern(size int) []byte {
	b := make([]byte, size)
	state := uint32(2463534242)
	for i := range b {
		state ^= state << 13
		state ^= state >> 17
		state ^= state << 5
		b[i] = byte(state)
	}
	return b
}

func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// transfer moves the pattern by one HTTP request, up or down, and prints who served it, whom he saw, how many bytes
// arrived whole and how long it took; or why it failed.
func transfer(args []string) error {
	flags := flag.NewFlagSet("transfer", flag.ContinueOnError)
	to := flags.String("to", "", "ADDRESS:PORT")
	up := flags.Int("up", 0, "bytes to send")
	down := flags.Int("down", 0, "bytes to ask for")
	timeout := flags.Duration("timeout", 20*time.Second, "limit of the whole transfer")
	if err := flags.Parse(args); err != nil {
		return err
	}
	begin := time.Now()
	server, client, arrived, err := move(*to, *up, *down, begin.Add(*timeout))
	failure := ""
	if err != nil {
		failure = reason(err)
	}
	fmt.Fprintf(os.Stdout, "server\t%s\nclient\t%s\nbytes\t%d\nmillis\t%d\nfailure\t%s\n",
		server, client, arrived, time.Since(begin).Milliseconds(), failure)
	return nil
}

func move(to string, up, down int, deadline time.Time) (server, client string, arrived int, err error) {
	conn, err := net.DialTimeout("tcp", to, time.Until(deadline))
	if err != nil {
		return "", "", 0, err
	}
	defer conn.Close()
	conn.SetDeadline(deadline)
	request := fmt.Sprintf("GET /pattern/%d HTTP/1.0\r\nHost: %s\r\n\r\n", down, to)
	if up > 0 {
		request = fmt.Sprintf("POST / HTTP/1.0\r\nHost: %s\r\nContent-Length: %d\r\n\r\n", to, up)
	}
	if _, err := io.WriteString(conn, request); err != nil {
		return "", "", 0, err
	}
	if _, err := conn.Write(pattern(up)); err != nil {
		return "", "", 0, err
	}
	all, err := io.ReadAll(conn)
	if err != nil {
		return "", "", 0, err
	}
	parts := strings.SplitN(string(all), "\r\n\r\n", 2)
	if len(parts) != 2 || !strings.HasPrefix(parts[0], "HTTP/1.0 200") {
		return "", "", 0, fmt.Errorf("cut or strange answer of %d bytes", len(all))
	}
	server, client = field(parts[0], "X-Server"), host(field(parts[0], "X-Client"))
	if up > 0 {
		if want := fmt.Sprintf("%s %d %s\n", server, up, hash(pattern(up))); parts[1] != want {
			return server, client, 0, fmt.Errorf("%q arrived and not %q", parts[1], want)
		}
		return server, client, up, nil
	}
	if hash([]byte(parts[1])) != hash(pattern(down)) {
		return server, client, len(parts[1]), fmt.Errorf("%d bytes arrived, not those that were sent", len(parts[1]))
	}
	return server, client, down, nil
}

// field finds a field of an HTTP head.
func field(head, name string) string {
	for _, line := range strings.Split(head, "\r\n") {
		if strings.HasPrefix(line, name+": ") {
			return strings.TrimPrefix(line, name+": ")
		}
	}
	return ""
}

// host is the address of ADDRESS:PORT.
func host(target string) string {
	address, _, _ := net.SplitHostPort(target)
	return address
}
