"""Openhost wire format, section 3.3: the plaintext of an answer. Version 2 is written and read, version 1 is only read."""

import openhost_answer_blob
from given import exactly
from openhost_bodies import operations, read_blob, read_sdp, version_of, with_length
from refused import Refused

SEPARATOR = b"openhost-answer-inner"


def write(answer):
    head = SEPARATOR + b"2" + exactly(32, answer["daemon_pk"]) + exactly(32, answer["offer_sdp_hash"])
    return head + with_length(openhost_answer_blob.write(answer["blob"]))


def read(reader):
    version = version_of(reader, SEPARATOR)
    if version not in (1, 2):
        raise Refused(f"version {version}")
    answer = {"version": version, "daemon_pk": reader.take(32).hex(), "offer_sdp_hash": reader.take(32).hex()}
    if version == 2:
        return {**answer, "blob": read_blob(reader, openhost_answer_blob.read)}
    return {**answer, "sdp": read_sdp(reader)}


def check_own(given, answer):
    """The answer must come from the signer of the packet, and belong to this offer."""
    if answer["daemon_pk"] != given["signer"]:
        raise Refused("an answer of another daemon than the one that signed the packet")
    if answer["offer_sdp_hash"] != given["offer_sdp_hash"]:
        raise Refused("an answer to another offer")


OPERATIONS = operations(write, read, check_own)
