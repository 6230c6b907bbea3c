"""Openhost wire format, section 3.3: the plaintext of an offer. Version 3 is written and read, 1 and 2 are only read."""

import openhost_offer_blob
from given import exactly
from openhost_bodies import operations, read_blob, read_sdp, version_of, with_length
from refused import Refused

SEPARATOR = b"openhost-offer-inner"
MODES = {1: "exporter", 2: "cert_fp"}


def write(offer):
    return SEPARATOR + b"3" + exactly(32, offer["client_pk"]) + with_length(openhost_offer_blob.write(offer["blob"]))


def read(reader):
    version = version_of(reader, SEPARATOR)
    if version not in (1, 2, 3):
        raise Refused(f"version {version}")
    offer = {"version": version, "client_pk": reader.take(32).hex()}
    if version == 3:
        blob = read_blob(reader, openhost_offer_blob.read)
        return {**offer, "binding_mode": blob["binding_mode"], "blob": blob}
    sdp = read_sdp(reader)
    mode = reader.number("B") if version == 2 else 1
    if mode not in MODES:
        raise Refused(f"binding mode {mode}")
    return {**offer, "binding_mode": MODES[mode], "sdp": sdp}


def check_signer(given, offer):
    """The signer of the packet must be the client that the offer names."""
    if offer["client_pk"] != given["signer"]:
        raise Refused("an offer of another client than the one that signed the packet")


OPERATIONS = operations(write, read, check_signer)
