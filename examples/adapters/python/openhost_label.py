"""Openhost wire format, sections 2 and 3.3: names and secrets that both sides compute."""

import hashlib
import hmac

from given import octets, whole_number
from openhost_identity import LETTERS, key_octets


def zbase32(part):
    """Zero bits fill the last letter."""
    letters = -(-len(part) * 8 // 5)
    number = int.from_bytes(part, "big") << letters * 5 - len(part) * 8
    return "".join(LETTERS[number >> 5 * place & 31] for place in reversed(range(letters)))


def offer_name(_given, key):
    digest = hashlib.sha256(b"openhost-offer-host-v1" + key_octets(octets(key))).digest()
    return f"_offer-{zbase32(digest[:16])}"


def allowlist_hash(given, key):
    return hmac.digest(octets(given["salt"]), key_octets(octets(key)), "sha256")[:16].hex()


def answer_name(given, key):
    index = whole_number(given["index"], 0, 254)
    return f"_answer-{zbase32(bytes.fromhex(allowlist_hash(given, key)))}-{index}"


def turn_password(_given, key):
    return hashlib.sha256(b"openhost-turn-v1" + key_octets(octets(key))).hexdigest()[:32]


OPERATIONS = {
    "offer-name": offer_name,
    "allowlist-hash": allowlist_hash,
    "answer-name": answer_name,
    "turn-password": turn_password,
}
