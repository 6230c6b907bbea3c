import type { VectorSet } from '../record.js';
import { type About, DESCRIPTION, dataFiles, type Files, snake, template } from './package.js';
import { readme } from './readme.js';

const MODULE = 'p2p_conform_vectors';

export function pypiPackage(sets: readonly VectorSet[], about: About): Files {
  return new Map([
    ...template('pypi'),
    ...dataFiles(sets, about, `src/${MODULE}/data/`),
    ['pyproject.toml', project(about)],
    ['README.md', readme(sets, about, usageOf(about))],
    [`src/${MODULE}/__init__.py`, functions(sets, about)],
    [`src/${MODULE}/py.typed`, ''],
  ]);
}

const project = ({ name, version }: About): string => `[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "${name}"
version = "${version}"
description = "${DESCRIPTION}"
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
  return `"""${DESCRIPTION}."""

from .records import Clause, Finding, Spec, Vector, VectorSet, load

__version__ = "${version}"
__all__ = [
${exported.map((name) => `    "${name}",\n`).join('')}]

STRUCTURES = (
${sets.map(({ structure }) => `    "${structure}",\n`).join('')})


${sets.map(one).join('\n\n')}`;
}

const usageOf = ({ name }: About) => ({
  install: `pip install ${name} pytest`,
  language: 'python',
  example: `# test_token.py
from ${MODULE} import punch_token
from ${MODULE}.pytest import check, parametrize

from mine import TokenError, decode  # decode(text) returns payload, mac and claims, or raises TokenError

OPERATIONS = {"decode": lambda given, input: decode(input)}


@parametrize(punch_token())
def test_token(vector):
    check(punch_token(), vector, OPERATIONS, rejects=TokenError)`,
  told: '`parametrize` makes a test of each vector. `check` asks your operation and compares: what raises one of `rejects` is a rejection, any other exception is a crash and fails. Vectors of an operation that you do not name are skipped.',
});
