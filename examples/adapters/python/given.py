"""Reads the JSON of a request."""

import re

from refused import Refused

HEX = re.compile(r"(?:[0-9a-f]{2})*")
MAX_EXACT = 2**53 - 1


def octets(value):
    """Bytes are lower-case hex; bytes.fromhex alone would also accept spaces and capitals."""
    if not isinstance(value, str) or HEX.fullmatch(value) is None:
        raise Refused("not hex")
    return bytes.fromhex(value)


def exactly(size, value):
    part = octets(value)
    if len(part) != size:
        raise Refused(f"{len(part)} bytes instead of {size}")
    return part


def dialect(given, default="spec", other="deployed"):
    """The dialect of the request, if the specification has two readings."""
    name = given.get("dialect", default)
    if name not in (default, other):
        raise Refused(f"no dialect {name!r}")
    return name


def whole_number(value, low=-MAX_EXACT, high=MAX_EXACT):
    """1.0 and 1e3 are whole numbers in JSON; true is not, although Python treats it as an integer."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise Refused(f"not a whole number from {low} to {high}")
    return value
