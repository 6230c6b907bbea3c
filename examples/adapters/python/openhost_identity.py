"""Openhost wire format, section 1: keys, their text form, and the oh:// URL."""

import ed25519
from given import octets
from refused import Refused

LETTERS = "ybndrfg8ejkmcpqxot1uwisza345h769"
SCHEME = "oh://"


def public_key(_given, seed):
    return ed25519.public_key(key_octets(octets(seed))).hex()


def encode_key(_given, key):
    """256 bits in letters of 5 bits, followed by four zero bits."""
    number = int.from_bytes(key_octets(octets(key)), "big") << 4
    return "".join(LETTERS[number >> shift & 31] for shift in range(255, -1, -5))


def decode_key(_given, text):
    if not isinstance(text, str) or len(text) != 52:
        raise Refused("not 52 letters")
    number = 0
    for letter in text:
        value = LETTERS.find(letter)
        if value < 0:
            raise Refused(f"{letter!r} is not in the alphabet")
        number = number << 5 | value
    if number & 15:
        raise Refused("bits left over")
    key = (number >> 4).to_bytes(32, "big")
    if ed25519.decompress(key, strict=False) is None:
        raise Refused("no point of the curve")
    return key.hex()


def encode_url(given, address):
    path = address["path"]
    if not path.startswith("/") or "?" in path or "#" in path:
        raise Refused("not a path")
    return SCHEME + encode_key(given, address["public_key"]) + path


def decode_url(given, text):
    if not isinstance(text, str) or not text.startswith(SCHEME):
        raise Refused("not oh://")
    if "?" in text or "#" in text:
        raise Refused("a query or a fragment")
    host, slash, path = text[len(SCHEME) :].partition("/")
    return {"public_key": decode_key(given, host), "path": "/" + path}


OPERATIONS = {
    "public-key": public_key,
    "encode-key": encode_key,
    "decode-key": decode_key,
    "encode-url": encode_url,
    "decode-url": decode_url,
}


def key_octets(key):
    if len(key) != 32:
        raise Refused(f"{len(key)} bytes instead of 32")
    return key
