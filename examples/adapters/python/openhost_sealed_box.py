"""Openhost wire format, section 2: crypto_box_seal of libsodium, for keys derived from Ed25519 keys."""

import hashlib
import os

import curve25519
import secretbox
from given import exactly, octets
from refused import Refused

OVERHEAD = 32 + secretbox.TAG


def public_key(_given, text):
    return x25519_key(octets(text)).hex()


def secret_key(_given, text):
    return curve25519.secret_from_ed25519(exactly(32, text)).hex()


def seal(given, text):
    """Uses a fresh key for each message. A given key makes the result reproducible."""
    recipient = x25519_key(octets(given["public_key"]))
    ephemeral = exactly(32, given["ephemeral"]) if "ephemeral" in given else os.urandom(32)
    sender = curve25519.public_of(ephemeral)
    key = shared_key(ephemeral, recipient)
    return (sender + secretbox.seal(key, nonce_of(sender, recipient), octets(text))).hex()


def open_box(given, text):
    sealed = octets(text)
    if len(sealed) < OVERHEAD:
        raise Refused(f"{len(sealed)} bytes are no box")
    secret = curve25519.secret_from_ed25519(exactly(32, given["seed"]))
    sender = sealed[:32]
    nonce = nonce_of(sender, curve25519.public_of(secret))
    message = secretbox.open_box(shared_key(secret, sender), nonce, sealed[32:])
    if message is None:
        raise Refused("not sealed to that key, or altered")
    return message.hex()


OPERATIONS = {"public-key": public_key, "secret-key": secret_key, "seal": seal, "open": open_box}


def x25519_key(key):
    converted = curve25519.public_from_ed25519(key)
    if converted is None:
        raise Refused("no point of the main subgroup")
    return converted


def shared_key(secret, public):
    """crypto_box_beforenm: the X25519 result, mixed by HSalsa20."""
    shared = curve25519.x25519(secret, public)
    if shared is None:
        raise Refused("a point of small order")
    return secretbox.hsalsa20(shared, bytes(16))


def nonce_of(sender, recipient):
    return hashlib.blake2b(sender + recipient, digest_size=24).digest()
