package main

import (
	"crypto/ecdh"
	"crypto/rand"
)

// Openhost wire format, section 2: crypto_box_seal of libsodium, for keys derived from Ed25519 keys.

const boxOverhead = 32 + tagSize

func boxPublicKey(_ object, input any) any { return hexOf(boxKeyOf(octets(input))) }

func boxSecretKey(_ object, input any) any { return hexOf(montgomerySecret(exactly(32, input))) }

// seal uses a fresh key for each message. A given key makes the result reproducible.
func seal(given object, input any) any {
	recipient := boxKeyOf(octets(given["public_key"]))
	ephemeral := make([]byte, 32)
	if fixed, found := given["ephemeral"]; found {
		ephemeral = exactly(32, fixed)
	} else if _, err := rand.Read(ephemeral); err != nil {
		panic(err)
	}
	sender := boxPublicOf(ephemeral)
	return hexOf(joined(sender, secretSeal(sharedKey(ephemeral, recipient), boxNonce(sender, recipient), octets(input))))
}

func open(given object, input any) any {
	sealed := octets(input)
	if len(sealed) < boxOverhead {
		refuse("%d bytes are no box", len(sealed))
	}
	secret, sender := montgomerySecret(exactly(32, given["seed"])), sealed[:32]
	message, ok := secretOpen(sharedKey(secret, sender), boxNonce(sender, boxPublicOf(secret)), sealed[32:])
	if !ok {
		refuse("not sealed to that key, or altered")
	}
	return hexOf(message)
}

func boxKeyOf(key []byte) []byte {
	converted := montgomeryKey(key)
	if converted == nil {
		refuse("no point of the main subgroup")
	}
	return converted
}

func privateKey(secret []byte) *ecdh.PrivateKey {
	key, err := ecdh.X25519().NewPrivateKey(secret)
	if err != nil {
		refuse("%v", err)
	}
	return key
}

func boxPublicOf(secret []byte) []byte { return privateKey(secret).PublicKey().Bytes() }

// sharedKey is crypto_box_beforenm: the X25519 result, mixed by HSalsa20. ECDH rejects points of small order.
func sharedKey(secret, public []byte) []byte {
	key, err := ecdh.X25519().NewPublicKey(public)
	if err != nil {
		refuse("%v", err)
	}
	shared, err := privateKey(secret).ECDH(key)
	if err != nil {
		refuse("%v", err)
	}
	return hsalsa20(shared, make([]byte, 16))
}

func boxNonce(sender, recipient []byte) []byte { return blake2b(24, joined(sender, recipient)) }
