package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"sort"
	"strings"
	"sync"
	"syscall"
	"time"
)

// A load is a number of clients that ask again and again, each request on a connection (or socket) of its own unless
// one port is wanted, until the count is reached, the time is over, or standard input ends.
type load struct {
	target      string
	path        string
	count       int
	concurrency int
	interval    time.Duration
	timeout     time.Duration
	duration    time.Duration
	onePort     bool
}

// A tally is what came of it; it is printed as lines of tab-separated words.
type tally struct {
	mu       sync.Mutex
	started  int
	answers  map[string]int
	clients  map[string]int
	failures map[string]int
	sequence []string
	slowest  time.Duration
}

func get(args []string) error { return run(args, func(load) asker { return askHTTP }) }
func udp(args []string) error { return run(args, newUDPAsker) }

// An asker makes one request and returns what answered and which client address the server saw.
type asker func(load) (answer, client string, err error)

// run has each client of the load ask by an asker of its own.
func run(args []string, newAsker func(load) asker) error {
	flags := flag.NewFlagSet("traffic", flag.ContinueOnError)
	l := load{}
	flags.StringVar(&l.target, "to", "", "ADDRESS:PORT")
	flags.StringVar(&l.path, "path", "/", "path of the HTTP request")
	flags.IntVar(&l.count, "count", 0, "requests in all; 0 is without end")
	flags.IntVar(&l.concurrency, "concurrency", 1, "requests at a time")
	flags.DurationVar(&l.interval, "interval", 0, "pause of each client after a request")
	flags.DurationVar(&l.timeout, "timeout", 5*time.Second, "limit of one request")
	flags.DurationVar(&l.duration, "duration", time.Hour, "limit of the whole run")
	flags.BoolVar(&l.onePort, "one-port", false, "each client keeps its socket (UDP)")
	if err := flags.Parse(args); err != nil {
		return err
	}
	t := &tally{answers: map[string]int{}, clients: map[string]int{}, failures: map[string]int{}}
	ctx, cancel := context.WithTimeout(context.Background(), l.duration)
	defer cancel()
	if l.count == 0 {
		fmt.Println("begun")
		go func() {
			io.Copy(io.Discard, os.Stdin)
			cancel()
		}()
	}
	var clients sync.WaitGroup
	for i := 0; i < l.concurrency; i++ {
		clients.Add(1)
		go func() {
			defer clients.Done()
			ask := newAsker(l)
			for t.next(ctx, l.count) {
				t.ask(l, ask)
				select {
				case <-ctx.Done():
				case <-time.After(l.interval):
				}
			}
		}()
	}
	clients.Wait()
	t.print(os.Stdout)
	return nil
}

func (t *tally) next(ctx context.Context, count int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if ctx.Err() != nil || count > 0 && t.started >= count {
		return false
	}
	t.started++
	return true
}

func (t *tally) ask(l load, ask asker) {
	begin := time.Now()
	answer, client, err := ask(l)
	took := time.Since(begin)
	t.mu.Lock()
	defer t.mu.Unlock()
	if took > t.slowest {
		t.slowest = took
	}
	if err != nil {
		t.failures[fmt.Sprintf("%s at %s", reason(err), begin.Format("15:04:05.000"))]++
		return
	}
	t.answers[answer]++
	t.clients[client]++
	if len(t.sequence) < 2000 {
		t.sequence = append(t.sequence, answer)
	}
}

// reason names a failure in a word or two, so that equal ones look equal.
func reason(err error) string {
	var timeout net.Error
	var errno syscall.Errno
	switch {
	case errors.As(err, &timeout) && timeout.Timeout():
		return "timeout"
	case errors.As(err, &errno):
		return errno.Error()
	default:
		return err.Error()
	}
}

func (t *tally) print(w io.Writer) {
	out := bufio.NewWriter(w)
	defer out.Flush()
	fmt.Fprintf(out, "requests\t%d\n", t.started)
	fmt.Fprintf(out, "slowest-ms\t%d\n", t.slowest.Milliseconds())
	for kind, counts := range map[string]map[string]int{"answer": t.answers, "client": t.clients, "failure": t.failures} {
		var keys []string
		for key := range counts {
			keys = append(keys, key)
		}
		sort.Strings(keys)
		for _, key := range keys {
			fmt.Fprintf(out, "%s\t%d\t%s\n", kind, counts[key], key)
		}
	}
	fmt.Fprintf(out, "sequence\t%s\n", strings.Join(t.sequence, "\t"))
}

func askHTTP(l load) (string, string, error) {
	conn, err := net.DialTimeout("tcp", l.target, l.timeout)
	if err != nil {
		return "", "", err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(l.timeout))
	if _, err := fmt.Fprintf(conn, "GET %s HTTP/1.0\r\nHost: %s\r\n\r\n", l.path, l.target); err != nil {
		return "", "", err
	}
	all, err := io.ReadAll(conn)
	if err != nil {
		return "", "", err
	}
	parts := strings.SplitN(string(all), "\r\n\r\n", 2)
	if len(parts) != 2 || !strings.HasPrefix(parts[0], "HTTP/1.0 200") && !strings.HasPrefix(parts[0], "HTTP/1.1 200") {
		return "", "", fmt.Errorf("cut or strange answer of %d bytes", len(all))
	}
	return strings.TrimSpace(parts[1]), host(field(parts[0], "X-Client")), nil
}

// newUDPAsker returns a client that keeps its socket if one port is wanted, so that its datagrams are one flow.
func newUDPAsker(l load) asker {
	var kept net.Conn
	asked := 0
	return func(l load) (string, string, error) {
		conn := kept
		if conn == nil {
			var err error
			if conn, err = dialUDP(l.target, l.timeout); err != nil {
				return "", "", err
			}
			if l.onePort {
				kept = conn
			} else {
				defer conn.Close()
			}
		}
		asked++
		return askUDP(conn, fmt.Sprintf("who-%d", asked), l.timeout)
	}
}

// A node's counter of UDP sockets; each node has a /run of its own.
const udpPorts = "/run/labd-udp-ports"

// dialUDP connects from a port that no socket of this node had before: ipvs takes two datagrams from one port for one
// connection, and remembers it for five minutes, so that ports chosen by chance now and then do not take their turn.
func dialUDP(target string, timeout time.Duration) (net.Conn, error) {
	const first, count = 33000, 27000
	for {
		number, err := next(udpPorts)
		if err != nil {
			return nil, err
		}
		dialer := net.Dialer{Timeout: timeout, LocalAddr: &net.UDPAddr{Port: first + number%count}}
		conn, err := dialer.Dial("udp", target)
		if !errors.Is(err, syscall.EADDRINUSE) {
			return conn, err
		}
	}
}

// next counts in a file, whoever else does at the same time.
func next(name string) (int, error) {
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil {
		return 0, err
	}
	number := 0
	fmt.Fscan(file, &number)
	_, err = file.WriteAt([]byte(fmt.Sprintf("%d\n", number+1)), 0)
	return number, err
}

// askUDP sends one datagram and waits for its own answer: one that comes too late for an earlier one does not count.
func askUDP(conn net.Conn, question string, timeout time.Duration) (string, string, error) {
	conn.SetDeadline(time.Now().Add(timeout))
	if _, err := io.WriteString(conn, question+"\n"); err != nil {
		return "", "", err
	}
	buffer := make([]byte, 2048)
	for {
		n, err := conn.Read(buffer)
		if err != nil {
			return "", "", err
		}
		words := strings.Fields(string(buffer[:n]))
		if len(words) != 3 || !strings.HasPrefix(words[1], "client=") {
			return "", "", fmt.Errorf("strange answer of %d bytes", n)
		}
		if words[2] == question {
			return words[0], host(strings.TrimPrefix(words[1], "client=")), nil
		}
	}
}

// fetch prints the body of one HTTP answer and fails when its status is not 200.
func fetch(args []string) error {
	flags := flag.NewFlagSet("fetch", flag.ContinueOnError)
	l := load{}
	flags.StringVar(&l.target, "to", "", "ADDRESS:PORT")
	flags.StringVar(&l.path, "path", "/", "path of the HTTP request")
	flags.DurationVar(&l.timeout, "timeout", 20*time.Second, "limit of the request")
	if err := flags.Parse(args); err != nil {
		return err
	}
	body, _, err := askHTTP(l)
	if err == nil {
		fmt.Println(body)
	}
	return err
}

// A held is one long connection to /stream and what came of it.
type held struct {
	conn    net.Conn
	lines   int
	silence time.Duration
	broken  string
}

// long holds connections to /stream until standard input ends, and reports every break and the longest silence.
func long(args []string) error {
	flags := flag.NewFlagSet("long", flag.ContinueOnError)
	to := flags.String("to", "", "ADDRESS:PORT")
	count := flags.Int("count", 1, "connections at a time")
	timeout := flags.Duration("timeout", 10*time.Second, "silence that counts as a break")
	if err := flags.Parse(args); err != nil {
		return err
	}
	done := make(chan struct{})
	var all []*held
	var begun, ended sync.WaitGroup
	for i := 0; i < *count; i++ {
		conn, err := net.DialTimeout("tcp", *to, *timeout)
		if err != nil {
			return err
		}
		fmt.Fprintf(conn, "GET /stream HTTP/1.0\r\nHost: %s\r\n\r\n", *to)
		h := &held{conn: conn}
		all = append(all, h)
		begun.Add(1)
		ended.Add(1)
		go func() {
			h.read(*timeout, begun.Done, done)
			ended.Done()
		}()
	}
	begun.Wait()
	fmt.Println("connected")
	go func() {
		io.Copy(io.Discard, os.Stdin)
		close(done)
		for _, h := range all {
			h.conn.Close()
		}
	}()
	ended.Wait()
	lines, silence, broken := 0, time.Duration(0), map[string]int{}
	for _, h := range all {
		lines += h.lines
		if h.silence > silence {
			silence = h.silence
		}
		if h.broken != "" {
			broken[h.broken]++
		}
	}
	fmt.Printf("connections\t%d\nlines\t%d\nsilence-ms\t%d\n", *count, lines, silence.Milliseconds())
	for why, times := range broken {
		fmt.Printf("broken\t%d\t%s\n", times, why)
	}
	return nil
}

// read counts lines until the connection breaks or all is done; it says once that the first line, or the break, came.
func (h *held) read(timeout time.Duration, begun func(), done <-chan struct{}) {
	var once sync.Once
	defer once.Do(begun)
	r := bufio.NewReader(h.conn)
	for last := time.Now(); ; last = time.Now() {
		h.conn.SetReadDeadline(time.Now().Add(timeout))
		_, err := r.ReadString('\n')
		if gap := time.Since(last); gap > h.silence {
			h.silence = gap
		}
		if err != nil {
			select {
			case <-done:
			default:
				h.broken = reason(err)
			}
			return
		}
		h.lines++
		once.Do(begun)
	}
}
