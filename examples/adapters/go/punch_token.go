package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
)

// Punch RFC 1.0.0, section 7, the encoder's side: "p_" base64url(payload) "." base64url(hmac-sha256(payload)).
func sign(given map[string]any, input any) (any, error) {
	payload, err := bytes(input)
	if err != nil {
		return nil, err
	}
	secret, err := bytes(given["secret"])
	if err != nil {
		return nil, err
	}
	text := base64.RawURLEncoding.EncodeToString(payload)
	mac := hmac.New(sha256.New, secret)
	if given["dialect"] == "text" {
		mac.Write([]byte(text))
	} else {
		mac.Write(payload)
	}
	return "p_" + text + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil)), nil
}

// Bytes travel as lower-case hex.
func bytes(value any) ([]byte, error) {
	text, ok := value.(string)
	if !ok {
		return nil, Refused("not a text")
	}
	octets, err := hex.DecodeString(text)
	if err != nil {
		return nil, Refused("not hex")
	}
	return octets, nil
}
