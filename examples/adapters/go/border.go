package main

import (
	"encoding/binary"
	"encoding/hex"
	"strconv"
)

// Readers for the JSON of a request and for octets. Both reject invalid input.

type object = map[string]any

func members(value any) object {
	read, ok := value.(object)
	if !ok {
		refuse("not an object")
	}
	return read
}

func items(value any) []any {
	read, ok := value.([]any)
	if !ok {
		refuse("not a list")
	}
	return read
}

func text(value any) string {
	read, ok := value.(string)
	if !ok {
		refuse("not a text")
	}
	return read
}

func octets(value any) []byte {
	read, err := bytes(value)
	if err != nil {
		refuse("%v", err)
	}
	return read
}

func exactly(size int, value any) []byte {
	read := octets(value)
	if len(read) != size {
		refuse("%d bytes instead of %d", len(read), size)
	}
	return read
}

func number(value any, low, high int64) int64 {
	read, err := whole(value, float64(low), float64(high))
	if err != nil {
		refuse("%v", err)
	}
	return read
}

// decimal reads a number of 64 bits, which is decimal text.
func decimal(value any) uint64 {
	read, err := strconv.ParseUint(text(value), 10, 64)
	if err != nil || strconv.FormatUint(read, 10) != value {
		refuse("not a decimal number of 64 bits")
	}
	return read
}

func hexOf(octets []byte) string { return hex.EncodeToString(octets) }

// isDeployed says whether the request uses the deployed dialect.
func isDeployed(given object) bool {
	dialect, named := given["dialect"]
	if named && dialect != "spec" && dialect != "deployed" {
		refuse("no dialect %q", dialect)
	}
	return dialect == "deployed"
}

type reader struct {
	octets []byte
	at     int
}

func (r *reader) take(size int) []byte {
	if size > len(r.octets)-r.at {
		refuse("ends %d bytes too soon", r.at+size-len(r.octets))
	}
	r.at += size
	return r.octets[r.at-size : r.at]
}

func (r *reader) u8() int  { return int(r.take(1)[0]) }
func (r *reader) u16() int { return int(binary.BigEndian.Uint16(r.take(2))) }
func (r *reader) u32() int { return int(binary.BigEndian.Uint32(r.take(4))) }

func (r *reader) u64() uint64 { return binary.BigEndian.Uint64(r.take(8)) }

func (r *reader) rest() int { return len(r.octets) - r.at }

// readWhole returns the result of read for all the octets.
func readWhole(read func(*reader) object, octets []byte) object {
	r := &reader{octets: octets}
	value := read(r)
	if r.rest() > 0 {
		refuse("%d bytes behind the end", r.rest())
	}
	return value
}

func decodeWith(read func(*reader) object) reading {
	return func(_ object, input any) any { return readWhole(read, octets(input)) }
}

func encodeWith(write func(object) []byte) reading {
	return func(_ object, input any) any { return hexOf(write(members(input))) }
}

func u16(value int) []byte { return binary.BigEndian.AppendUint16(nil, uint16(value)) }

func joined(parts ...[]byte) []byte {
	var whole []byte
	for _, part := range parts {
		whole = append(whole, part...)
	}
	return whole
}
