"""RFC 4648 section 5 without padding, in the canonical spelling only."""

import base64
import re

from refused import Refused

LETTERS = re.compile(r"[A-Za-z0-9_-]*")


def encode(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def decode(text):
    """Python's decoder skips unknown letters, so this checks the alphabet and the canonical spelling."""
    if not isinstance(text, str) or LETTERS.fullmatch(text) is None or len(text) % 4 == 1:
        raise Refused("not base64url")
    octets = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if encode(octets) != text:
        raise Refused("base64url with bits left over")
    return octets
