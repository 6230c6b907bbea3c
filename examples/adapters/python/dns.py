"""The part of RFC 1035 that a Pkarr packet needs: TXT records among the answers of a message."""

import struct

from reader import Reader
from refused import Refused

HEADER = struct.Struct(">6H")
RESPONSE = 0x8000
TXT, IN = 16, 1
MAX_STRING, MAX_LABEL, MAX_NAME = 255, 63, 255
POINTER = 0xC0


def write_txt(labels, ttl, value):
    """A message with one record. A string has at most 255 bytes; a longer value takes several."""
    name = b"".join(bytes([len(label)]) + label for label in labels) + b"\0"
    parts = [value[at : at + MAX_STRING] for at in range(0, len(value), MAX_STRING)] or [b""]
    data = b"".join(bytes([len(part)]) + part for part in parts)
    return HEADER.pack(0, RESPONSE, 0, 1, 0, 0) + name + struct.pack(">HHIH", TXT, IN, ttl, len(data)) + data


def read_txts(message):
    """The name, TTL and value of each TXT record among the answers. Openhost does not restrict the class."""
    reader = Reader(message)
    _, _, questions, answers, _, _ = reader.unpack(HEADER.format)
    for _ in range(questions):
        read_name(reader)
        reader.take(4)
    found = []
    for _ in range(answers):
        name = read_name(reader)
        kind, _, ttl, size = reader.unpack(">HHIH")
        data = reader.take(size)
        if kind == TXT:
            found.append((name, ttl, joined(data)))
    return found


def read_name(reader):
    """A pointer must go back to an earlier name, so a chain of pointers ends."""
    labels, size, earliest, at = [], 1, reader.at, None
    while True:
        length = reader.number("B")
        if length & POINTER == POINTER:
            target = (length & ~POINTER) << 8 | reader.number("B")
            if target >= earliest:
                raise Refused("a name points forward")
            at = reader.at if at is None else at
            reader.at = earliest = target
        elif length > MAX_LABEL:
            raise Refused("a label of an unknown kind")
        elif length == 0:
            break
        else:
            labels.append(reader.take(length))
            size += 1 + length
            if size > MAX_NAME:
                raise Refused("a name of more than 255 bytes")
    reader.at = reader.at if at is None else at
    return labels


def joined(data):
    """The joined character strings of a TXT record."""
    reader, value = Reader(data), b""
    while reader.at < len(data):
        value += reader.take(reader.number("B"))
    return value
