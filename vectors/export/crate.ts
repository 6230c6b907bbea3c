import type { VectorSet } from '../record.js';
import { type About, DESCRIPTION, dataFiles, type Files, snake, template } from './package.js';
import { readme } from './readme.js';

export function cratePackage(sets: readonly VectorSet[], about: About): Files {
  return new Map([
    ...template('crate'),
    ...dataFiles(sets, about, 'data/'),
    ['Cargo.toml', project(about)],
    ['README.md', readme(sets, about, usageOf(about))],
    ['src/structures.rs', functions(sets, about)],
  ]);
}

const project = ({ name, version }: About): string => `[package]
name = "${name}"
version = "${version}"
edition = "2021"
rust-version = "1.74"
description = "${DESCRIPTION}"
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

const usageOf = ({ name }: About) => ({
  install: `cargo add --dev ${name} serde_json`,
  language: 'rust',
  example: `// tests/token.rs
use ${name.replaceAll('-', '_')}::{punch_token, Outcome};

#[test]
fn token() {
    let set = punch_token();
    let codec = |op: &str, _given: &_, input: &serde_json::Value| match op {
        "decode" => Some(mine::decode(input.as_str().unwrap_or_default()).map_err(|error| error.to_string())),
        _ => None,
    };
    for vector in set.must() {
        if let Outcome::Failed(why) = set.check(vector, &codec, &|_, _, _| None) {
            panic!("{why}");
        }
    }
}`,
  told: '`must()` iterates over the vectors of level must in the literal dialect, `vectors` has all. `check` asks your codec: `Err` is a rejection, `None` an operation that you do not have, which is skipped.',
});
