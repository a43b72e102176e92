package main

import (
	"flag"
	"fmt"
	"net"
	"sort"
	"time"
)

// roundtrip asks several UDP targets in turn, each over one socket, and prints for each the time from a datagram to its
// answer, in nanoseconds: the median of all runs, of each the fastest tenth. In turn, and of the fastest, so that
// whatever else the machine does meets all of them alike and few of the datagrams that count. With --closed, as many
// datagrams as --burst says go to that port of the same address before each, and nobody answers those.
func roundtrip(args []string) error {
	flags := flag.NewFlagSet("roundtrip", flag.ContinueOnError)
	runs := flags.Int("runs", 20, "of each target")
	datagrams := flags.Int("datagrams", 100, "in a run")
	closed := flags.String("closed", "", "a port of the targets that is closed")
	burst := flags.Int("burst", 20, "datagrams to the closed port before each to the open one")
	if err := flags.Parse(args); err != nil {
		return err
	}
	targets := flags.Args()
	conns := make([]path, len(targets))
	took := make([][]time.Duration, len(targets))
	for i, target := range targets {
		conn, err := net.Dial("udp", target)
		if err != nil {
			return err
		}
		defer conn.Close()
		conns[i] = path{open: conn}
		if *closed != "" {
			if conns[i].closed, err = net.Dial("udp", net.JoinHostPort(host(target), *closed)); err != nil {
				return err
			}
			defer conns[i].closed.Close()
			conns[i].burst = *burst
		}
	}
	for run := 0; run < *runs; run++ {
		for i, conn := range conns {
			one, err := conn.tenth(*datagrams)
			if err != nil {
				return fmt.Errorf("%s: %w", targets[i], err)
			}
			took[i] = append(took[i], one)
		}
	}
	for i, target := range targets {
		fmt.Printf("%s\t%d\n", target, quantile(took[i], 2).Nanoseconds())
	}
	return nil
}

// A path is a socket to a target, and one to its closed port.
type path struct {
	open, closed net.Conn
	burst        int
}

// tenth is what a tenth of the datagrams of one run do not exceed; a datagram that is lost is an error.
func (p path) tenth(datagrams int) (time.Duration, error) {
	buffer := make([]byte, 2048)
	var took []time.Duration
	for i := 0; i < datagrams; i++ {
		p.open.SetDeadline(time.Now().Add(5 * time.Second))
		begin := time.Now()
		for j := 0; j < p.burst; j++ {
			if _, err := p.closed.Write([]byte("nobody\n")); err != nil {
				return 0, err
			}
		}
		if _, err := fmt.Fprintf(p.open, "%d\n", i); err != nil {
			return 0, err
		}
		if _, err := p.open.Read(buffer); err != nil {
			return 0, err
		}
		took = append(took, time.Since(begin))
	}
	return quantile(took, 10), nil
}

// quantile is the value at one part of so many, counted from the smallest.
func quantile(all []time.Duration, parts int) time.Duration {
	sort.Slice(all, func(i, j int) bool { return all[i] < all[j] })
	return all[len(all)/parts]
}
