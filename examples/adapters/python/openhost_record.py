"""Openhost wire format, section 2: the record of a host."""

import re
import struct

import base64url
import ed25519
from given import exactly, octets, whole_number
from refused import Refused

HEAD = struct.Struct(">B9sBQ32sB")
PREFIX = (1, b"openhost1")
TURN = struct.Struct(">4sH")
DECIMAL = re.compile(r"0|-?[1-9][0-9]{0,19}")
FRESH = 7200


def encode(_given, record):
    version = whole_number(record["version"])
    ts = decimal(record["ts"])
    fingerprint, salt = octets(record["dtls_fp"]), octets(record["salt"])
    roles, disc = utf8(record["roles"]), utf8(record["disc"])
    check_version(version)
    if not 0 <= ts < 2**64 or len(fingerprint) != 32 or len(salt) != 32:
        raise Refused("a field does not fit")
    if (version == 3) != ("turn_ip" in record):
        raise Refused(f"version {version} and its relay")
    check_texts(len(roles), len(disc))
    head = HEAD.pack(*PREFIX, version, ts, fingerprint, len(roles))
    whole = head + roles + salt + struct.pack(">H", len(disc)) + disc
    if version == 3:
        ip, port = octets(record["turn_ip"]), whole_number(record["turn_port"])
        check_turn(ip, port)
        whole += TURN.pack(ip, port)
    return whole.hex()


def decode(_given, text):
    return read_record(octets(text))


def sign(given, record):
    whole = bytes.fromhex(encode(given, record))
    return base64url.encode(ed25519.sign(exactly(32, given["seed"]), whole) + whole)


def verify(given, text):
    """Checks the signature before it uses a record, and rejects a record that is not fresh."""
    both = base64url.decode(text)
    signature, whole = both[:64], both[64:]
    if not ed25519.verify(octets(given["public_key"]), whole, signature):
        raise Refused("not signed by that key")
    record = read_record(whole)
    if abs(decimal(given["now"]) - int(record["ts"])) > FRESH:
        raise Refused("not fresh")
    return record


OPERATIONS = {"encode": encode, "decode": decode, "sign": sign, "verify": verify}


def read_record(whole):
    at = 0

    def take(size):
        nonlocal at
        at += size
        if at > len(whole):
            raise Refused(f"ends {at - len(whole)} bytes too soon")
        return whole[at - size : at]

    *prefix, version, ts, fingerprint, roles_length = HEAD.unpack(take(HEAD.size))
    if tuple(prefix) != PREFIX:
        raise Refused("no record of this encoding")
    check_version(version)
    roles = text_of(take(roles_length))
    salt = take(32)
    (disc_length,) = struct.unpack(">H", take(2))
    check_texts(roles_length, disc_length)
    disc = text_of(take(disc_length))
    record = {
        "version": version,
        "ts": str(ts),
        "dtls_fp": fingerprint.hex(),
        "roles": roles,
        "salt": salt.hex(),
        "disc": disc,
    }
    if version == 3:
        ip, port = TURN.unpack(take(TURN.size))
        check_turn(ip, port)
        record |= {"turn_ip": ip.hex(), "turn_port": port}
    if at < len(whole):
        raise Refused(f"{len(whole) - at} bytes behind the record")
    return record


def check_version(version):
    if version not in (2, 3):
        raise Refused(f"version {version}")


def check_texts(roles, disc):
    if not 1 <= roles <= 255 or disc > 256:
        raise Refused(f"roles of {roles} bytes, disc of {disc}")


def check_turn(ip, port):
    if len(ip) != 4 or ip[0] == 127 or ip == bytes(4) or not 1 <= port <= 0xFFFF:
        raise Refused("not a relay that can be reached")


def decimal(value):
    """Whole numbers of up to 64 bits are decimal text."""
    if not isinstance(value, str) or DECIMAL.fullmatch(value) is None:
        raise Refused("not a decimal number")
    return int(value)


def utf8(value):
    try:
        return value.encode("utf-8")
    except UnicodeEncodeError:
        raise Refused("a lone surrogate") from None


def text_of(part):
    try:
        return part.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("not UTF-8") from None
