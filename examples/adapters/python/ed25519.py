"""RFC 8032, Ed25519, as in its section 6. Written to be read: it is slow and not constant-time."""

import hashlib

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)


def add(a, b):
    """Extended coordinates: x/z, y/z and x*y/z."""
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = 2 * a[3] * b[3] * D % P
    h = 2 * a[2] * b[2] % P
    return (f - e) * (h - g) % P, (f + e) * (h + g) % P, (h - g) * (h + g) % P, (f - e) * (f + e) % P


def multiply(scalar, point):
    product = NEUTRAL
    while scalar > 0:
        if scalar & 1:
            product = add(product, point)
        point = add(point, point)
        scalar >>= 1
    return product


def negate(point):
    return -point[0] % P, point[1], point[2], -point[3] % P


def is_neutral(point):
    return point[0] % P == 0 and (point[1] - point[2]) % P == 0


def compress(point):
    inverse = pow(point[2], -1, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decompress(octets, strict=True):
    """None for an invalid point. If not strict, y may be P or more, and x = 0 may be marked odd."""
    if len(octets) != 32:
        return None
    y = int.from_bytes(octets, "little")
    odd, y = y >> 255, y & ((1 << 255) - 1)
    if strict and y >= P:
        return None
    y %= P
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - square) % P != 0 or (strict and x == 0 and odd):
        return None
    if x & 1 != odd:
        x = -x % P
    return x, y, 1, x * y % P


BASE = decompress((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def hashed(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % L


def expand(seed):
    digest = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little")
    return scalar & ((1 << 254) - 8) | 1 << 254, digest[32:]


def public_key(seed):
    return compress(multiply(expand(seed)[0], BASE))


def sign(seed, message):
    scalar, prefix = expand(seed)
    key = compress(multiply(scalar, BASE))
    nonce = hashed(prefix, message)
    commitment = compress(multiply(nonce, BASE))
    return commitment + ((nonce + hashed(commitment, key, message) * scalar) % L).to_bytes(32, "little")


def verify(key, message, signature):
    """Strict: S below L, key and R canonical and not of small order, and the equation without the cofactor."""
    if len(signature) != 64:
        return False
    point, commitment = decompress(key), decompress(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if point is None or commitment is None or scalar >= L:
        return False
    if is_neutral(multiply(8, point)) or is_neutral(multiply(8, commitment)):
        return False
    expected = add(commitment, multiply(hashed(signature[:32], key, message), point))
    return is_neutral(add(multiply(scalar, BASE), negate(expected)))
