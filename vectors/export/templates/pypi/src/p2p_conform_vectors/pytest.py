"""The vectors as tests of pytest.

    from p2p_conform_vectors import punch_token
    from p2p_conform_vectors.pytest import check, parametrize

    @parametrize(punch_token())
    def test_token(vector):
        check(punch_token(), vector, {"decode": my_decode}, rejects=MyError)
"""

from __future__ import annotations

import json
from typing import Any, Callable, Mapping

import pytest

from .records import Vector, VectorSet

Operation = Callable[[Mapping[str, Any], Any], Any]
LEVELS = ("must", "should", "may")


def parametrize(vectors: VectorSet, *, level: str = "must", dialect: str | None = None) -> pytest.MarkDecorator:
    """One test a vector, with its id as the name. Weaker levels and other dialects are skipped with the reason."""
    spoken = dialect or (vectors.dialects[0] if vectors.dialects else None)

    def param(vector: Vector):
        marks = []
        if LEVELS.index(vector.level) > LEVELS.index(level):
            marks.append(pytest.mark.skip(reason=f"its level is {vector.level}"))
        elif vector.dialect not in (None, spoken):
            marks.append(pytest.mark.skip(reason=f"it belongs to the dialect {vector.dialect}"))
        return pytest.param(vector, id=vector.id, marks=marks)

    return pytest.mark.parametrize("vector", [param(vector) for vector in vectors])


def check(
    vectors: VectorSet,
    vector: Vector,
    operations: Mapping[str, Operation],
    *,
    rejects: type[Exception] | tuple[type[Exception], ...] = ValueError,
    reopen: Mapping[str, Operation] | None = None,
) -> None:
    """Asks the operation of the vector. It returns what it accepts, and raises one of `rejects` for what it does not.

    A reject counts only if the same operation accepts the twin. `reopen` reads an answer whose bytes are not unique.
    """
    operation = operations.get(vector.op)
    if operation is None:
        pytest.skip(f'there is no operation "{vector.op}"')
    if vector.accepts:
        _accepts(vector, operation, (reopen or {}).get(vector.op))
        return
    if vector.twin is None:
        pytest.fail(f"{vector.id} has no twin, so that its rejection proves nothing")
    twin = vectors.by_id(vector.twin)
    try:
        _accepts(twin, operation, (reopen or {}).get(vector.op))
    except rejects as refusal:
        pytest.fail(f"rejects its twin {twin.id} too ({refusal}), so that its rejection proves nothing")
    try:
        answer = operation(vector.given, vector.input)
    except rejects:
        return
    pytest.fail(f"expected: rejected ({vector.expect['reject']})\nreceived: {answer!r}\n{_about(vector)}")


def _accepts(vector: Vector, operation: Operation, reopen: Operation | None) -> None:
    answer = operation(vector.given, vector.input)
    if vector.is_reopened:
        if reopen is None:
            pytest.skip(f"many answers to {vector.op} are right: give check() a reopen operation to read them")
        answer = reopen(vector.given, answer)
    expected = vector.expect["accept"]
    if json.dumps(answer, sort_keys=True) != json.dumps(expected, sort_keys=True):
        pytest.fail(f"expected: {expected!r}\nreceived: {answer!r}\n{_about(vector)}")


def _about(vector: Vector) -> str:
    clauses = [f"{clause.id} ({clause.level}): {clause.text}" for clause in vector.clauses]
    return "\n".join([*clauses, f"why it matters: {vector.why}"])
