"""Punch RFC 1.0.0, section 7: "p_" base64url(payload) "." base64url(hmac-sha256(payload))."""

import hashlib
import hmac
import json
import re

import base64url
from given import dialect, octets, whole_number
from refused import Refused
from strict_json import parse_json

MAX_LENGTH = 8192
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def decode(_given, text):
    payload, mac, _ = split(text)
    return {"payload": payload.hex(), "mac": mac.hex(), "claims": read_claims(payload)}


def verify(given, text):
    """The signature is checked first: no payload is read before it is known to be ours."""
    payload, mac, payload_text = split(text)
    if not hmac.compare_digest(mac, mac_of(given, payload, payload_text)):
        raise Refused("the signature is not ours")
    claims = read_claims(payload)
    if claims["session"] != given["session"]:
        raise Refused("bound to another session")
    if claims["role"] != given["role"]:
        raise Refused("another role")
    if "stream" in given and claims["role"] == "peer" and claims["stream"] != given["stream"]:
        raise Refused("bound to another stream")
    if given["now"] >= claims["exp"] * 1000:
        raise Refused("expired")
    return claims


def sign(given, payload_hex):
    payload = octets(payload_hex)
    payload_text = base64url.encode(payload)
    return f"p_{payload_text}.{base64url.encode(mac_of(given, payload, payload_text))}"


def encode(given, claims):
    names = ("session", "role", "stream", "exp")
    missing = [name for name in names if name not in claims]
    if missing:
        raise Refused(f"no {missing[0]}")
    payload = json.dumps({name: claims[name] for name in names}, separators=(",", ":")).encode()
    read_claims(payload)
    return sign(given, payload.hex())


OPERATIONS = {"decode": decode, "verify": verify, "sign": sign, "encode": encode}


def split(text):
    if not isinstance(text, str) or len(text) > MAX_LENGTH:
        raise Refused("not a text, or too long")
    if not text.startswith("p_"):
        raise Refused("no p_ in front")
    payload_text, dot, mac_text = text[2:].partition(".")
    if not dot:
        raise Refused("no signature")
    mac = base64url.decode(mac_text)
    if len(mac) != hashlib.sha256().digest_size:
        raise Refused(f"a signature of {len(mac)} bytes")
    return base64url.decode(payload_text), mac, payload_text


def mac_of(given, payload, payload_text):
    """RFC section 7 signs the octets; the dialect `text` signs the base64url text."""
    covered = payload if dialect(given, "octets", "text") == "octets" else payload_text.encode()
    return hmac.digest(octets(given["secret"]), covered, "sha256")


def read_claims(payload):
    claims = parse_json(payload)
    if not isinstance(claims, dict):
        raise Refused("not an object")
    for name in ("session", "role", "stream", "exp"):
        if name not in claims:
            raise Refused(f"no {name}")
    session, role, stream, exp = claims["session"], claims["role"], claims["stream"], claims["exp"]
    if not is_name(session):
        raise Refused("not a session name")
    if role not in ("admin", "peer"):
        raise Refused("not a role")
    if stream is not None and not is_name(stream):
        raise Refused("not a stream name")
    if (stream is None) != (role == "admin"):
        raise Refused(f"{role} with {stream}")
    return {"session": session, "role": role, "stream": stream, "exp": whole_number(exp)}


def is_name(value):
    return isinstance(value, str) and NAME.fullmatch(value) is not None
