package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"regexp"
	"strings"
)

// Punch RFC 1.0.0, section 7: "p_" base64url(payload) "." base64url(hmac-sha256(payload)).

const maxToken = 8192

var isName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`).MatchString

// Claims of admin tokens have no stream.
type claims struct {
	Session string  `json:"session"`
	Role    string  `json:"role"`
	Stream  *string `json:"stream"`
	Exp     int64   `json:"exp"`
}

type token struct {
	payload, mac []byte
	payloadText  string
}

func decodeToken(_ map[string]any, input any) (any, error) {
	read, err := split(input)
	if err != nil {
		return nil, err
	}
	found, err := claimsOf(read.payload)
	if err != nil {
		return nil, err
	}
	return map[string]any{
		"payload": hex.EncodeToString(read.payload),
		"mac":     hex.EncodeToString(read.mac),
		"claims":  found,
	}, nil
}

// The signature is checked first: no payload is read before it is known to be ours.
func verify(given map[string]any, input any) (any, error) {
	read, err := split(input)
	if err != nil {
		return nil, err
	}
	ours, err := macOf(given, read.payload, read.payloadText)
	if err != nil {
		return nil, err
	}
	if !hmac.Equal(read.mac, ours) {
		return nil, Refused("the signature is not ours")
	}
	found, err := claimsOf(read.payload)
	if err != nil {
		return nil, err
	}
	stream, isBound := given["stream"]
	now, err := whole(given["now"], -maxExact, maxExact)
	switch {
	case err != nil:
		return nil, err
	case found.Session != given["session"]:
		return nil, Refused("bound to another session")
	case found.Role != given["role"]:
		return nil, Refused("another role")
	case isBound && found.Stream != nil && *found.Stream != stream:
		return nil, Refused("bound to another stream")
	// Exp counts seconds and now milliseconds; a float64 does not overflow.
	case float64(now) >= float64(found.Exp)*1000:
		return nil, Refused("expired")
	}
	return found, nil
}

func sign(given map[string]any, input any) (any, error) {
	payload, err := bytes(input)
	if err != nil {
		return nil, err
	}
	return signed(given, payload)
}

func encodeToken(given map[string]any, input any) (any, error) {
	wanted, ok := input.(map[string]any)
	if !ok {
		return nil, Refused("not an object")
	}
	// Reading the payload finds missing members and wrong types.
	payload, err := json.Marshal(wanted)
	if err != nil {
		return nil, err
	}
	found, err := claimsOf(payload)
	if err != nil {
		return nil, err
	}
	if payload, err = json.Marshal(found); err != nil {
		return nil, err
	}
	return signed(given, payload)
}

func signed(given map[string]any, payload []byte) (any, error) {
	text := base64.RawURLEncoding.EncodeToString(payload)
	mac, err := macOf(given, payload, text)
	if err != nil {
		return nil, err
	}
	return "p_" + text + "." + base64.RawURLEncoding.EncodeToString(mac), nil
}

// The RFC signs the octets of the payload; the dialect `text` signs its base64url text.
func macOf(given map[string]any, payload []byte, payloadText string) ([]byte, error) {
	secret, err := bytes(given["secret"])
	if err != nil {
		return nil, err
	}
	mac := hmac.New(sha256.New, secret)
	switch given["dialect"] {
	case nil, "octets":
		mac.Write(payload)
	case "text":
		mac.Write([]byte(payloadText))
	default:
		return nil, Refused("no such dialect")
	}
	return mac.Sum(nil), nil
}

func split(input any) (token, error) {
	text, ok := input.(string)
	if !ok || len(text) > maxToken {
		return token{}, Refused("not a text, or too long")
	}
	rest, found := strings.CutPrefix(text, "p_")
	if !found {
		return token{}, Refused("no p_ in front")
	}
	payloadText, macText, found := strings.Cut(rest, ".")
	if !found {
		return token{}, Refused("no signature")
	}
	payload, err := fromBase64url(payloadText)
	if err != nil {
		return token{}, err
	}
	mac, err := fromBase64url(macText)
	if err != nil {
		return token{}, err
	}
	if len(mac) != sha256.Size {
		return token{}, Refused("a signature of another length")
	}
	return token{payload, mac, payloadText}, nil
}

// Strict rejects unused bits, but Go skips line ends, so this checks for the canonical spelling.
func fromBase64url(text string) ([]byte, error) {
	octets, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || base64.RawURLEncoding.EncodeToString(octets) != text {
		return nil, Refused("not base64url in its one spelling")
	}
	return octets, nil
}

func claimsOf(payload []byte) (claims, error) {
	value, err := parseStrictly(payload)
	if err != nil {
		return claims{}, err
	}
	for _, name := range []string{"session", "role", "stream", "exp"} {
		if _, found := value[name]; !found {
			return claims{}, Refused("no " + name)
		}
	}
	session, _ := value["session"].(string)
	role, _ := value["role"].(string)
	stream, hasStream := value["stream"].(string)
	exp, err := whole(value["exp"], -maxExact, maxExact)
	switch {
	case err != nil:
		return claims{}, err
	case !isName(session):
		return claims{}, Refused("not a session name")
	case role != "admin" && role != "peer":
		return claims{}, Refused("not a role")
	case value["stream"] != nil && !isName(stream):
		return claims{}, Refused("not a stream name")
	case hasStream != (role == "peer"):
		return claims{}, Refused("a role with the stream of the other")
	}
	read := claims{Session: session, Role: role, Exp: exp}
	if hasStream {
		read.Stream = &stream
	}
	return read, nil
}
