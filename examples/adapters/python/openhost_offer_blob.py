"""Openhost wire format, section 3.3: the blob of an offer, which a daemon converts to an SDP."""

import openhost_ice as ice
from given import exactly, octets
from reader import read_whole
from refused import Refused

VERSION = 1
# A passive client would swap the DTLS roles; 3 is reserved.
SETUP = {"active": 0, "actpass": 2}
CERT_FP = 1 << 2
MODES = {"exporter": 0, "cert_fp": CERT_FP}


def write(blob):
    fingerprint = exactly(32, blob["client_dtls_fp"])
    if blob["setup"] not in SETUP or blob["binding_mode"] not in MODES:
        raise Refused("a field does not fit")
    return (
        bytes([VERSION, SETUP[blob["setup"]] | MODES[blob["binding_mode"]]])
        + ice.write_credential(blob["ufrag"], ice.UFRAG)
        + ice.write_credential(blob["pwd"], ice.PWD)
        + fingerprint
        + ice.write_candidates(blob["candidates"])
    )


def read(reader):
    version, flags = reader.unpack(">BB")
    if version != VERSION:
        raise Refused(f"version {version}")
    setup = {code: name for name, code in SETUP.items()}.get(flags & 3)
    if setup is None or flags >> 3:
        raise Refused(f"flags 0x{flags:02x}")
    return {
        "setup": setup,
        "binding_mode": "cert_fp" if flags & CERT_FP else "exporter",
        "ufrag": ice.read_credential(reader, ice.UFRAG),
        "pwd": ice.read_credential(reader, ice.PWD),
        "client_dtls_fp": reader.take(32).hex(),
        "candidates": ice.read_candidates(reader),
    }


OPERATIONS = {
    "encode": lambda _given, blob: write(blob).hex(),
    "decode": lambda _given, text: read_whole(read, octets(text)),
}
