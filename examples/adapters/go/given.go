package main

import (
	"encoding/hex"
	"fmt"
	"math"
	"strings"
)

const maxExact = 1<<53 - 1

// Bytes are lower-case hex.
func bytes(value any) ([]byte, error) {
	text, ok := value.(string)
	if !ok || strings.ToLower(text) != text {
		return nil, Refused("not lower-case hex")
	}
	octets, err := hex.DecodeString(text)
	if err != nil {
		return nil, Refused("not hex")
	}
	return octets, nil
}

// whole reads a number. Package json returns a float64, which represents whole numbers of up to 53 bits exactly.
func whole(value any, low, high float64) (int64, error) {
	number, ok := value.(float64)
	if !ok || number != math.Trunc(number) || number < low || number > high {
		return 0, Refused(fmt.Sprintf("not a whole number from %.0f to %.0f", low, high))
	}
	return int64(number), nil
}
