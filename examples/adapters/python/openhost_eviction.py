"""Openhost wire format, section 3.3: which answers stay in a packet of limited size."""

from given import whole_number
from refused import Refused

MAX_PACKET = 1000


def evict(given, answers):
    """Removes the oldest first; of two from the same second, the one queued earlier. The rest keeps its order."""
    size = whole_number(given["record_octets"], 0)
    if size > MAX_PACKET:
        raise Refused("the record alone is too long")
    octets = [whole_number(answer["octets"], 0) for answer in answers]
    by_age = sorted(range(len(answers)), key=lambda place: whole_number(answers[place]["created_at"]))
    kept = set(by_age)
    total = size + sum(octets)
    for place in by_age:
        if total <= MAX_PACKET:
            break
        kept.discard(place)
        total -= octets[place]
    return [answer["client"] for place, answer in enumerate(answers) if place in kept]


OPERATIONS = {"evict": evict}
