import type { VectorSet } from '../record.js';
import { type About, dataFiles, descriptionOf, exampleOf, type Files, snake, template } from './package.js';
import { papers } from './papers.js';
import type { Usage } from './readme.js';

const MODULE = 'p2p_conform_vectors';

export function pypiPackage(sets: readonly VectorSet[], about: About): Files {
  return new Map([
    ...template('pypi'),
    ...dataFiles(sets, about, `src/${MODULE}/data/`),
    ...papers(sets, about, usageOf(sets, about)),
    ['pyproject.toml', project(sets, about)],
    [`src/${MODULE}/__init__.py`, functions(sets, about)],
    [`src/${MODULE}/py.typed`, ''],
  ]);
}

const project = (sets: readonly VectorSet[], { name, version }: About): string => `[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "${name}"
version = "${version}"
description = "${descriptionOf(sets)}"
readme = "README.md"
license = "MIT"
license-files = ["LICENSE"]
requires-python = ">=3.10"

[tool.setuptools.packages.find]
where = ["src"]

[tool.setuptools.package-data]
${MODULE} = ["py.typed", "data/**/*.json"]
`;

function functions(sets: readonly VectorSet[], { version }: About): string {
  const names = sets.map(({ structure }) => snake(structure));
  const exported = [...names, 'STRUCTURES', 'Clause', 'Finding', 'Spec', 'Vector', 'VectorSet', 'load'];
  const one = ({ structure, vectors }: VectorSet): string => `def ${snake(structure)}() -> VectorSet:
    """The ${vectors.length} vectors of ${structure}."""
    return load("${structure}")
`;
  return `"""${descriptionOf(sets)}."""

from .records import Clause, Finding, Spec, Vector, VectorSet, load

__version__ = "${version}"
__all__ = [
${exported.map((name) => `    "${name}",\n`).join('')}]

STRUCTURES = (
${sets.map(({ structure }) => `    "${structure}",\n`).join('')})


${sets.map(one).join('\n\n')}`;
}

const usageOf = (sets: readonly VectorSet[], { name }: About): Usage => {
  const { structure, op } = exampleOf(sets);
  const vectors = snake(structure);
  return {
    install: { published: `pip install ${name} pytest`, folder: 'pip install ./vectors pytest' },
    language: 'python',
    example: `# test_mine.py
from ${MODULE} import ${vectors}
from ${MODULE}.pytest import check, parametrize

from mine import MyError, ${op}  # ${op}(input) returns the answer, or raises MyError

OPERATIONS = {"${op}": lambda given, input: ${op}(input)}


@parametrize(${vectors}())
def test_mine(vector):
    check(${vectors}(), vector, OPERATIONS, rejects=MyError)`,
    told: '`parametrize` makes a test of each vector; `level="should"` and `dialect="..."` choose others than the musts of the literal dialect. `check` asks your operation and compares: an exception of `rejects` is a rejection, any other is a crash and fails. Vectors of an operation that you do not name are skipped.',
    manifest: `src/${MODULE}/data/manifest.json`,
  };
};
