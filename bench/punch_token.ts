/** The reference with all token vectors, compared with the bare HMACs and JSON.parse calls that it needs. */
import { createHmac } from 'node:crypto';
import { tokenStructure } from '../reference/punch/token.structure.js';
import { sameJson } from '../suites/case.js';
import { loadVectorFile } from '../vectors/load.js';
import type { Vector } from '../vectors/vector.js';

const ROUNDS = 60;

function check({ op, given, input, expect }: Vector): boolean {
  try {
    const accept = tokenStructure.operations[op]?.(given, input) ?? null;
    return 'accept' in expect && (expect.by === 'reopening' || sameJson(accept, expect.accept));
  } catch {
    return 'reject' in expect;
  }
}

interface Work {
  readonly secret?: Buffer;
  readonly payload: Buffer;
  readonly text?: string;
}

/** The HMAC and JSON work of a vector, prepared. */
function workOf({ op, given, input }: Vector): Work {
  const payload =
    op === 'sign'
      ? Buffer.from(String(input), 'hex')
      : Buffer.from(String(input).slice(2).split('.')[0] ?? '', 'base64url');
  const secret = given['secret'] === undefined ? {} : { secret: Buffer.from(String(given['secret']), 'hex') };
  return { payload, ...secret, ...(op === 'sign' ? {} : { text: payload.toString() }) };
}

function bare({ secret, payload, text }: Work): void {
  if (secret) createHmac('sha256', secret).update(payload).digest();
  if (text === undefined) return;
  try {
    JSON.parse(text);
  } catch {
    // A rejected vector.
  }
}

const time = (work: () => void): number => {
  const started = performance.now();
  work();
  return performance.now() - started;
};

export const benches = [
  {
    name: 'punch/token',
    async run() {
      const { vectors } = loadVectorFile('punch/token');
      if (!vectors.every(check)) throw new Error('the reference fails a vector of its own');
      const work = vectors.map(workOf);
      const best = { ours: Number.POSITIVE_INFINITY, bare: Number.POSITIVE_INFINITY };
      for (let round = 0; round < ROUNDS; round++) {
        best.ours = Math.min(
          best.ours,
          time(() => vectors.forEach(check)),
        );
        best.bare = Math.min(
          best.bare,
          time(() => work.forEach(bare)),
        );
      }
      const each = ((best.ours / vectors.length) * 1000).toFixed(1);
      return [
        {
          what: `${vectors.length} vectors checked at ${each} µs each, against HMAC and JSON.parse alone`,
          ratio: best.bare / best.ours,
        },
      ];
    },
  },
];
