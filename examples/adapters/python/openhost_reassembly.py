"""Openhost wire format, section 3.3: joining and splitting the TXT records of an answer."""

import openhost_fragment
from given import dialect, octets
from refused import Refused


def reassemble(given, records):
    """None without fragment zero: no answer exists yet. Fragments beyond its total are never fetched."""
    first = fetch(given, records, 0)
    if first is None:
        return None
    payloads = [first["payload"]]
    for index in range(1, first["chunk_total"]):
        fragment = fetch(given, records, index)
        if fragment is None:
            raise Refused(f"fragment {index} is missing")
        if fragment["chunk_total"] != first["chunk_total"]:
            raise Refused(f"fragment {index} counts otherwise")
        payloads.append(fragment["payload"])
    return "".join(payloads)


def fetch(given, records, index):
    found = [record["envelope"] for record in records if record["suffix"] == str(index)]
    if not found:
        return None
    if len(found) > 1:
        raise Refused(f"fragment {index} twice")
    fragment = openhost_fragment.decode(given, found[0])
    if fragment["chunk_idx"] != index:
        raise Refused(f"fragment {index} says that it is {fragment['chunk_idx']}")
    return fragment


def split(given, text):
    """Uses as few fragments as possible."""
    sealed = octets(text)
    cap = openhost_fragment.CAP[dialect(given)]
    parts = [sealed[at : at + cap] for at in range(0, len(sealed), cap)]
    if not 1 <= len(parts) <= 255:
        raise Refused(f"{len(parts)} fragments")
    fragments = [
        {"chunk_idx": index, "chunk_total": len(parts), "payload": part.hex()} for index, part in enumerate(parts)
    ]
    return [openhost_fragment.encode(given, fragment) for fragment in fragments]


OPERATIONS = {"reassemble": reassemble, "split": split}
