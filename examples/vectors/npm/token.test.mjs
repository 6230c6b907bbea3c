// The reference token, held against the vectors by the test runner of Node; in vitest and jest `describe` and `it` are theirs.
import { describe, it } from 'node:test';
import { structure } from 'p2p-conform/reference/punch/token';
import { describeVectors } from 'p2p-conform-vectors/describe';
import { set } from 'p2p-conform-vectors/punch/token';

describeVectors(set, structure.operations, { describe, it, reopen: structure.reopen });
