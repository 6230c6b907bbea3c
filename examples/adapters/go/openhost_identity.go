package main

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"strings"
)

// Openhost wire format, section 1: keys, their text form, and the oh:// URL. Sections 2 and 3.3: the names and
// secrets that both sides compute for themselves.

const (
	zLetters = "ybndrfg8ejkmcpqxot1uwisza345h769"
	scheme   = "oh://"
)

// zbase32 writes 5 bits a letter; zero bits fill the last one.
func zbase32(octets []byte) string {
	var written strings.Builder
	for bit := 0; bit < 8*len(octets); bit += 5 {
		value := 0
		for i := bit; i < bit+5; i++ {
			value <<= 1
			if i < 8*len(octets) {
				value |= int(octets[i/8]) >> (7 - i%8) & 1
			}
		}
		written.WriteByte(zLetters[value])
	}
	return written.String()
}

// fromLetters reads a key of 52 letters in the given alphabet. The last four bits must be zero.
func fromLetters(alphabet, letters string) []byte {
	if len(letters) != 52 {
		refuse("not 52 letters")
	}
	var bits []byte
	for _, letter := range []byte(letters) {
		value := strings.IndexByte(alphabet, letter)
		if value < 0 {
			refuse("%q is not in the alphabet", letter)
		}
		for shift := 4; shift >= 0; shift-- {
			bits = append(bits, byte(value>>shift&1))
		}
	}
	key := make([]byte, 32)
	for i, bit := range bits {
		if i < 256 {
			key[i/8] |= bit << (7 - i%8)
		} else if bit == 1 {
			refuse("bits left over")
		}
	}
	return key
}

func publicKey(_ object, input any) any {
	return hexOf(publicOf(exactly(32, input)))
}

func publicOf(seed []byte) []byte { return ed25519.NewKeyFromSeed(seed)[32:] }

func encodeKey(_ object, input any) any { return zbase32(exactly(32, input)) }

func decodeKey(_ object, input any) any {
	key := fromLetters(zLetters, text(input))
	if pointOf(key, false) == nil {
		refuse("no point of the curve")
	}
	return hexOf(key)
}

func encodeURL(_ object, input any) any {
	path := text(members(input)["path"])
	if !strings.HasPrefix(path, "/") || strings.ContainsAny(path, "?#") {
		refuse("not a path")
	}
	return scheme + zbase32(exactly(32, members(input)["public_key"])) + path
}

func decodeURL(given object, input any) any {
	rest, found := strings.CutPrefix(text(input), scheme)
	if !found || strings.ContainsAny(rest, "?#") {
		refuse("not oh://, or with a query or a fragment")
	}
	host, path, _ := strings.Cut(rest, "/")
	return object{"public_key": decodeKey(given, host), "path": "/" + path}
}

func offerName(_ object, input any) any {
	digest := sha256.Sum256(joined([]byte("openhost-offer-host-v1"), exactly(32, input)))
	return "_offer-" + zbase32(digest[:16])
}

func hashUnder(salt, key []byte) []byte {
	mac := hmac.New(sha256.New, salt)
	mac.Write(key)
	return mac.Sum(nil)[:16]
}

func allowlistHash(given object, input any) any {
	return hexOf(hashUnder(octets(given["salt"]), exactly(32, input)))
}

func answerName(given object, input any) any {
	index := number(given["index"], 0, 254)
	return fmt.Sprintf("_answer-%s-%d", zbase32(hashUnder(octets(given["salt"]), exactly(32, input))), index)
}

func turnPassword(_ object, input any) any {
	digest := sha256.Sum256(joined([]byte("openhost-turn-v1"), exactly(32, input)))
	return hexOf(digest[:])[:32]
}
