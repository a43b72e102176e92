package main

import (
	"encoding/binary"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"time"
)

// checksum is the one of the internet protocols over some pieces, each of even length but the last.
func checksum(pieces ...[]byte) uint16 {
	sum := uint32(0)
	for _, piece := range pieces {
		for i := 0; i+1 < len(piece); i += 2 {
			sum += uint32(binary.BigEndian.Uint16(piece[i:]))
		}
		if len(piece)%2 == 1 {
			sum += uint32(piece[len(piece)-1]) << 8
		}
	}
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return ^uint16(sum)
}

// packet puts an IP header of the addresses' family before a payload.
func packet(from, to net.IP, protocol byte, hops byte, payload []byte) []byte {
	if to.To4() == nil {
		b := make([]byte, 40, 40+len(payload))
		b[0] = 0x60
		binary.BigEndian.PutUint16(b[4:], uint16(len(payload)))
		b[6], b[7] = protocol, hops
		copy(b[8:], from.To16())
		copy(b[24:], to.To16())
		return append(b, payload...)
	}
	b := make([]byte, 20, 20+len(payload))
	b[0], b[8], b[9] = 0x45, hops, protocol
	binary.BigEndian.PutUint16(b[2:], uint16(20+len(payload)))
	copy(b[12:], from.To4())
	copy(b[16:], to.To4())
	binary.BigEndian.PutUint16(b[10:], checksum(b[:20]))
	return append(b, payload...)
}

// sum is the checksum over the pseudo header and a payload.
func sum(from, to net.IP, protocol byte, payload []byte) uint16 {
	length := []byte{0, 0, 0, 0, 0, 0, 0, protocol}
	binary.BigEndian.PutUint32(length, uint32(len(payload)))
	if to.To4() == nil {
		return checksum(from.To16(), to.To16(), length, payload)
	}
	return checksum(from.To4(), to.To4(), length, payload)
}

// datagram is a UDP header and its payload.
func datagram(from, to net.IP, fromPort, toPort int, payload []byte) []byte {
	b := make([]byte, 8, 8+len(payload))
	binary.BigEndian.PutUint16(b[0:], uint16(fromPort))
	binary.BigEndian.PutUint16(b[2:], uint16(toPort))
	binary.BigEndian.PutUint16(b[4:], uint16(8+len(payload)))
	b = append(b, payload...)
	value := sum(from, to, syscall.IPPROTO_UDP, b)
	if value == 0 {
		value = 0xffff
	}
	binary.BigEndian.PutUint16(b[6:], value)
	return b
}

// ask sends ARP requests, or neighbour solicitations, for an address again and again until standard input ends, and
// says how many. The answers are for others to hear.
func ask(args []string) error {
	flags := flag.NewFlagSet("ask", flag.ContinueOnError)
	deviceName := flags.String("device", "eth0", "where to ask")
	address := flags.String("address", "", "whose owner is wanted")
	from := flags.String("from", "", "our own address of the same family")
	every := flags.Duration("every", 100*time.Millisecond, "pause")
	if err := flags.Parse(args); err != nil {
		return err
	}
	device, err := net.InterfaceByName(*deviceName)
	if err != nil {
		return err
	}
	fd, err := syscall.Socket(syscall.AF_PACKET, syscall.SOCK_RAW, 0)
	if err != nil {
		return err
	}
	question := whoHas(device.HardwareAddr, net.ParseIP(*from), net.ParseIP(*address))
	ended := make(chan struct{})
	go func() {
		io.Copy(io.Discard, os.Stdin)
		close(ended)
	}()
	fmt.Println("asking")
	for asked := 0; ; asked++ {
		if err := syscall.Sendto(fd, question, 0, &syscall.SockaddrLinklayer{Ifindex: device.Index}); err != nil {
			return err
		}
		select {
		case <-ended:
			fmt.Printf("asked\t%d\n", asked+1)
			return nil
		case <-time.After(*every):
		}
	}
}

// whoHas is a broadcast frame that asks for an address.
func whoHas(mac net.HardwareAddr, from, address net.IP) []byte {
	if address.To4() != nil {
		b := append([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, mac...)
		b = append(b, 0x08, 0x06, 0, 1, 0x08, 0, 6, 4, 0, 1)
		b = append(append(b, mac...), from.To4()...)
		return append(append(b, 0, 0, 0, 0, 0, 0), address.To4()...)
	}
	group := net.ParseIP("ff02::1:ff00:0")
	copy(group[13:], address[13:])
	body := append([]byte{icmp6Solicitation, 0, 0, 0, 0, 0, 0, 0}, address.To16()...)
	body = append(append(body, 1, 1), mac...)
	binary.BigEndian.PutUint16(body[2:], sum(from, group, syscall.IPPROTO_ICMPV6, body))
	b := append([]byte{0x33, 0x33}, group[12:]...)
	b = append(append(b, mac...), 0x86, 0xdd)
	return append(b, packet(from, group, syscall.IPPROTO_ICMPV6, 255, body)...)
}

// spoof sends a packet in a packet, as a director of TUN would, from whoever we are: the inner one is a UDP datagram.
func spoof(args []string) error {
	flags := flag.NewFlagSet("spoof", flag.ContinueOnError)
	tunnel := flags.String("tunnel", "ipip", "ipip, gre, gue, or gue1 (GUE's variant 1: the inner packet without a header before it)")
	port := flags.Int("port", 6080, "UDP port of gue")
	to := flags.String("to", "", "outer destination")
	from := flags.String("from", "", "outer source; else our own")
	innerFrom := flags.String("inner-from", "", "ADDRESS:PORT")
	innerTo := flags.String("inner-to", "", "ADDRESS:PORT")
	text := flags.String("text", "spoofed", "payload")
	count := flags.Int("count", 1, "packets")
	if err := flags.Parse(args); err != nil {
		return err
	}
	inner, family, err := innerPacket(*innerFrom, *innerTo, *text)
	if err != nil {
		return err
	}
	outer := net.ParseIP(*to)
	source := net.ParseIP(*from)
	if source == nil {
		if source, err = ownAddress(outer); err != nil {
			return err
		}
	}
	var whole []byte
	switch *tunnel {
	case "ipip":
		whole = packet(source, outer, family, 64, inner)
	case "gre":
		ether := map[byte][]byte{4: {0, 0, 0x08, 0x00}, 41: {0, 0, 0x86, 0xdd}}[family]
		whole = packet(source, outer, 47, 64, append(ether, inner...))
	case "gue":
		body := append([]byte{0, family, 0, 0}, inner...)
		whole = packet(source, outer, syscall.IPPROTO_UDP, 64, datagram(source, outer, 40000, *port, body))
	case "gue1":
		whole = packet(source, outer, syscall.IPPROTO_UDP, 64, datagram(source, outer, 40000, *port, inner))
	default:
		return fmt.Errorf("no tunnel %q", *tunnel)
	}
	for i := 0; i < *count; i++ {
		if err := sendRaw(outer, whole); err != nil {
			return err
		}
	}
	return nil
}

// innerPacket makes a UDP datagram's IP packet, and says which IP protocol number its family has inside another.
func innerPacket(from, to, text string) ([]byte, byte, error) {
	source, err := net.ResolveUDPAddr("udp", from)
	if err != nil {
		return nil, 0, err
	}
	target, err := net.ResolveUDPAddr("udp", to)
	if err != nil {
		return nil, 0, err
	}
	body := datagram(source.IP, target.IP, source.Port, target.Port, []byte(text))
	family := byte(4)
	if target.IP.To4() == nil {
		family = 41
	}
	return packet(source.IP, target.IP, syscall.IPPROTO_UDP, 64, body), family, nil
}

// ownAddress is the one that the kernel would send from.
func ownAddress(to net.IP) (net.IP, error) {
	conn, err := net.DialUDP("udp", nil, &net.UDPAddr{IP: to, Port: 9})
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	return conn.LocalAddr().(*net.UDPAddr).IP, nil
}

// sendRaw sends a packet with its own IP header (raw(7): IPPROTO_RAW).
func sendRaw(to net.IP, whole []byte) error {
	family, address := syscall.AF_INET6, syscall.Sockaddr(nil)
	if four := to.To4(); four != nil {
		family = syscall.AF_INET
		a := &syscall.SockaddrInet4{}
		copy(a.Addr[:], four)
		address = a
	} else {
		a := &syscall.SockaddrInet6{}
		copy(a.Addr[:], to)
		address = a
	}
	fd, err := syscall.Socket(family, syscall.SOCK_RAW, syscall.IPPROTO_RAW)
	if err != nil {
		return err
	}
	defer syscall.Close(fd)
	return syscall.Sendto(fd, whole, 0, address)
}

// receive prints every datagram that arrives at a UDP port, until standard input ends.
func receive(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("usage: labd receive PORT")
	}
	socket, err := net.ListenPacket("udp", ":"+args[0])
	if err != nil {
		return err
	}
	fmt.Println("receiving")
	go func() {
		io.Copy(io.Discard, os.Stdin)
		socket.Close()
	}()
	buffer := make([]byte, 2048)
	for {
		n, from, err := socket.ReadFrom(buffer)
		if err != nil {
			return nil
		}
		fmt.Printf("datagram\t%s\t%s\n", host(from.String()), buffer[:n])
	}
}

// advertise sends router advertisements (RFC 4861, 4.2) without a prefix on a device until standard input ends; the
// last one takes the router away again.
func advertise(args []string) error {
	flags := flag.NewFlagSet("advertise", flag.ContinueOnError)
	deviceName := flags.String("device", "eth0", "where to advertise")
	every := flags.Duration("every", time.Second, "pause")
	lifetime := flags.Duration("lifetime", 30*time.Minute, "how long the router may be used")
	if err := flags.Parse(args); err != nil {
		return err
	}
	device, err := net.InterfaceByName(*deviceName)
	if err != nil {
		return err
	}
	fd, err := syscall.Socket(syscall.AF_INET6, syscall.SOCK_RAW, syscall.IPPROTO_ICMPV6)
	if err != nil {
		return err
	}
	for option, value := range map[int]int{
		syscall.IPV6_MULTICAST_HOPS: 255,
		syscall.IPV6_MULTICAST_IF:   device.Index,
	} {
		if err := syscall.SetsockoptInt(fd, syscall.IPPROTO_IPV6, option, value); err != nil {
			return err
		}
	}
	if err := bindLinkLocal(fd, device); err != nil {
		return err
	}
	send := func(seconds int) error {
		b := append([]byte{134, 0, 0, 0, 64, 0, byte(seconds >> 8), byte(seconds), 0, 0, 0, 0, 0, 0, 0, 0, 1, 1},
			device.HardwareAddr...)
		everybody := &syscall.SockaddrInet6{ZoneId: uint32(device.Index)}
		copy(everybody.Addr[:], net.ParseIP("ff02::1"))
		return syscall.Sendto(fd, b, 0, everybody)
	}
	ended := make(chan struct{})
	go func() {
		io.Copy(io.Discard, os.Stdin)
		close(ended)
	}()
	fmt.Println("advertising")
	for {
		if err := send(int(lifetime.Seconds())); err != nil {
			return err
		}
		select {
		case <-ended:
			return send(0)
		case <-time.After(*every):
		}
	}
}

// bindLinkLocal binds a socket to a device's link-local address, the only source that an advertisement may have. The
// address may have to wait for the end of its duplicate address detection.
func bindLinkLocal(fd int, device *net.Interface) error {
	addresses, err := device.Addrs()
	if err != nil {
		return err
	}
	for _, address := range addresses {
		own, ok := address.(*net.IPNet)
		if !ok || own.IP.To4() != nil || !own.IP.IsLinkLocalUnicast() {
			continue
		}
		source := &syscall.SockaddrInet6{ZoneId: uint32(device.Index)}
		copy(source.Addr[:], own.IP)
		for tries := 0; ; tries++ {
			if err := syscall.Bind(fd, source); err == nil || tries == 50 {
				return err
			}
			time.Sleep(100 * time.Millisecond)
		}
	}
	return fmt.Errorf("%s has no link-local address", device.Name)
}
