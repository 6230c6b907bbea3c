"""Openhost wire format, section 3.3: a tag and a body, which is the plaintext of offers and answers."""

import zlib

from given import dialect, octets
from refused import Refused

MAX_BODY = 65536
UNCOMPRESSED, ZLIB = 1, 2
CHECKSUM = 4


def wrap(_given, text):
    body = octets(text)
    if len(body) > MAX_BODY:
        raise Refused(f"a body of {len(body)} bytes")
    return (bytes([ZLIB]) + zlib.compress(body)).hex()


def unwrap(given, text):
    plaintext = octets(text)
    if not plaintext:
        raise Refused("truncated")
    tag, body = plaintext[0], plaintext[1:]
    if tag == UNCOMPRESSED:
        return body.hex()
    if tag != ZLIB:
        raise Refused(f"tag {tag}")
    return unzip(body, lax=dialect(given) == "deployed").hex()


def unzip(stream, lax):
    """Never returns more than the limit. Deployed peers also accept a stream without a checksum."""
    decoder = zlib.decompressobj()
    try:
        body = decoder.decompress(stream, MAX_BODY + 1)
    except zlib.error as error:
        raise Refused(str(error)) from None
    if len(body) > MAX_BODY:
        raise Refused("inflates to more than a body may have")
    if decoder.eof:
        if decoder.unused_data and not lax:
            raise Refused("bytes behind the stream")
        return body
    if lax and ends_before_checksum(stream):
        return body
    raise Refused("the stream has no end")


def ends_before_checksum(stream):
    """All blocks are complete, and up to four bytes of the checksum are missing."""
    raw = zlib.decompressobj(-zlib.MAX_WBITS)
    raw.decompress(stream[2:], MAX_BODY + 1)
    return raw.eof and len(raw.unused_data) < CHECKSUM


OPERATIONS = {"wrap": wrap, "unwrap": unwrap}
