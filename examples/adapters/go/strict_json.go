package main

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"
)

const maxDepth = 32

// parseStrictly reads RFC 8259 text without what parsers disagree on: a name that occurs twice, half a surrogate pair,
// deep nesting. Package json lets the first two pass.
func parseStrictly(octets []byte) (map[string]any, error) {
	if !utf8.Valid(octets) || !json.Valid(octets) {
		return nil, Refused("not JSON")
	}
	if hasLoneSurrogate(string(octets)) {
		return nil, Refused("a lone surrogate")
	}
	decoder := json.NewDecoder(strings.NewReader(string(octets)))
	if err := walk(decoder, 0); err != nil {
		return nil, err
	}
	var value map[string]any
	if json.Unmarshal(octets, &value) != nil || value == nil {
		return nil, Refused("not an object")
	}
	return value, nil
}

// walk reads one value of text that is valid JSON.
func walk(decoder *json.Decoder, depth int) error {
	token, err := decoder.Token()
	if err != nil {
		return Refused("not JSON")
	}
	open, isDelim := token.(json.Delim)
	if !isDelim {
		return nil
	}
	if depth == maxDepth {
		return Refused("nested too deep")
	}
	names := map[string]bool{}
	for decoder.More() {
		if open == '{' {
			name, err := decoder.Token()
			if err != nil {
				return Refused("not JSON")
			}
			if names[name.(string)] {
				return Refused("a member name occurs twice")
			}
			names[name.(string)] = true
		}
		if err := walk(decoder, depth+1); err != nil {
			return err
		}
	}
	_, err = decoder.Token()
	return err
}

// hasLoneSurrogate checks the escapes of text that is valid JSON.
func hasLoneSurrogate(text string) bool {
	for at := 0; at < len(text); at++ {
		if text[at] != '\\' {
			continue
		}
		at++
		if text[at] != 'u' {
			continue
		}
		unit := unitAt(text, at-1)
		at += 4
		switch {
		case unit >= 0xdc00 && unit <= 0xdfff:
			return true
		case unit >= 0xd800 && unit <= 0xdbff:
			low := unitAt(text, at+1)
			if low < 0xdc00 || low > 0xdfff {
				return true
			}
			at += 6
		}
	}
	return false
}

// unitAt reads `\u` and four digits, or returns 0 without them.
func unitAt(text string, at int) uint64 {
	if at+6 > len(text) || text[at:at+2] != `\u` {
		return 0
	}
	unit, err := strconv.ParseUint(text[at+2:at+6], 16, 16)
	if err != nil {
		return 0
	}
	return unit
}
