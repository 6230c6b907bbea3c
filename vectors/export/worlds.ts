/** The languages for which a package can be written. A new one is a file and a line here. */
import { cratePackage } from './crate.js';
import { cborPackage, jsonPackage } from './data.js';
import { goPackage } from './go.js';
import { npmPackage } from './npm.js';
import type { MakePackage } from './package.js';
import { pypiPackage } from './pypi.js';

export interface World {
  readonly make: MakePackage;
  /** The default name of the package. */
  readonly name: string;
  readonly describe: string;
}

const NAME = 'p2p-conform-vectors';

export const worlds = {
  npm: { make: npmPackage, name: NAME, describe: 'a package for npm, with a helper for test runners' },
  pypi: { make: pypiPackage, name: NAME, describe: 'a Python project, with a helper for pytest' },
  go: {
    make: goPackage,
    name: 'example.org/p2p-conform/vectors',
    describe: 'a Go module, with subtests; --name gives its path',
  },
  crate: { make: cratePackage, name: NAME, describe: 'a Rust crate, with an iterator and a check' },
  json: { make: jsonPackage, name: NAME, describe: 'the data as JSON, with schemas' },
  cbor: { make: cborPackage, name: NAME, describe: 'the data as deterministic CBOR' },
} as const satisfies Readonly<Record<string, World>>;

export type WorldName = keyof typeof worlds;

export const isWorld = (word: string): word is WorldName => Object.hasOwn(worlds, word);
