"""Openhost wire format, section 3.3: the common parts of the blobs of offers and answers."""

import struct

from given import octets, whole_number
from refused import Refused

UFRAG, PWD = (4, 32), (22, 32)
MOST_CANDIDATES = 8
TYPES = ["host", "srflx", "prflx", "relay"]
ADDRESS_OCTETS = {4: 4, 6: 16}


def write_credential(value, limits):
    try:
        part = value.encode("ascii")
    except UnicodeEncodeError:
        raise Refused("not ASCII") from None
    check_credential(part, limits)
    return bytes([len(part)]) + part


def read_credential(reader, limits):
    part = reader.take(reader.number("B"))
    check_credential(part, limits)
    return part.decode("ascii")


def check_credential(part, limits):
    """Each becomes a part of an SDP line, so a line break in it would add lines."""
    low, high = limits
    if not low <= len(part) <= high:
        raise Refused(f"{len(part)} characters instead of {low} to {high}")
    if not part.isascii() or b"\r" in part or b"\n" in part:
        raise Refused("not one line of ASCII")


def write_candidates(candidates):
    check_count(len(candidates))
    return bytes([len(candidates)]) + b"".join(map(write_candidate, candidates))


def write_candidate(candidate):
    address = octets(candidate["addr"])
    families = [family for family, size in ADDRESS_OCTETS.items() if size == len(address)]
    if candidate["typ"] not in TYPES or not families:
        raise Refused("no such candidate")
    port = whole_number(candidate["port"], 0, 65535)
    return struct.pack(">BB", TYPES.index(candidate["typ"]), families[0]) + address + struct.pack(">H", port)


def read_candidates(reader):
    count = reader.number("B")
    check_count(count)
    return [read_candidate(reader) for _ in range(count)]


def read_candidate(reader):
    typ, family = reader.unpack(">BB")
    if typ >= len(TYPES) or family not in ADDRESS_OCTETS:
        raise Refused(f"a candidate of type {typ} and family {family}")
    address = reader.take(ADDRESS_OCTETS[family])
    return {"typ": TYPES[typ], "addr": address.hex(), "port": reader.number("H")}


def check_count(count):
    if count > MOST_CANDIDATES:
        raise Refused(f"{count} candidates")
