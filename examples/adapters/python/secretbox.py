"""XSalsa20-Poly1305, the crypto_secretbox of NaCl: a tag of 16 bytes, then the ciphertext."""

import hmac
import struct

SIGMA = struct.unpack("<4I", b"expand 32-byte k")
TAG = 16
# The four words of each quarter round: the columns, then the rows.
COLUMNS = [(0, 4, 8, 12), (5, 9, 13, 1), (10, 14, 2, 6), (15, 3, 7, 11)]
ROWS = [(0, 1, 2, 3), (5, 6, 7, 4), (10, 11, 8, 9), (15, 12, 13, 14)]


def seal(key, nonce, message):
    stream = xsalsa20(key, nonce, 32 + len(message))
    ciphertext = xor(message, stream[32:])
    return poly1305(stream[:32], ciphertext) + ciphertext


def open_box(key, nonce, sealed):
    """None for a box of another key."""
    tag, ciphertext = sealed[:TAG], sealed[TAG:]
    stream = xsalsa20(key, nonce, 32 + len(ciphertext))
    if not hmac.compare_digest(tag, poly1305(stream[:32], ciphertext)):
        return None
    return xor(ciphertext, stream[32:])


def xor(a, b):
    return bytes(x ^ y for x, y in zip(a, b))


def poly1305(key, message):
    """RFC 8439, section 2.5."""
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    total = 0
    for at in range(0, len(message), 16):
        block = message[at : at + 16] + b"\x01"
        total = (total + int.from_bytes(block, "little")) * r % (2**130 - 5)
    return ((total + int.from_bytes(key[16:], "little")) % 2**128).to_bytes(16, "little")


def xsalsa20(key, nonce, size):
    """The first 16 bytes of the nonce derive a key; the last 8 are the Salsa20 nonce."""
    key = hsalsa20(key, nonce[:16])
    blocks = -(-size // 64)
    return b"".join(salsa20_block(key, nonce[16:], counter) for counter in range(blocks))[:size]


def salsa20_block(key, nonce, counter):
    state = words(key, nonce + struct.pack("<Q", counter))
    mixed = twenty_rounds(state)
    return struct.pack("<16I", *((a + b) & 0xFFFFFFFF for a, b in zip(state, mixed)))


def hsalsa20(key, block):
    mixed = twenty_rounds(words(key, block))
    return struct.pack("<8I", *(mixed[place] for place in (0, 5, 10, 15, 6, 7, 8, 9)))


def words(key, block):
    k, b = struct.unpack("<8I", key), struct.unpack("<4I", block)
    return [SIGMA[0], *k[:4], SIGMA[1], *b, SIGMA[2], *k[4:], SIGMA[3]]


def twenty_rounds(state):
    state = list(state)
    for _ in range(10):
        for a, b, c, d in COLUMNS + ROWS:
            state[b] ^= turned(state[a] + state[d], 7)
            state[c] ^= turned(state[b] + state[a], 9)
            state[d] ^= turned(state[c] + state[b], 13)
            state[a] ^= turned(state[d] + state[c], 18)
    return state


def turned(word, by):
    word &= 0xFFFFFFFF
    return (word << by | word >> 32 - by) & 0xFFFFFFFF
