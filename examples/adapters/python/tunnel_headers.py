"""The bytes of a tunnel: the head of a stream, packets in both directions, and the numbers of flows."""

import struct

from given import octets, whole_number
from refused import Refused

FLOWS = 2**16


def u16(value):
    return whole_number(value, 0, FLOWS - 1)


def header(layout, names, rest_name):
    """Numbers of 16 bits in network order, then the rest of the message."""
    layout = struct.Struct(layout)

    def encode(_given, message):
        numbers = [u16(message[name]) for name in names]
        return (layout.pack(*numbers) + octets(message[rest_name])).hex()

    def decode(_given, text):
        message = octets(text)
        if len(message) < layout.size:
            raise Refused("truncated")
        numbers = layout.unpack_from(message)
        return {**dict(zip(names, numbers)), rest_name: message[layout.size :].hex()}

    return {"encode": encode, "decode": decode}


def next_flow(_given, state):
    """Numbers count up, wrap around, and skip those in use."""
    first, taken = u16(state["next"]), {u16(flow) for flow in state["taken"]}
    for step in range(FLOWS):
        flow = (first + step) % FLOWS
        if flow not in taken:
            return flow
    raise Refused("no flow is free")


STREAM_HEADER = header(">H", ["port"], "rest")
PACKET_OUT = header(">HH", ["flow", "port"], "payload")
PACKET_BACK = header(">H", ["flow"], "payload")
FLOW = {"next": next_flow}
