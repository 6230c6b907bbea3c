"""Keys of a tunnel: the file of the secret key, the text form of the public key, and the allow list."""

import ed25519
from given import octets
from refused import Refused

LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
HEX_DIGITS = "0123456789abcdef"
BLANKS = "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))


def key_file(_given, text):
    """The file contains only the 32 bytes of the key: no text, no line end."""
    secret = octets(text)
    if len(secret) != 32:
        raise Refused(f"{len(secret)} bytes instead of 32")
    return secret.hex()


def public_of(given, text):
    return ed25519.public_key(bytes.fromhex(key_file(given, text))).hex()


def public_key(_given, text):
    """64 digits of hex or 52 letters of base32, in any case."""
    lower = text.lower()
    if len(text) == 64 and all(digit in HEX_DIGITS for digit in lower):
        key = bytes.fromhex(lower)
    elif len(text) == 52 and all(letter in LETTERS for letter in lower):
        key = from_base32(lower)
    else:
        raise Refused("neither 64 hex digits nor 52 letters")
    if ed25519.decompress(key) is None:
        raise Refused("no point of the curve")
    return key.hex()


def from_base32(text):
    number = 0
    for letter in text:
        number = number << 5 | LETTERS.index(letter)
    if number & 15:
        raise Refused("bits left over")
    return (number >> 4).to_bytes(32, "big")


def allow_list(given, text):
    """An empty list or entry is an error, so that a mistake never widens the list."""
    entries = [entry.strip(BLANKS) for entry in text.split(",")]
    if not all(entries):
        raise Refused("an empty entry")
    return sorted({public_key(given, entry) for entry in entries})


KEY_FILE = {"decode": key_file, "public": public_of}
PUBLIC_KEY = {"decode": public_key}
ALLOW_LIST = {"decode": allow_list}
