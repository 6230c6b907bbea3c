package main

import (
	"encoding/binary"
	"math/bits"
)

// RFC 7693, BLAKE2b without a key. The standard library has none; your program can use golang.org/x/crypto/blake2b.

var blakeIV = [8]uint64{
	0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
	0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
}

// The message words of each of the 12 rounds. The last two rounds repeat the first two.
var blakeSigma = [10][16]byte{
	{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
	{14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
	{11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
	{7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
	{9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
	{2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
	{12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
	{13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
	{6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
	{10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
}

var blakeLines = [8][4]int{
	{0, 4, 8, 12}, {1, 5, 9, 13}, {2, 6, 10, 14}, {3, 7, 11, 15},
	{0, 5, 10, 15}, {1, 6, 11, 12}, {2, 7, 8, 13}, {3, 4, 9, 14},
}

func blake2b(size int, message []byte) []byte {
	state := blakeIV
	state[0] ^= 0x01010000 ^ uint64(size)
	done := uint64(0)
	for len(message) > 128 {
		done += 128
		blakeBlock(&state, message[:128], done, false)
		message = message[128:]
	}
	last := make([]byte, 128)
	done += uint64(copy(last, message))
	blakeBlock(&state, last, done, true)
	var digest []byte
	for _, word := range state {
		digest = binary.LittleEndian.AppendUint64(digest, word)
	}
	return digest[:size]
}

func blakeBlock(state *[8]uint64, block []byte, done uint64, isLast bool) {
	var v, m [16]uint64
	copy(v[:8], state[:])
	copy(v[8:], blakeIV[:])
	v[12] ^= done
	if isLast {
		v[14] = ^v[14]
	}
	for i := range m {
		m[i] = binary.LittleEndian.Uint64(block[8*i:])
	}
	for round := range 12 {
		sigma := blakeSigma[round%10]
		for i, line := range blakeLines {
			blakeMix(&v, line, m[sigma[2*i]], m[sigma[2*i+1]])
		}
	}
	for i := range state {
		state[i] ^= v[i] ^ v[i+8]
	}
}

func blakeMix(v *[16]uint64, line [4]int, x, y uint64) {
	a, b, c, d := &v[line[0]], &v[line[1]], &v[line[2]], &v[line[3]]
	*a += *b + x
	*d = bits.RotateLeft64(*d^*a, -32)
	*c += *d
	*b = bits.RotateLeft64(*b^*c, -24)
	*a += *b + y
	*d = bits.RotateLeft64(*d^*a, -16)
	*c += *d
	*b = bits.RotateLeft64(*b^*c, -63)
}
