package main

import (
	"encoding/hex"
	"slices"
	"strings"
)

// Keys of a tunnel: the file of the secret key, the text form of the public key, and the allow list.

const tunnelLetters = "abcdefghijklmnopqrstuvwxyz234567"

// keyFile: the file contains only the 32 bytes of the key, without text or line end.
func keyFile(_ object, input any) any { return hexOf(exactly(32, input)) }

func keyFilePublic(_ object, input any) any { return hexOf(publicOf(exactly(32, input))) }

func tunnelKey(_ object, input any) any { return readTunnelKey(text(input)) }

// readTunnelKey takes 64 digits of hex or 52 letters of base32, in any case.
func readTunnelKey(written string) string {
	lower := strings.ToLower(written)
	var key []byte
	if len(written) == 64 {
		digits, err := hex.DecodeString(lower)
		if err != nil {
			refuse("%v", err)
		}
		key = digits
	} else {
		key = fromLetters(tunnelLetters, lower)
	}
	if pointOf(key, true) == nil {
		refuse("no point of the curve")
	}
	return hexOf(key)
}

// allowList: an empty list or entry is an error, so that a mistake never widens the list.
func allowList(_ object, input any) any {
	keys := []string{}
	for _, entry := range strings.Split(text(input), ",") {
		keys = append(keys, readTunnelKey(strings.TrimSpace(entry)))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
