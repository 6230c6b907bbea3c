import type { Bench } from '../model.js';
import { connectrpc } from './connectrpc.js';
import { tomlTest } from './toml_test.js';

export const benches: readonly Bench[] = [
  { name: 'peers/connectrpc', run: connectrpc },
  { name: 'peers/toml-test', run: tomlTest },
];
