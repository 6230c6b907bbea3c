"""Openhost wire format, section 3.3: one TXT value of an answer."""

import struct

from given import dialect, octets, whole_number
from refused import Refused

HEADER = struct.Struct(">BBBH")
VERSION = 1
# The specification says 180; deployed peers use up to 500.
CAP = {"spec": 180, "deployed": 500}


def encode(given, fragment):
    total = whole_number(fragment["chunk_total"], 1, 255)
    index = whole_number(fragment["chunk_idx"], 0, total - 1)
    payload = octets(fragment["payload"])
    check_length(given, len(payload))
    return (HEADER.pack(VERSION, index, total, len(payload)) + payload).hex()


def decode(given, text):
    envelope = octets(text)
    if len(envelope) < HEADER.size:
        raise Refused("truncated")
    version, index, total, length = HEADER.unpack_from(envelope)
    if version != VERSION:
        raise Refused(f"version {version}")
    if index >= total:
        raise Refused(f"fragment {index} of {total}")
    check_length(given, length)
    if len(envelope) != HEADER.size + length:
        raise Refused(f"{length} bytes announced, {len(envelope) - HEADER.size} there")
    return {"chunk_idx": index, "chunk_total": total, "payload": envelope[HEADER.size :].hex()}


OPERATIONS = {"encode": encode, "decode": decode}


def check_length(given, length):
    if not 0 < length <= CAP[dialect(given)]:
        raise Refused(f"a payload of {length} bytes")
