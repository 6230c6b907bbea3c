// A program of a user of the package. It compiles with `nodenext` and `strict`, and runs.
import { strict as assert } from 'node:assert';
import { codecTarget, runCases } from 'p2p-conform';
import { DecodeError, hex, utf8 } from 'p2p-conform/bytes';
import { codecTarget as sameTarget } from 'p2p-conform/engine';
import { type Frame, frame, structure as frames } from 'p2p-conform/reference/openhost/frame';
import { structure as boxes } from 'p2p-conform/reference/openhost/sealed-box';
import { type Claims, mint, structure as tokens, verify } from 'p2p-conform/reference/punch/token';
import { structure as mappings } from 'p2p-conform/reference/tunnel/mapping';
import { type Line, memory, streamReader, streamReporter } from 'p2p-conform/stream';
import { type StructureName, type VectorRecord, vectorSets } from 'p2p-conform/vectors';
import { set } from 'p2p-conform/vectors/punch/token';
import type { DescribeOptions } from 'p2p-conform/vitest';

const secret = utf8('a secret of thirty-two bytes....');
const claims: Claims = { session: 'live', role: 'peer', stream: 'cam', exp: 2_000_000_000 };
const text: string = mint(claims, secret);
assert.deepEqual(verify(text, { secret, now: 0, session: 'live', role: 'peer' }), claims);

const ping: Frame = frame.decode(frame.encode({ type: 0xfe, requestId: 0, payload: new Uint8Array(0) }));
assert.equal(ping.type, 0xfe);
assert.throws(() => hex.decode('0'), DecodeError);

const first: VectorRecord | undefined = set.vectors[0];
assert.ok(first?.clauses[0] && first.level === 'must');
const names = Object.keys(vectorSets) as StructureName[];
assert.ok(names.includes('openhost/frame'));
assert.equal(vectorSets['punch/token'].spec.version, '1.0.0');

assert.equal(sameTarget, codecTarget);
const lines: Line[] = [];
const target = codecTarget({
  [tokens.name]: tokens.operations,
  [frames.name]: frames.operations,
  [boxes.name]: boxes.operations,
  [mappings.name]: mappings.operations,
});
const { results, footer } = await runCases({
  target,
  only: ['punch/token/*'],
  line: (line) => lines.push(line),
});
assert.equal(footer.exit, 0, JSON.stringify(footer));
assert.ok(results.length > 50 && results.every(({ verdict }) => verdict === 'pass'));

const kept = memory();
const reporter = streamReporter(kept);
for (const line of lines) reporter.line(line);
const reader = streamReader('kept');
reader.push(utf8(kept.text()));
assert.ok(reader.end().complete);

export const options: DescribeOptions = { level: 'should', dialect: 'text' };
console.log(`${results.length} vectors pass`);
