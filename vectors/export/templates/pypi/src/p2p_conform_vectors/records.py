"""The records that the vector files hold. Bytes are lower-case hex, as in the files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Iterator, Mapping


@dataclass(frozen=True)
class Clause:
    """One clause of a specification, paraphrased."""

    id: str
    level: str
    section: str
    text: str


@dataclass(frozen=True)
class Finding:
    """What the specification leaves wrong or open, and how the vector decides it."""

    id: str
    title: str
    stance: str


@dataclass(frozen=True)
class Vector:
    id: str
    title: str
    op: str
    given: Mapping[str, Any]
    input: Any
    expect: Mapping[str, Any]
    level: str
    requirements: tuple[str, ...]
    clauses: tuple[Clause, ...]
    findings: tuple[Finding, ...]
    why: str
    tags: tuple[str, ...]
    twin: str | None = None
    dialect: str | None = None
    source: str | None = None

    @property
    def accepts(self) -> bool:
        return "accept" in self.expect

    @property
    def is_reopened(self) -> bool:
        """The bytes are not unique: `expect` tells what a decoder finds in them."""
        return self.expect.get("by") == "reopening"


@dataclass(frozen=True)
class Spec:
    title: str
    version: str
    sha256: str


@dataclass(frozen=True)
class VectorSet:
    structure: str
    protocol: str
    version: str
    spec: Spec
    sections: tuple[str, ...]
    dialects: tuple[str, ...]
    vectors: tuple[Vector, ...]

    def __iter__(self) -> Iterator[Vector]:
        return iter(self.vectors)

    def __len__(self) -> int:
        return len(self.vectors)

    def by_id(self, id: str) -> Vector:
        return next(vector for vector in self.vectors if vector.id == id)


def _vector(value: dict[str, Any]) -> Vector:
    return Vector(
        **{
            **value,
            "requirements": tuple(value["requirements"]),
            "clauses": tuple(Clause(**one) for one in value["clauses"]),
            "findings": tuple(Finding(**one) for one in value["findings"]),
            "tags": tuple(value["tags"]),
        }
    )


@cache
def load(structure: str) -> VectorSet:
    """The vectors of a structure, for example `punch/token`."""
    text = files(__package__).joinpath("data", *f"{structure}.json".split("/")).read_text("utf-8")
    value = json.loads(text)
    return VectorSet(
        structure=value["structure"],
        protocol=value["protocol"],
        version=value["version"],
        spec=Spec(**value["spec"]),
        sections=tuple(value["sections"]),
        dialects=tuple(value.get("dialects", ())),
        vectors=tuple(_vector(one) for one in value["vectors"]),
    )
