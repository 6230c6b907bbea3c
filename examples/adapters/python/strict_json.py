"""RFC 8259. It rejects where parsers disagree."""

import json

from refused import Refused

MAX_DEPTH = 32


def parse_json(octets):
    try:
        value = json.loads(octets.decode("utf-8"), object_pairs_hook=members, parse_constant=no_constant)
    except (ValueError, RecursionError) as error:
        raise Refused(f"not JSON: {error}") from None
    check(value, 0)
    return value


def members(pairs):
    names = dict(pairs)
    if len(names) < len(pairs):
        raise ValueError("a member name occurs twice")
    return names


def no_constant(name):
    raise ValueError(f"{name} is not JSON")


def check(value, depth):
    """Escapes can contain a lone surrogate, which UTF-8 cannot."""
    if isinstance(value, str):
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            raise Refused("a lone surrogate") from None
    elif isinstance(value, (dict, list)):
        if depth == MAX_DEPTH:
            raise Refused("nested too deep")
        inside = [*value.keys(), *value.values()] if isinstance(value, dict) else value
        for item in inside:
            check(item, depth + 1)
