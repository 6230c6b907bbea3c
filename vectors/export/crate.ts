import type { VectorSet } from '../record.js';
import { type About, dataFiles, descriptionOf, exampleOf, type Files, snake, template } from './package.js';
import { papers } from './papers.js';
import type { Usage } from './readme.js';

export function cratePackage(sets: readonly VectorSet[], about: About): Files {
  return new Map([
    ...template('crate'),
    ...dataFiles(sets, about, 'data/'),
    ...papers(sets, about, usageOf(sets, about)),
    ['Cargo.toml', project(sets, about)],
    ['src/structures.rs', functions(sets, about)],
  ]);
}

const project = (sets: readonly VectorSet[], { name, version }: About): string => `[package]
name = "${name}"
version = "${version}"
edition = "2021"
rust-version = "1.74"
description = "${descriptionOf(sets)}"
license = "MIT"
readme = "README.md"

[dependencies]
serde = { version = "1", features = ["derive"] }
serde_json = "1"
`;

function functions(sets: readonly VectorSet[], { version }: About): string {
  const one = ({
    structure,
    vectors,
  }: VectorSet): string => `/// The ${vectors.length} vectors of ${structure}.
pub fn ${snake(structure)}() -> Set {
    load(include_str!("../data/${structure}.json"))
}
`;
  return `use crate::{load, Set};

/// That of these vectors.
pub const VERSION: &str = "${version}";

/// The names of all sets.
pub const STRUCTURES: [&str; ${sets.length}] = [
${sets.map(({ structure }) => `    "${structure}",\n`).join('')}];

${sets.map(one).join('\n')}`;
}

const usageOf = (sets: readonly VectorSet[], { name }: About): Usage => {
  const { structure, op } = exampleOf(sets);
  const vectors = snake(structure);
  return {
    install: {
      published: `cargo add --dev ${name} serde_json`,
      folder: `cargo add --dev --path ./vectors ${name}\ncargo add --dev serde_json`,
    },
    language: 'rust',
    example: `// tests/mine.rs
use ${name.replaceAll('-', '_')}::${vectors};
use serde_json::{Map, Value};

fn codec(op: &str, _given: &Map<String, Value>, input: &Value) -> Option<Result<Value, String>> {
    match op {
        "${op}" => Some(mine::${op}(input.as_str()?).map_err(|error| error.to_string())),
        _ => None,
    }
}

#[test]
fn mine() {
    let set = ${vectors}();
    set.assert(set.must(), &codec, &|_, _, _| None);
}`,
    told: '`must()` iterates over the vectors of level must in the literal dialect, `at(level, dialect)` over others, and `vectors` has all. `assert` asks your codec each of them and panics with all failures; `check` asks one. `Err` is a rejection, `None` an operation that you do not have, which is skipped.',
    manifest: 'data/manifest.json',
  };
};
