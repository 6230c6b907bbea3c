"""Openhost wire format, section 3.3: the common parts of the plaintexts of offers and answers."""

import struct

import openhost_compression
from given import octets
from reader import read_whole
from refused import Refused

MAX_BLOB = 512


def version_of(reader, separator):
    """The last digit of the separator, as a number."""
    prefix = reader.take(len(separator) + 1)
    version = prefix[-1] - ord("0")
    if prefix[:-1] != separator or not 0 <= version <= 9:
        raise Refused("another separator")
    return version


def with_length(blob):
    if len(blob) > MAX_BLOB:
        raise Refused(f"a blob of {len(blob)} bytes")
    return struct.pack(">H", len(blob)) + blob


def read_blob(reader, read):
    size = reader.number("H")
    if size > MAX_BLOB:
        raise Refused(f"a blob of {size} bytes")
    return read_whole(read, reader.take(size))


def read_sdp(reader):
    try:
        return reader.take(reader.number("I")).decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("an SDP that is not UTF-8") from None


def operations(write, read, check_receiver):
    """The operations for a bare body, for one with its compression tag, and for its receiver."""

    def decode(_given, text):
        return read_whole(read, octets(text))

    def unwrap(given, text):
        return decode(given, openhost_compression.unwrap(given, text))

    def receive(given, text):
        body = unwrap(given, text)
        check_receiver(given, body)
        return body

    return {
        "encode": lambda _given, body: write(body).hex(),
        "decode": decode,
        "wrap": lambda given, body: openhost_compression.wrap(given, write(body).hex()),
        "unwrap": unwrap,
        "receive": receive,
    }
