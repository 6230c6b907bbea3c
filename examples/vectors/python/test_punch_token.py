"""The Punch token of the Python adapter, held against the vectors by pytest."""

import pytest
from p2p_conform_vectors import STRUCTURES, load, punch_token
from p2p_conform_vectors.pytest import check, parametrize

import punch_token as mine
from refused import Refused


def reopen(given, token):
    """An encoder may order the members of its JSON as it likes: what the token says is compared."""
    return mine.decode(given, token)["claims"]


@parametrize(punch_token())
def test_punch_token(vector):
    check(punch_token(), vector, mine.OPERATIONS, rejects=Refused, reopen={"encode": reopen})


@pytest.mark.parametrize("structure", STRUCTURES)
def test_every_set_loads(structure):
    vectors = load(structure)
    assert len(vectors) > 0
    assert all(vector.clauses and vector.level in ("must", "should", "may") for vector in vectors)
    assert all(vectors.by_id(vector.twin).accepts for vector in vectors if vector.twin)
