"""Openhost wire format, section 4: frames of a data channel. Version 2 is written and read, version 1 is only read."""

import struct

from given import octets, whole_number
from refused import Refused

MAX_PAYLOAD = 2**24 - 1
V1_HEADER = struct.Struct("<BI")
V2_HEADER = struct.Struct(">BBII")
WITH_PAYLOAD = {0x01, 0x02, 0x11, 0x12, 0x20, 0x21, 0x30, 0x31, 0x32, 0xF0}
EMPTY = {0x03, 0x13, 0xFE, 0xFF}


def encode(_given, frame):
    kind = whole_number(frame["type"])
    request_id = whole_number(frame["request_id"], 0, 2**32 - 1)
    payload = octets(frame["payload"])
    check_header(kind, len(payload))
    return (V2_HEADER.pack(0, kind, request_id, len(payload)) + payload).hex()


def decode(_given, text):
    buffer = octets(text)
    frame, size = read_frame(buffer)
    if frame is None:
        raise Refused("truncated")
    if size < len(buffer):
        raise Refused(f"{len(buffer) - size} bytes behind the frame")
    return frame


def stream(_given, chunks):
    """The complete frames in chunks of any size, and the number of bytes left over."""
    buffer = b""
    frames = []
    for chunk in chunks:
        buffer += octets(chunk)
        while True:
            frame, size = read_frame(buffer)
            if frame is None:
                break
            frames.append(frame)
            buffer = buffer[size:]
    return {"frames": frames, "pending": len(buffer)}


OPERATIONS = {"encode": encode, "decode": decode, "stream": stream}


def read_frame(buffer):
    """The first frame and its size, or None if bytes are missing. A bad header is rejected before its payload arrives."""
    v2 = buffer[:1] == b"\0"
    header = V2_HEADER if v2 else V1_HEADER
    if len(buffer) < header.size:
        return None, 0
    if v2:
        _, kind, request_id, length = header.unpack_from(buffer)
    else:
        (kind, length), request_id = header.unpack_from(buffer), 0
    check_header(kind, length)
    size = header.size + length
    if len(buffer) < size:
        return None, 0
    return {"type": kind, "request_id": request_id, "payload": buffer[header.size : size].hex()}, size


def check_header(kind, length):
    if kind not in WITH_PAYLOAD and kind not in EMPTY:
        raise Refused(f"type 0x{kind:02x} is reserved")
    if length > MAX_PAYLOAD:
        raise Refused(f"{length} bytes announced")
    if kind in EMPTY and length > 0:
        raise Refused("a payload where none belongs")
