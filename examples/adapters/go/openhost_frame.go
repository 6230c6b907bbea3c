package main

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
)

// Openhost wire format, section 4: frames of a data channel. Version 2 is written and read, version 1 is only read.

const (
	maxPayload = 1<<24 - 1
	v1Header   = 5
	v2Header   = 10
)

const (
	withPayload = "\x01\x02\x11\x12\x20\x21\x30\x31\x32\xf0"
	empty       = "\x03\x13\xfe\xff"
)

type frame struct {
	Type      byte   `json:"type"`
	RequestID uint32 `json:"request_id"`
	Payload   string `json:"payload"`
}

func encodeFrame(_ map[string]any, input any) (any, error) {
	wanted, ok := input.(map[string]any)
	if !ok {
		return nil, Refused("not an object")
	}
	kind, err := whole(wanted["type"], 0, 0xff)
	if err != nil {
		return nil, err
	}
	request, err := whole(wanted["request_id"], 0, 0xffffffff)
	if err != nil {
		return nil, err
	}
	payload, err := bytes(wanted["payload"])
	if err != nil {
		return nil, err
	}
	if err := checkHeader(byte(kind), len(payload)); err != nil {
		return nil, err
	}
	encoded := []byte{0, byte(kind)}
	encoded = binary.BigEndian.AppendUint32(encoded, uint32(request))
	encoded = binary.BigEndian.AppendUint32(encoded, uint32(len(payload)))
	return hex.EncodeToString(append(encoded, payload...)), nil
}

func decodeFrame(_ map[string]any, input any) (any, error) {
	held, err := bytes(input)
	if err != nil {
		return nil, err
	}
	read, size, err := first(held)
	switch {
	case err != nil:
		return nil, err
	case size == 0:
		return nil, Refused("truncated")
	case size < len(held):
		return nil, Refused(fmt.Sprintf("%d bytes behind the frame", len(held)-size))
	}
	return read, nil
}

// The complete frames in chunks of any size, and the number of bytes left over.
func streamFrames(_ map[string]any, input any) (any, error) {
	chunks, ok := input.([]any)
	if !ok {
		return nil, Refused("not a list")
	}
	frames := []frame{}
	var held []byte
	for _, chunk := range chunks {
		more, err := bytes(chunk)
		if err != nil {
			return nil, err
		}
		held = append(held, more...)
		for {
			read, size, err := first(held)
			if err != nil {
				return nil, err
			}
			if size == 0 {
				break
			}
			frames = append(frames, read)
			held = held[size:]
		}
	}
	return map[string]any{"frames": frames, "pending": len(held)}, nil
}

// first gives the first frame and its size, which is 0 where bytes are missing. A bad header is refused before its
// payload came.
func first(held []byte) (frame, int, error) {
	isV2 := len(held) > 0 && held[0] == 0
	if (isV2 && len(held) < v2Header) || len(held) < v1Header {
		return frame{}, 0, nil
	}
	kind, request, length, header := held[0], uint32(0), int(binary.LittleEndian.Uint32(held[1:])), v1Header
	if isV2 {
		kind, request = held[1], binary.BigEndian.Uint32(held[2:])
		length, header = int(binary.BigEndian.Uint32(held[6:])), v2Header
	}
	if err := checkHeader(kind, length); err != nil {
		return frame{}, 0, err
	}
	size := header + length
	if len(held) < size {
		return frame{}, 0, nil
	}
	return frame{kind, request, hex.EncodeToString(held[header:size])}, size, nil
}

func checkHeader(kind byte, length int) error {
	isEmpty := strings.IndexByte(empty, kind) >= 0
	switch {
	case !isEmpty && strings.IndexByte(withPayload, kind) < 0:
		return Refused(fmt.Sprintf("type %#02x is reserved", kind))
	case length > maxPayload:
		return Refused(fmt.Sprintf("%d bytes announced", length))
	case isEmpty && length > 0:
		return Refused("a payload where none belongs")
	}
	return nil
}
