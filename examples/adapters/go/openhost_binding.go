package main

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
)

// Openhost wire format, section 3: both sides sign a value that binds host, client and connection.

const bindingContext = "openhost-auth-v1"

// secretOf returns the TLS exporter value, or the hash of the certificate of the host.
func secretOf(given object) []byte {
	switch given["mode"] {
	case "exporter":
		return exactly(32, given["exporter"])
	case "cert_fp":
		digest := sha256.Sum256(octets(given["certificate"]))
		return digest[:]
	}
	refuse("no such mode")
	return nil
}

// bound is HKDF (RFC 5869) for 32 bytes, which need one round of SHA-256.
func bound(given object, clientKey []byte) []byte {
	extracted := hmacOf([]byte(bindingContext), secretOf(given))
	info := joined([]byte(bindingContext), exactly(32, given["host_pk"]), clientKey, exactly(32, given["nonce"]))
	return hmacOf(extracted, append(info, 1))
}

func hmacOf(key, message []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(message)
	return mac.Sum(nil)
}

func authBytes(given object, input any) any { return hexOf(bound(given, exactly(32, input))) }

func authNonce(_ object, input any) any { return hexOf(exactly(32, input)) }

func signClient(given object, input any) any {
	key := ed25519.NewKeyFromSeed(exactly(32, input))
	return hexOf(joined(key[32:], ed25519.Sign(key, bound(given, key[32:]))))
}

func signHost(given object, input any) any {
	key := ed25519.NewKeyFromSeed(exactly(32, input))
	return hexOf(ed25519.Sign(key, bound(given, exactly(32, given["client_pk"]))))
}

func verifyClient(given object, input any) any {
	payload := exactly(96, input)
	if key := payload[:32]; !verifies(key, bound(given, key), payload[32:]) {
		refuse("not signed by that client")
	}
	return hexOf(payload[:32])
}

func verifyHost(given object, input any) any {
	signature := exactly(64, input)
	if !verifies(exactly(32, given["host_pk"]), bound(given, exactly(32, given["client_pk"])), signature) {
		refuse("not signed by that host")
	}
	return true
}
