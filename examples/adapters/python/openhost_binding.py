"""Openhost wire format, section 3: both sides sign a value that binds host, client and connection."""

import hashlib
import hmac

import ed25519
from given import exactly, octets
from refused import Refused

CONTEXT = b"openhost-auth-v1"


def secret_of(given):
    """The TLS exporter value, or the hash of the certificate of the host."""
    if given["mode"] == "exporter":
        return exactly(32, given["exporter"])
    if given["mode"] == "cert_fp":
        return hashlib.sha256(octets(given["certificate"])).digest()
    raise Refused("no such mode")


def covered(given, client_key):
    info = CONTEXT + exactly(32, given["host_pk"]) + client_key + exactly(32, given["nonce"])
    return hkdf(secret_of(given), CONTEXT, info)


def hkdf(secret, salt, info):
    """HKDF (RFC 5869) for 32 bytes, which need one round of SHA-256."""
    return hmac.digest(hmac.digest(salt, secret, "sha256"), info + b"\x01", "sha256")


def auth_bytes(given, client_key):
    return covered(given, exactly(32, client_key)).hex()


def nonce(_given, payload):
    return exactly(32, payload).hex()


def sign_client(given, text):
    seed = exactly(32, text)
    key = ed25519.public_key(seed)
    return (key + ed25519.sign(seed, covered(given, key))).hex()


def sign_host(given, text):
    return ed25519.sign(exactly(32, text), covered(given, exactly(32, given["client_pk"]))).hex()


def verify_client(given, text):
    payload = exactly(96, text)
    key, signature = payload[:32], payload[32:]
    must_verify(key, covered(given, key), signature)
    return key.hex()


def verify_host(given, text):
    signature = exactly(64, text)
    must_verify(exactly(32, given["host_pk"]), covered(given, exactly(32, given["client_pk"])), signature)
    return True


def must_verify(key, message, signature):
    if not ed25519.verify(key, message, signature):
        raise Refused("not signed by that key")


OPERATIONS = {
    "auth-bytes": auth_bytes,
    "nonce": nonce,
    "sign-client": sign_client,
    "sign-host": sign_host,
    "verify-client": verify_client,
    "verify-host": verify_host,
}
