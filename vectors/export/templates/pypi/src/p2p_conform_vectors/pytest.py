"""The vectors as tests of pytest.

    from p2p_conform_vectors import punch_token
    from p2p_conform_vectors.pytest import check, parametrize

    @parametrize(punch_token())
    def test_token(vector):
        check(punch_token(), vector, {"decode": my_decode}, rejects=MyError)
"""

from __future__ import annotations

import json
from typing import Any, Callable, Mapping, NoReturn

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
    if not any(one.op in operations for one in vectors):
        known = ", ".join(dict.fromkeys(one.op for one in vectors))
        _fail(f"operations has none of the operations of {vectors.structure}: {known}")
    operation = operations.get(vector.op)
    if operation is None:
        pytest.skip(f'there is no operation "{vector.op}"')
    try:
        _ask(vectors, vector, operation, (reopen or {}).get(vector.op), rejects)
    except Exception as crash:
        if hasattr(crash, "add_note"):
            crash.add_note(f"A crash, because it is not among `rejects`.\n{_about(vector)}")
        raise


def _ask(vectors: VectorSet, vector: Vector, operation: Operation, reader: Operation | None, rejects: Any) -> None:
    if vector.accepts:
        _accepts(vector, operation, reader, rejects)
        return
    if vector.twin is None:
        _fail(f"{vector.id} has no twin, so that its rejection proves nothing")
    twin = vectors.by_id(vector.twin)
    _accepts(twin, operation, reader, rejects, f"its twin {twin.id} failed, so that a rejection proves nothing:\n")
    try:
        answer = operation(vector.given, vector.input)
    except rejects:
        return
    _fail(f"expected: rejected ({vector.expect['reject']})\nreceived: {_text(answer)}\n{_about(vector)}")


def _accepts(vector: Vector, operation: Operation, reopen: Operation | None, rejects: Any, before: str = "") -> None:
    expected = vector.expect["accept"]
    try:
        answer = operation(vector.given, vector.input)
        if vector.is_reopened:
            if reopen is None:
                pytest.skip(f"many answers to {vector.op} are right: give check() a reopen operation to read them")
            answer = reopen(vector.given, answer)
    except rejects as refusal:
        received, place = f"rejected ({refusal!r})", ""
    else:
        received = _text(answer)
        if received == _text(expected):
            return
        place = _difference(expected, answer)
    _fail(f"{before}expected: {_text(expected)}\nreceived: {received}\n{place}{_about(vector)}")


def _text(value: Any) -> str:
    """JSON with sorted members, in which true is not 1."""
    try:
        return json.dumps(value, sort_keys=True, ensure_ascii=False)
    except (TypeError, ValueError) as error:
        return f"{value!r}, which is not JSON ({error})"


def _difference(expected: Any, received: Any, at: str = "") -> str:
    """The first place where two answers differ, as a JSON pointer."""
    if isinstance(expected, dict) and isinstance(received, dict):
        for key in [*expected, *(key for key in received if key not in expected)]:
            if key not in expected or key not in received:
                shown = [_text(one[key]) if key in one else "nothing" for one in (expected, received)]
                return f"differs at {at}/{key}: expected {shown[0]}, received {shown[1]}\n"
            if _text(expected[key]) != _text(received[key]):
                return _difference(expected[key], received[key], f"{at}/{key}")
    if isinstance(expected, list) and isinstance(received, list):
        for index, pair in enumerate(zip(expected, received)):
            if _text(pair[0]) != _text(pair[1]):
                return _difference(*pair, f"{at}/{index}")
    return f"differs at {at}: expected {_text(expected)}, received {_text(received)}\n" if at else ""


def _about(vector: Vector) -> str:
    clauses = [f"{clause.id} ({clause.level}): {clause.text}" for clause in vector.clauses]
    return "\n".join([*clauses, f"why it matters: {vector.why}"])


def _fail(message: str) -> NoReturn:
    """Without the traceback, which only shows this file."""
    pytest.fail(message, pytrace=False)
