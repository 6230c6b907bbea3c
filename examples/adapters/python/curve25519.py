"""RFC 7748, X25519, and the conversion of Ed25519 keys. Written to be read: it is slow and not constant-time."""

import hashlib

import ed25519
from ed25519 import P

A24 = 121665
BASE = (9).to_bytes(32, "little")


def clamp(scalar):
    return scalar & ((1 << 254) - 8) | 1 << 254


def x25519(scalar, u):
    """The ladder of RFC 7748 section 5. None for a point of small order, whose result is zero."""
    k = clamp(int.from_bytes(scalar, "little"))
    x1 = (int.from_bytes(u, "little") & (1 << 255) - 1) % P
    x2, z2, x3, z3 = 1, 0, x1, 1
    for bit in reversed(range(255)):
        swap = k >> bit & 1
        if swap:
            x2, z2, x3, z3 = x3, z3, x2, z2
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        da, cb, aa, bb = d * a, c * b, a * a, b * b
        x3, z3 = (da + cb) ** 2 % P, x1 * (da - cb) ** 2 % P
        x2, z2 = aa * bb % P, (aa - bb) * (aa + A24 * (aa - bb)) % P
        if swap:
            x2, z2, x3, z3 = x3, z3, x2, z2
    shared = (x2 * pow(z2, P - 2, P) % P).to_bytes(32, "little")
    return shared if any(shared) else None


def public_of(scalar):
    return x25519(scalar, BASE)


def secret_from_ed25519(seed):
    """crypto_sign_ed25519_sk_to_curve25519 of libsodium: the scalar that signs, clamped."""
    return clamp(int.from_bytes(hashlib.sha512(seed).digest()[:32], "little")).to_bytes(32, "little")


def public_from_ed25519(key):
    """crypto_sign_ed25519_pk_to_curve25519: u = (1 + y) / (1 - y), for the main subgroup without its neutral point."""
    point = ed25519.decompress(key, strict=False)
    if point is None or ed25519.is_neutral(point) or not ed25519.is_neutral(ed25519.multiply(ed25519.L, point)):
        return None
    y = point[1]
    return ((1 + y) * pow(1 - y, -1, P) % P).to_bytes(32, "little")
