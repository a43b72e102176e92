package main

import (
	"bufio"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// What the bench needs of ipvs' netlink protocol (linux/ip_vs.h): nothing here is the product's own code. Every machine
// that the lab knows is little-endian.
const (
	ipvsNewService, ipvsNewDestination, ipvsGetDestination = 1, 5, 8
	ipvsService, ipvsDestination                           = 1, 2
	masquerade, tunnel, direct                             = 0, 2, 3
)

// A genl is a socket of generic netlink and the number of the family IPVS there.
type genl struct {
	fd     int
	family uint16
	buffer []byte
}

func openIpvs() (*genl, error) {
	fd, err := syscall.Socket(syscall.AF_NETLINK, syscall.SOCK_RAW|syscall.SOCK_CLOEXEC, syscall.NETLINK_GENERIC)
	if err != nil {
		return nil, err
	}
	g := &genl{fd: fd, family: 16, buffer: make([]byte, 1<<16)}
	// The family "nlctrl" (16) tells the number of another: command 3, attribute 2 is the name, 1 of the answer the number.
	err = g.ask(message(16, syscall.NLM_F_REQUEST, 3, 1, attribute(2, []byte("IPVS\x00"))), func(payload []byte) {
		attributes(payload, func(kind int, value []byte) {
			if kind == 1 {
				g.family = binary.LittleEndian.Uint16(value)
			}
		})
	}, false)
	if err == nil && g.family == 16 {
		err = errors.New("no family IPVS: is ip_vs loaded?")
	}
	return g, err
}

func message(kind uint16, flags uint16, command, version byte, payload ...[]byte) []byte {
	b := make([]byte, 20)
	b[16], b[17] = command, version
	for _, part := range payload {
		b = append(b, part...)
	}
	binary.LittleEndian.PutUint32(b, uint32(len(b)))
	binary.LittleEndian.PutUint16(b[4:], kind)
	binary.LittleEndian.PutUint16(b[6:], flags)
	return b
}

func attribute(kind uint16, value []byte) []byte {
	b := make([]byte, 4, (len(value)+7)&^3)
	binary.LittleEndian.PutUint16(b, uint16(4+len(value)))
	binary.LittleEndian.PutUint16(b[2:], kind)
	b = append(b, value...)
	return b[:cap(b)]
}

func number16(kind, value uint16) []byte {
	return attribute(kind, binary.LittleEndian.AppendUint16(nil, value))
}

func number32(kind uint16, value uint32) []byte {
	return attribute(kind, binary.LittleEndian.AppendUint32(nil, value))
}

func nested(kind uint16, parts ...[]byte) []byte {
	var all []byte
	for _, part := range parts {
		all = append(all, part...)
	}
	return attribute(kind|0x8000, all)
}

func smaller(a, b int) int {
	if a < b {
		return a
	}
	return b
}

func attributes(b []byte, visit func(kind int, value []byte)) {
	for len(b) >= 4 {
		length := int(binary.LittleEndian.Uint16(b))
		if length < 4 || length > len(b) {
			return
		}
		visit(int(binary.LittleEndian.Uint16(b[2:])&0x3fff), b[4:length])
		b = b[smaller(len(b), (length+3)&^3):]
	}
}

// ask sends one request and hands on the payload of every answer, up to the end of a dump or the first answer.
func (g *genl) ask(request []byte, answer func(payload []byte), dump bool) error {
	if err := syscall.Sendto(g.fd, request, 0, &syscall.SockaddrNetlink{Family: syscall.AF_NETLINK}); err != nil {
		return err
	}
	for {
		n, _, err := syscall.Recvfrom(g.fd, g.buffer, 0)
		if err != nil {
			return err
		}
		messages, err := syscall.ParseNetlinkMessage(g.buffer[:n])
		if err != nil {
			return err
		}
		for _, m := range messages {
			switch m.Header.Type {
			case syscall.NLMSG_DONE:
				return nil
			case syscall.NLMSG_ERROR:
				return failure(m.Data)
			default:
				answer(m.Data[4:])
			}
		}
		if !dump {
			return nil
		}
	}
}

func failure(data []byte) error {
	if code := int32(binary.LittleEndian.Uint32(data)); code != 0 {
		return syscall.Errno(-code)
	}
	return nil
}

// An ipvsEntry is a line of "ipvsadm -Sn": a virtual server, or a destination of one.
type ipvsEntry struct {
	protocol           uint16
	service, server    *net.TCPAddr
	scheduler          string
	forwarding, weight uint32
}

func parseEntry(line string) (ipvsEntry, error) {
	e := ipvsEntry{scheduler: "wlc"}
	words := strings.Fields(line)
	for i := 0; i < len(words); i++ {
		value := func() string { i++; return words[smaller(i, len(words)-1)] }
		var err error
		switch words[i] {
		case "-t", "-u":
			e.protocol = map[string]uint16{"-t": syscall.IPPROTO_TCP, "-u": syscall.IPPROTO_UDP}[words[i]]
			e.service, err = net.ResolveTCPAddr("tcp4", value())
		case "-r":
			e.server, err = net.ResolveTCPAddr("tcp4", value())
		case "-s":
			e.scheduler = value()
		case "-w":
			var weight int
			weight, err = strconv.Atoi(value())
			e.weight = uint32(weight)
		case "-m":
			e.forwarding = masquerade
		case "-i":
			e.forwarding = tunnel
		case "-g":
			e.forwarding = direct
		}
		if err != nil {
			return e, err
		}
	}
	if e.service == nil {
		return e, fmt.Errorf("no -t and no -u in %q", line)
	}
	return e, nil
}

func port(p int) []byte { return binary.BigEndian.AppendUint16(nil, uint16(p)) }

func padded(ip net.IP) []byte { return append(append([]byte{}, ip.To4()...), make([]byte, 12)...) }

func (e ipvsEntry) key() []byte {
	return nested(ipvsService, number16(1, syscall.AF_INET), number16(2, e.protocol),
		attribute(3, padded(e.service.IP)), attribute(4, port(e.service.Port)))
}

func (e ipvsEntry) request(family uint16) []byte {
	const flags = syscall.NLM_F_REQUEST | syscall.NLM_F_ACK
	if e.server == nil {
		return message(family, flags, ipvsNewService, 1,
			nested(ipvsService, number16(1, syscall.AF_INET), number16(2, e.protocol),
				attribute(3, padded(e.service.IP)), attribute(4, port(e.service.Port)),
				attribute(6, append([]byte(e.scheduler), 0)), attribute(7, make([]byte, 8)),
				number32(8, 0), number32(9, 0xffffffff)))
	}
	return message(family, flags, ipvsNewDestination, 1, e.key(),
		nested(ipvsDestination, attribute(1, padded(e.server.IP)), attribute(2, port(e.server.Port)),
			number32(3, e.forwarding), number32(4, e.weight), number32(5, 0), number32(6, 0),
			number16(11, syscall.AF_INET)))
}

// ipvsLoad programs what "ipvsadm -Sn" printed, by as few system calls as there can be, and says how many
// microseconds it took from the first send to the last acknowledgement.
func ipvsLoad(args []string) error {
	flags := flag.NewFlagSet("ipvs-load", flag.ContinueOnError)
	batch := flags.Int("batch", 64, "requests in one message to the kernel")
	if err := flags.Parse(args); err != nil {
		return err
	}
	g, err := openIpvs()
	if err != nil {
		return err
	}
	var requests [][]byte
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		e, err := parseEntry(lines.Text())
		if err != nil {
			return err
		}
		requests = append(requests, e.request(g.family))
	}
	begin := time.Now()
	for first := 0; first < len(requests); first += *batch {
		some := requests[first:smaller(first+*batch, len(requests))]
		if err := g.load(some); err != nil {
			return err
		}
	}
	fmt.Printf("%d requests\t%d us\n", len(requests), time.Since(begin).Microseconds())
	return nil
}

func (g *genl) load(requests [][]byte) error {
	var all []byte
	for _, request := range requests {
		all = append(all, request...)
	}
	if err := syscall.Sendto(g.fd, all, 0, &syscall.SockaddrNetlink{Family: syscall.AF_NETLINK}); err != nil {
		return err
	}
	for acknowledged := 0; acknowledged < len(requests); {
		n, _, err := syscall.Recvfrom(g.fd, g.buffer, 0)
		if err != nil {
			return err
		}
		messages, err := syscall.ParseNetlinkMessage(g.buffer[:n])
		if err != nil {
			return err
		}
		for _, m := range messages {
			if err := failure(m.Data); err != nil {
				return err
			}
			acknowledged++
		}
	}
	return nil
}

// ipvsAwait reads lines of the form "-t SERVICE -r SERVER -w WEIGHT" and after each looks every two milliseconds whether
// the kernel has it so, then says "seen" and how
// often it has; without -r any destination of that virtual server will do.
func ipvsAwait(args []string) error {
	g, err := openIpvs()
	if err != nil {
		return err
	}
	fmt.Println("ready")
	seen := 0
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		wanted, err := parseEntry(lines.Text())
		if err != nil {
			return err
		}
		limit := time.Now().Add(5 * time.Minute)
		for {
			there, err := g.has(wanted)
			if err != nil {
				return err
			}
			if there {
				break
			}
			if time.Now().After(limit) {
				return fmt.Errorf("not within 5 minutes: %s", lines.Text())
			}
			time.Sleep(2 * time.Millisecond)
		}
		seen++
		fmt.Printf("seen %d\n", seen)
	}
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

func (g *genl) has(wanted ipvsEntry) (bool, error) {
	found := false
	request := message(g.family, syscall.NLM_F_REQUEST|syscall.NLM_F_DUMP, ipvsGetDestination, 1, wanted.key())
	err := g.ask(request, func(payload []byte) {
		attributes(payload, func(kind int, value []byte) {
			if kind == ipvsDestination {
				found = found || matches(value, wanted)
			}
		})
	}, true)
	if errors.Is(err, syscall.ESRCH) || errors.Is(err, syscall.ENOENT) {
		return false, nil
	}
	return found, err
}

func matches(destination []byte, wanted ipvsEntry) bool {
	if wanted.server == nil {
		return true
	}
	same := 0
	attributes(destination, func(kind int, value []byte) {
		switch {
		case kind == 1 && net.IP(value[:4]).Equal(wanted.server.IP),
			kind == 2 && binary.BigEndian.Uint16(value) == uint16(wanted.server.Port),
			kind == 4 && binary.LittleEndian.Uint32(value) == wanted.weight:
			same++
		}
	})
	return same == 3
}

// ipvsCount waits until the kernel has so many destinations with weight in all, looking again after a rest that is
// longer than the look, and says when that was (milliseconds since 1970, of this kernel's clock).
func ipvsCount(args []string) error {
	flags := flag.NewFlagSet("ipvs-count", flag.ContinueOnError)
	wanted := flags.Int("destinations", 1, "to wait for")
	limit := flags.Duration("limit", 10*time.Minute, "of the wait")
	if err := flags.Parse(args); err != nil {
		return err
	}
	end := time.Now().Add(*limit)
	for {
		begin := time.Now()
		count, err := destinationsWithWeight()
		if err != nil {
			return err
		}
		if count >= *wanted {
			fmt.Println(begin.UnixMilli())
			return nil
		}
		if time.Now().After(end) {
			return fmt.Errorf("%d of %d destinations after %s", count, *wanted, *limit)
		}
		time.Sleep(20*time.Millisecond + 2*time.Since(begin))
	}
}

// destinationsWithWeight counts in /proc/net/ip_vs, whose lines are "-> ADDRESS:PORT METHOD WEIGHT ACTIVE INACTIVE".
func destinationsWithWeight() (int, error) {
	file, err := os.Open("/proc/net/ip_vs")
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer file.Close()
	count := 0
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		if len(words) == 6 && words[0] == "->" && words[3] != "0" && words[3] != "Weight" {
			count++
		}
	}
	return count, lines.Err()
}
