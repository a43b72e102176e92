package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"
)

// Numbers of the wire: linux/if_ether.h, linux/if_arp.h, IANA's protocol numbers.
const (
	etherIPv4, etherIPv6, etherARP = 0x0800, 0x86dd, 0x0806
	hardwareEthernet               = 1
	hardwareLoopback               = 772
	icmp6Solicitation              = 135
	icmp6Advertisement             = 136
)

var protocolNames = map[int]string{
	1: "icmp", 4: "ipip", 6: "tcp", 17: "udp", 41: "ipv6", 47: "gre", 58: "icmp6", 132: "sctp",
}

// A frame is what a packet socket saw, taken apart as far as the outermost IP header's payload.
type frame struct {
	device          string
	outgoing        bool
	from, to        net.HardwareAddr // empty where the device has no Ethernet header
	ether           int
	protocol        int
	source, target  net.IP
	sourcePort      int
	targetPort      int
	payload         []byte // what follows the IP header, or the whole of an ARP packet
	length          int    // of the packet without the Ethernet header
	laterOfFragment bool
}

// A wire is a packet socket on all devices of this node.
type wire struct {
	fd    int
	names map[int]string
}

func networkOrder(n uint16) uint16 { return n<<8 | n>>8 }

func openWire() (*wire, error) {
	const everything = 0x0003 // ETH_P_ALL
	fd, err := syscall.Socket(syscall.AF_PACKET, syscall.SOCK_RAW, int(networkOrder(everything)))
	if err != nil {
		return nil, err
	}
	// What the queue does not hold is lost, and close tells how much that was.
	syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_RCVBUFFORCE, 32<<20)
	pause := syscall.Timeval{Usec: 50_000}
	if err := syscall.SetsockoptTimeval(fd, syscall.SOL_SOCKET, syscall.SO_RCVTIMEO, &pause); err != nil {
		return nil, err
	}
	return &wire{fd: fd, names: map[int]string{}}, nil
}

// listen hands on every frame until standard input has ended and the queue is empty; it returns how many were lost.
func (w *wire) listen(seen func(frame)) (int, error) {
	var ended int32
	go func() {
		io.Copy(io.Discard, os.Stdin)
		atomic.StoreInt32(&ended, 1)
	}()
	buffer := make([]byte, 512)
	for {
		wasEnded := atomic.LoadInt32(&ended) == 1
		n, from, err := syscall.Recvfrom(w.fd, buffer, syscall.MSG_TRUNC)
		switch {
		case err == syscall.EAGAIN || err == syscall.EINTR:
			if wasEnded {
				return w.missed()
			}
		case err == syscall.ENETDOWN:
			// A device went away; the others go on.
		case err != nil:
			return 0, err
		default:
			if link, ok := from.(*syscall.SockaddrLinklayer); ok {
				seen(w.parse(buffer, n, link))
			}
		}
	}
}

// missed asks for the statistics of packet(7).
func (w *wire) missed() (int, error) {
	var statistics struct{ packets, drops uint32 }
	size := uint32(unsafe.Sizeof(statistics))
	const solPacket, packetStatistics = 263, 6
	_, _, errno := syscall.Syscall6(syscall.SYS_GETSOCKOPT, uintptr(w.fd), solPacket, packetStatistics,
		uintptr(unsafe.Pointer(&statistics)), uintptr(unsafe.Pointer(&size)), 0)
	if errno != 0 {
		return 0, errno
	}
	return int(statistics.drops), nil
}

func (w *wire) name(index int) string {
	if w.names[index] == "" {
		w.names[index] = strconv.Itoa(index)
		if device, err := net.InterfaceByIndex(index); err == nil {
			w.names[index] = device.Name
		}
	}
	return w.names[index]
}

func (w *wire) parse(buffer []byte, n int, link *syscall.SockaddrLinklayer) frame {
	f := frame{
		device:   w.name(link.Ifindex),
		outgoing: link.Pkttype == syscall.PACKET_OUTGOING,
		ether:    int(networkOrder(link.Protocol)),
		length:   n,
	}
	b := buffer
	if n < len(b) {
		b = b[:n]
	}
	b = append([]byte(nil), b...)
	if (link.Hatype == hardwareEthernet || link.Hatype == hardwareLoopback) && len(b) >= 14 {
		f.to, f.from = net.HardwareAddr(b[0:6]), net.HardwareAddr(b[6:12])
		b, f.length = b[14:], n-14
	}
	switch {
	case f.ether == etherARP:
		f.payload = b
	case f.ether == etherIPv4 && len(b) >= 20:
		f.protocol = int(b[9])
		f.source, f.target = net.IP(b[12:16]), net.IP(b[16:20])
		f.laterOfFragment = binary.BigEndian.Uint16(b[6:])&0x1fff != 0
		f.above(b, int(b[0]&15)*4)
	case f.ether == etherIPv6 && len(b) >= 40:
		f.source, f.target = net.IP(b[8:24]), net.IP(b[24:40])
		next, at := int(b[6]), 40
		for at+8 <= len(b) && (next == 0 || next == 43 || next == 44 || next == 60) {
			size := (int(b[at+1]) + 1) * 8
			if next == 44 {
				size = 8
				f.laterOfFragment = binary.BigEndian.Uint16(b[at+2:])&0xfff8 != 0
			}
			next, at = int(b[at]), at+size
		}
		f.protocol = next
		f.above(b, at)
	}
	return f
}

// above takes the ports from what follows the IP header.
func (f *frame) above(b []byte, at int) {
	if at > len(b) {
		return
	}
	f.payload = b[at:]
	ported := f.protocol == syscall.IPPROTO_TCP || f.protocol == syscall.IPPROTO_UDP || f.protocol == protocolSCTP
	if ported && !f.laterOfFragment && len(f.payload) >= 4 {
		f.sourcePort = int(binary.BigEndian.Uint16(f.payload))
		f.targetPort = int(binary.BigEndian.Uint16(f.payload[2:]))
	}
}

// what names the protocol.
func (f frame) what() string {
	switch {
	case f.ether == etherARP:
		return "arp"
	case f.source == nil:
		return fmt.Sprintf("ether-%04x", f.ether)
	case protocolNames[f.protocol] != "":
		return protocolNames[f.protocol]
	}
	return strconv.Itoa(f.protocol)
}

// watch counts packets by all that a frame is, until standard input ends. With addresses given it counts only packets
// from or to these.
func watch(addresses []string) error {
	about := map[string]bool{}
	for _, address := range addresses {
		about[net.ParseIP(address).String()] = true
	}
	w, err := openWire()
	if err != nil {
		return err
	}
	type flow struct {
		device, direction, from, to, what, source, target string
		sourcePort, targetPort                            int
	}
	type count struct{ packets, longest int }
	counts := map[flow]*count{}
	fmt.Println("watching")
	missed, err := w.listen(func(f frame) {
		if f.source == nil || len(about) > 0 && !about[f.source.String()] && !about[f.target.String()] {
			return
		}
		key := flow{f.device, "in", f.from.String(), f.to.String(), f.what(), f.source.String(), f.target.String(),
			f.sourcePort, f.targetPort}
		if f.outgoing {
			key.direction = "out"
		}
		c := counts[key]
		if c == nil {
			c = &count{}
			counts[key] = c
		}
		c.packets++
		if f.length > c.longest {
			c.longest = f.length
		}
	})
	if err != nil {
		return err
	}
	for k, c := range counts {
		fmt.Printf("flow\t%s\t%s\t%s\t%s\t%s\t%s\t%d\t%s\t%d\t%d\t%d\n", k.device, k.direction, k.from, k.to, k.what,
			k.source, k.sourcePort, k.target, k.targetPort, c.packets, c.longest)
	}
	fmt.Printf("missed\t%d\n", missed)
	return nil
}

// claims lists who says by ARP or neighbour discovery that an address is his, until standard input ends: answers,
// announcements, and requests that name the address as their sender's. Frames are counted where they come in, so on a
// bridge each one counts once, at the port of whoever sent it.
func claims(args []string) error {
	if len(args) != 1 || net.ParseIP(args[0]) == nil {
		return fmt.Errorf("usage: labd claims ADDRESS")
	}
	address := net.ParseIP(args[0])
	w, err := openWire()
	if err != nil {
		return err
	}
	type claim struct{ device, mac, kind string }
	type times struct {
		count       int
		first, last int64
	}
	begin := time.Now()
	seen := map[claim]*times{}
	fmt.Println("listening")
	missed, err := w.listen(func(f frame) {
		mac, kind := f.claimOf(address)
		if f.outgoing || kind == "" {
			return
		}
		key, now := claim{f.device, mac, kind}, time.Since(begin).Milliseconds()
		if seen[key] == nil {
			seen[key] = &times{first: now}
		}
		seen[key].count++
		seen[key].last = now
	})
	if err != nil {
		return err
	}
	for k, t := range seen {
		fmt.Printf("claim\t%s\t%s\t%s\t%d\t%d\t%d\n", k.device, k.mac, k.kind, t.count, t.first, t.last)
	}
	fmt.Printf("missed\t%d\n", missed)
	return nil
}

// claimOf returns the MAC address that a frame gives an IP address, and how it does; nothing where it does not.
func (f frame) claimOf(address net.IP) (mac, kind string) {
	p := f.payload
	switch {
	case f.ether == etherARP && len(p) >= 28 && net.IP(p[14:18]).Equal(address):
		if binary.BigEndian.Uint16(p[6:]) == 2 {
			return net.HardwareAddr(p[8:14]).String(), "arp-reply"
		}
		return net.HardwareAddr(p[8:14]).String(), "arp-request"
	case f.protocol != syscall.IPPROTO_ICMPV6 || f.ether != etherIPv6 || len(p) < 24:
		return "", ""
	case p[0] == icmp6Advertisement && net.IP(p[8:24]).Equal(address):
		return f.linkLayerOption(2), "advertisement"
	case p[0] == icmp6Solicitation && f.source.Equal(address):
		return f.linkLayerOption(1), "solicitation"
	}
	return "", ""
}

// linkLayerOption is the address in an option of neighbour discovery, or where it has none, the frame's sender.
func (f frame) linkLayerOption(kind byte) string {
	for o := f.payload[24:]; len(o) >= 8 && o[1] > 0; {
		if o[0] == kind {
			return net.HardwareAddr(o[2:8]).String()
		}
		if int(o[1])*8 > len(o) {
			break
		}
		o = o[int(o[1])*8:]
	}
	return f.from.String()
}
