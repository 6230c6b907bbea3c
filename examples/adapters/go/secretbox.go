package main

import (
	"crypto/subtle"
	"encoding/binary"
	"math/big"
	"math/bits"
)

// XSalsa20-Poly1305: a tag of 16 bytes, then the ciphertext. The standard library has none; a program of yours takes
// golang.org/x/crypto/nacl/box, which has sealed boxes too.

const tagSize = 16

func secretSeal(key, nonce, message []byte) []byte {
	stream := xsalsa20(key, nonce, 32+len(message))
	sealed := make([]byte, len(message))
	subtle.XORBytes(sealed, message, stream[32:])
	return append(poly1305(stream[:32], sealed), sealed...)
}

// secretOpen returns false for a box of another key.
func secretOpen(key, nonce, sealed []byte) ([]byte, bool) {
	tag, ciphertext := sealed[:tagSize], sealed[tagSize:]
	stream := xsalsa20(key, nonce, 32+len(ciphertext))
	if subtle.ConstantTimeCompare(tag, poly1305(stream[:32], ciphertext)) != 1 {
		return nil, false
	}
	message := make([]byte, len(ciphertext))
	subtle.XORBytes(message, ciphertext, stream[32:])
	return message, true
}

// poly1305 is RFC 8439, section 2.5.
func poly1305(key, message []byte) []byte {
	field := new(big.Int).Sub(new(big.Int).Lsh(one, 130), big.NewInt(5))
	clamp, _ := new(big.Int).SetString("0ffffffc0ffffffc0ffffffc0fffffff", 16)
	r := new(big.Int).And(littleEndian(key[:16]), clamp)
	sum := new(big.Int)
	for len(message) > 0 {
		size := min(16, len(message))
		block := append(append([]byte{}, message[:size]...), 1)
		sum.Mod(sum.Mul(sum.Add(sum, littleEndian(block)), r), field)
		message = message[size:]
	}
	sum.Add(sum, littleEndian(key[16:]))
	tag := make([]byte, tagSize)
	for i := range tag {
		tag[i] = byte(new(big.Int).Rsh(sum, uint(8*i)).Uint64())
	}
	return tag
}

// xsalsa20 derives a key from the first 16 bytes of the nonce; the last 8 are the Salsa20 nonce.
func xsalsa20(key, nonce []byte, size int) []byte {
	key = hsalsa20(key, nonce[:16])
	var stream []byte
	for counter := uint64(0); len(stream) < size; counter++ {
		start := salsaState(key, binary.LittleEndian.AppendUint64(append([]byte{}, nonce[16:]...), counter))
		mixed := twentyRounds(start)
		for i := range mixed {
			stream = binary.LittleEndian.AppendUint32(stream, mixed[i]+start[i])
		}
	}
	return stream[:size]
}

func hsalsa20(key, block []byte) []byte {
	mixed := twentyRounds(salsaState(key, block))
	var derived []byte
	for _, place := range []int{0, 5, 10, 15, 6, 7, 8, 9} {
		derived = binary.LittleEndian.AppendUint32(derived, mixed[place])
	}
	return derived
}

func salsaState(key, block []byte) (state [16]uint32) {
	const sigma = "expand 32-byte k"
	layout := sigma[:4] + string(key[:16]) + sigma[4:8] + string(block) + sigma[8:12] + string(key[16:]) + sigma[12:]
	for i := range state {
		state[i] = binary.LittleEndian.Uint32([]byte(layout[4*i:]))
	}
	return state
}

func twentyRounds(s [16]uint32) [16]uint32 {
	quarter := func(a, b, c, d int) {
		s[b] ^= bits.RotateLeft32(s[a]+s[d], 7)
		s[c] ^= bits.RotateLeft32(s[b]+s[a], 9)
		s[d] ^= bits.RotateLeft32(s[c]+s[b], 13)
		s[a] ^= bits.RotateLeft32(s[d]+s[c], 18)
	}
	for range 10 {
		quarter(0, 4, 8, 12)
		quarter(5, 9, 13, 1)
		quarter(10, 14, 2, 6)
		quarter(15, 3, 7, 11)
		quarter(0, 1, 2, 3)
		quarter(5, 6, 7, 4)
		quarter(10, 11, 8, 9)
		quarter(15, 12, 13, 14)
	}
	return s
}
