package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"sync"
)

// A request is one connection to the daemon: this header, then the command's standard input until the client closes
// its half. Numbers are 32-bit big endian; a string is its length and its bytes; a list is its length and its strings.
type request struct {
	token, op, node string
	options         []string
	env             []string
	argv            []string
}

// The kinds of frames that answer a request: a byte, a length, the bytes.
const (
	frameOut   = 1 // standard output
	frameErr   = 2 // standard error
	frameExit  = 3 // the last one: exit status as text; 128 + N for signal N
	framePid   = 4 // of a process started in the background
	frameError = 5 // the last one: why the request could not be carried out
)

const longestString = 16 << 20

func readRequest(r io.Reader) (request, error) {
	var q request
	var err error
	for _, field := range []*string{&q.token, &q.op, &q.node} {
		if *field, err = readString(r); err != nil {
			return q, err
		}
	}
	for _, list := range []*[]string{&q.options, &q.env, &q.argv} {
		if *list, err = readList(r); err != nil {
			return q, err
		}
	}
	return q, nil
}

func readInt(r io.Reader) (int, error) {
	var b [4]byte
	if _, err := io.ReadFull(r, b[:]); err != nil {
		return 0, err
	}
	n := int(binary.BigEndian.Uint32(b[:]))
	if n > longestString {
		return 0, fmt.Errorf("length %d is over %d", n, longestString)
	}
	return n, nil
}

func readString(r io.Reader) (string, error) {
	n, err := readInt(r)
	if err != nil {
		return "", err
	}
	b := make([]byte, n)
	_, err = io.ReadFull(r, b)
	return string(b), err
}

func readList(r io.Reader) ([]string, error) {
	n, err := readInt(r)
	if err != nil {
		return nil, err
	}
	var list []string
	for i := 0; i < n; i++ {
		s, err := readString(r)
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

func appendString(b []byte, s string) []byte {
	var n [4]byte
	binary.BigEndian.PutUint32(n[:], uint32(len(s)))
	return append(append(b, n[:]...), s...)
}

func appendList(b []byte, list []string) []byte {
	var n [4]byte
	binary.BigEndian.PutUint32(n[:], uint32(len(list)))
	b = append(b, n[:]...)
	for _, s := range list {
		b = appendString(b, s)
	}
	return b
}

// bytes is the header as it was read, for handing a request on to the daemon of its node.
func (q request) bytes() []byte {
	var b []byte
	for _, s := range []string{q.token, q.op, q.node} {
		b = appendString(b, s)
	}
	for _, list := range [][]string{q.options, q.env, q.argv} {
		b = appendList(b, list)
	}
	return b
}

// frames writes answers of several goroutines to one connection.
type frames struct {
	mu sync.Mutex
	w  io.Writer
}

func (f *frames) send(kind byte, data []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	head := [5]byte{kind}
	binary.BigEndian.PutUint32(head[1:], uint32(len(data)))
	_, err := f.w.Write(append(head[:], data...))
	return err
}

func (f *frames) text(kind byte, format string, args ...interface{}) {
	_ = f.send(kind, []byte(fmt.Sprintf(format, args...)))
}

// stream is the writer whose bytes become frames of one kind.
type stream struct {
	frames *frames
	kind   byte
}

func (s stream) Write(b []byte) (int, error) {
	if err := s.frames.send(s.kind, b); err != nil {
		return 0, err
	}
	return len(b), nil
}
