package main

import (
	"crypto/ed25519"
	"crypto/sha512"
	"math/big"
	"slices"
)

// What crypto/ed25519 keeps to itself: the points of RFC 8032. To be read, not to be fast, and not safe where time is
// watched; a program of yours takes filippo.io/edwards25519.

var (
	one      = big.NewInt(1)
	prime    = new(big.Int).Sub(new(big.Int).Lsh(one, 255), big.NewInt(19))
	order, _ = new(big.Int).SetString("7237005577332262213973186563042994240857116359379907606001950938285454250989", 10)
	// -121665 / 121666
	curveD = mod(new(big.Int).Mul(big.NewInt(-121665), inverse(big.NewInt(121666))))
)

type point struct{ x, y *big.Int }

func mod(value *big.Int) *big.Int     { return value.Mod(value, prime) }
func inverse(value *big.Int) *big.Int { return new(big.Int).ModInverse(value, prime) }
func product(a, b *big.Int) *big.Int  { return mod(new(big.Int).Mul(a, b)) }

// pointOf returns the point of a key, or nil. If it is not strict, y may be the prime or more.
func pointOf(key []byte, strict bool) *point {
	if len(key) != 32 {
		return nil
	}
	odd := uint(key[31] >> 7)
	y := littleEndian(key)
	y.SetBit(y, 255, 0)
	if strict && y.Cmp(prime) >= 0 {
		return nil
	}
	mod(y)
	square := product(y, y)
	above := mod(new(big.Int).Sub(square, one))
	below := mod(new(big.Int).Add(product(curveD, square), one))
	x := new(big.Int).ModSqrt(product(above, inverse(below)), prime)
	if x == nil || (strict && x.Sign() == 0 && odd == 1) {
		return nil
	}
	if x.Bit(0) != odd {
		x = mod(x.Neg(x))
	}
	return &point{x, y}
}

// add is RFC 8032, section 5.1.4, in plain coordinates.
func (p *point) add(q *point) *point {
	cross := product(curveD, product(product(p.x, q.x), product(p.y, q.y)))
	x := new(big.Int).Add(product(p.x, q.y), product(q.x, p.y))
	y := new(big.Int).Add(product(p.y, q.y), product(p.x, q.x))
	return &point{
		product(x, inverse(new(big.Int).Add(one, cross))),
		product(y, inverse(mod(new(big.Int).Sub(one, cross)))),
	}
}

func (p *point) times(scalar *big.Int) *point {
	sum := &point{new(big.Int), one}
	for bit := scalar.BitLen() - 1; bit >= 0; bit-- {
		sum = sum.add(sum)
		if scalar.Bit(bit) == 1 {
			sum = sum.add(p)
		}
	}
	return sum
}

func (p *point) isNeutral() bool    { return p.x.Sign() == 0 && p.y.Cmp(one) == 0 }
func (p *point) isSmallOrder() bool { return p.times(big.NewInt(8)).isNeutral() }

// verifies is strict: crypto/ed25519 accepts keys and commitments of small order, and several encodings of a key.
func verifies(key, message, signature []byte) bool {
	if len(signature) != ed25519.SignatureSize {
		return false
	}
	for _, encoded := range [][]byte{key, signature[:32]} {
		if p := pointOf(encoded, true); p == nil || p.isSmallOrder() {
			return false
		}
	}
	return ed25519.Verify(key, message, signature)
}

// montgomeryKey is crypto_sign_ed25519_pk_to_curve25519 of libsodium: u = (1 + y) / (1 - y), for points of the main
// subgroup but the neutral one. It is nil for others.
func montgomeryKey(key []byte) []byte {
	p := pointOf(key, false)
	if p == nil || p.isNeutral() || !p.times(order).isNeutral() {
		return nil
	}
	u := product(new(big.Int).Add(one, p.y), inverse(mod(new(big.Int).Sub(one, p.y))))
	encoded := u.FillBytes(make([]byte, 32))
	slices.Reverse(encoded)
	return encoded
}

// montgomerySecret is crypto_sign_ed25519_sk_to_curve25519: the scalar that signs.
func montgomerySecret(seed []byte) []byte {
	digest := sha512.Sum512(seed)
	digest[0] &= 248
	digest[31] = digest[31]&127 | 64
	return digest[:32]
}

func littleEndian(octets []byte) *big.Int {
	reversed := slices.Clone(octets)
	slices.Reverse(reversed)
	return new(big.Int).SetBytes(reversed)
}
