"""Openhost wire format, section 3.3: the blob of an answer, which a client converts to an SDP."""

import openhost_ice as ice
from given import octets
from reader import read_whole
from refused import Refused

VERSION = 1
SETUP = ["active", "passive"]


def write(blob):
    if blob["setup"] not in SETUP:
        raise Refused("no such role")
    return (
        bytes([VERSION, SETUP.index(blob["setup"])])
        + ice.write_credential(blob["ufrag"], ice.UFRAG)
        + ice.write_credential(blob["pwd"], ice.PWD)
        + ice.write_candidates(blob["candidates"])
    )


def read(reader):
    version, flags = reader.unpack(">BB")
    if version != VERSION:
        raise Refused(f"version {version}")
    if flags >= len(SETUP):
        raise Refused(f"flags 0x{flags:02x}")
    return {
        "setup": SETUP[flags],
        "ufrag": ice.read_credential(reader, ice.UFRAG),
        "pwd": ice.read_credential(reader, ice.PWD),
        "candidates": ice.read_candidates(reader),
    }


OPERATIONS = {
    "encode": lambda _given, blob: write(blob).hex(),
    "decode": lambda _given, text: read_whole(read, octets(text)),
}
