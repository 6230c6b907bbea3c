package main

import (
	octet "bytes"
	"compress/flate"
	"compress/zlib"
	"errors"
	"io"
)

// Openhost wire format, section 3.3: a tag and a body, which is the plaintext of offers and answers.

const (
	maxBody      = 65536
	uncompressed = 1
	zlibbed      = 2
)

func wrap(_ object, input any) any { return hexOf(compressed(octets(input))) }

func unwrap(given object, input any) any { return hexOf(bodyOf(given, octets(input))) }

func compressed(body []byte) []byte {
	if len(body) > maxBody {
		refuse("a body of %d bytes", len(body))
	}
	written := octet.NewBuffer([]byte{zlibbed})
	writer := zlib.NewWriter(written)
	_, _ = writer.Write(body) // a buffer takes everything
	_ = writer.Close()
	return written.Bytes()
}

func bodyOf(given object, plaintext []byte) []byte {
	if len(plaintext) == 0 {
		refuse("truncated")
	}
	switch tag := plaintext[0]; tag {
	case uncompressed:
		return plaintext[1:]
	case zlibbed:
		return inflated(plaintext[1:], isDeployed(given))
	default:
		refuse("tag %d", tag)
	}
	return nil
}

// inflated never returns more than the limit.
func inflated(stream []byte, lax bool) []byte {
	source := octet.NewReader(stream)
	decoder, err := zlib.NewReader(source)
	if err != nil {
		refuse("%v", err)
	}
	body, err := io.ReadAll(io.LimitReader(decoder, maxBody+1))
	if len(body) > maxBody {
		refuse("inflates to more than a body may have")
	}
	if lax && errors.Is(err, io.ErrUnexpectedEOF) {
		return withoutChecksum(stream)
	}
	if err != nil {
		refuse("%v", err)
	}
	if source.Len() > 0 && !lax {
		refuse("%d bytes behind the stream", source.Len())
	}
	return body
}

// withoutChecksum is for deployed peers, which accept a stream without a checksum if its blocks are complete.
func withoutChecksum(stream []byte) []byte {
	body, err := io.ReadAll(flate.NewReader(octet.NewReader(stream[2:])))
	if err != nil {
		refuse("the stream has no end")
	}
	return body
}
