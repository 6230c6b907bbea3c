"""Openhost wire format, section 2: the packet of a host at a Pkarr relay: signature, seq, DNS message."""

import struct

import dns
import ed25519
import openhost_identity
import openhost_record
from given import dialect, exactly, octets
from openhost_record import decimal
from refused import Refused

LABEL = b"_openhost"
TTL = 300
MAX_MESSAGE = 1000
MICROS = 10**6
MAX_DRIFT = 1


def signable(given, text):
    return covered(decimal(given["seq"]), octets(text)).hex()


def publish(given, content):
    record, seed = content["record"], exactly(32, given["seed"])
    value = openhost_record.sign(given, record).encode()
    message = dns.write_txt([LABEL, zone_of(ed25519.public_key(seed))], TTL, value)
    if len(message) > MAX_MESSAGE:
        raise Refused(f"a message of {len(message)} bytes")
    seq = decimal(record["ts"]) * (MICROS if is_deployed(given) else 1)
    return (ed25519.sign(seed, covered(seq, message)) + struct.pack(">Q", seq) + message).hex()


def resolve(given, text):
    """Checks the signature of the packet, the single record of the host, and the signature of the record."""
    packet, key = octets(text), exactly(32, given["public_key"])
    if not 72 <= len(packet) <= 72 + MAX_MESSAGE:
        raise Refused(f"a packet of {len(packet)} bytes")
    signature, message = packet[:64], packet[72:]
    (seq,) = struct.unpack(">Q", packet[64:72])
    if not ed25519.verify(key, covered(seq, message), signature):
        raise Refused("not signed by that key")
    own = [LABEL, zone_of(key)]
    found = [(ttl, value) for name, ttl, value in dns.read_txts(message) if name == own]
    if len(found) != 1:
        raise Refused(f"{len(found)} records of the host")
    ttl, value = found[0]
    record = openhost_record.verify(given, value.decode("latin-1"))
    check_seq(given, seq, int(record["ts"]))
    return {"seq": str(seq), "ttl": ttl, "record": record}


OPERATIONS = {"signable": signable, "publish": publish, "resolve": resolve}


def covered(seq, message):
    """BEP 44 without a salt."""
    return b"3:seqi%de1:v%d:" % (seq, len(message)) + message


def zone_of(key):
    return openhost_identity.encode_key({}, key.hex()).encode()


def is_deployed(given):
    return dialect(given) == "deployed"


def check_seq(given, seq, ts):
    """The specification uses the seconds of the record; deployed peers use microseconds, a second off at most."""
    if is_deployed(given):
        if abs(seq // MICROS - ts) > MAX_DRIFT:
            raise Refused("seq and the record are of different times")
    elif seq != ts:
        raise Refused("seq is not the time of the record")
