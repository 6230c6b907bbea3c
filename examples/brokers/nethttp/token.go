package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
)

// claims is the payload of section 7.
type claims struct {
	Session string  `json:"session"`
	Role    string  `json:"role"`
	Stream  *string `json:"stream"`
	Exp     int64   `json:"exp"`
}

func mac(payload []byte) []byte {
	h := hmac.New(sha256.New, secret)
	h.Write(payload)
	return h.Sum(nil)
}

func sign(c claims) string {
	payload, _ := json.Marshal(c)
	return "p_" + base64.RawURLEncoding.EncodeToString(payload) + "." + base64.RawURLEncoding.EncodeToString(mac(payload))
}

// verify returns nil for every token that does not belong to this session.
func verify(token, session string) *claims {
	body, sum, dot := strings.Cut(strings.TrimPrefix(token, "p_"), ".")
	payload, err1 := base64.RawURLEncoding.DecodeString(body)
	given, err2 := base64.RawURLEncoding.DecodeString(sum)
	if !strings.HasPrefix(token, "p_") || !dot || err1 != nil || err2 != nil || !hmac.Equal(given, mac(payload)) {
		return nil
	}
	var c claims
	if decode(payload, &c, "session", "role", "stream", "exp") != nil || c.Session != session || c.Exp <= time.Now().Unix() {
		return nil
	}
	if (c.Role == "admin" && c.Stream == nil) || (c.Role == "peer" && c.Stream != nil) {
		return &c
	}
	return nil
}
