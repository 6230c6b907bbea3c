/**
 * Round trips through an adapter that only echoes, compared with the same JSON Lines through a bare pipe to the same
 * program.
 */

import { openExec } from '../runners/exec/target.js';
import { portOf } from '../runners/port_of.js';
import type { Request } from '../suites/codec.js';
import type { Context } from '../suites/model.js';
import { openPipe } from './bare_pipe.js';
import { shareOf } from './model.js';

const COUNT = 40_000;
const WINDOW = 64;

const ECHO = `
const hello = { name: 'echo', version: '1', structures: { 'bench/echo': ['echo'] } };
let held = '';
process.stdin.setEncoding('utf8').on('data', (text) => {
  const lines = (held + text).split('\\n');
  held = lines.pop();
  process.stdout.write(lines.map((line) => {
    const { id, input } = JSON.parse(line);
    return JSON.stringify(id === undefined ? { conform: 1, hello } : { id, accept: input }) + '\\n';
  }).join(''));
});`;

const request = (i: number): Request => ({
  structure: 'bench/echo',
  op: 'echo',
  given: {},
  input: `input ${i}`,
});

type Ask = (request: Request) => Promise<unknown>;

/** One caller for each request that may be in flight. Each has one request at a time. */
async function drive(ask: Ask, count: number): Promise<number> {
  const started = performance.now();
  let next = 0;
  const caller = async (): Promise<void> => {
    while (next < count) {
      const i = next++;
      const answer = await ask(request(i));
      if ((answer as { accept?: unknown }).accept !== `input ${i}`) throw new Error(JSON.stringify(answer));
    }
  };
  await Promise.all(Array.from({ length: WINDOW }, caller));
  return performance.now() - started;
}

/** The best round of each side. The rounds alternate, so that a busy machine slows both sides. */
async function race(ours: Ask, count: number): Promise<{ ours: number; bare: number }> {
  const pipe = await openPipe([process.execPath, '-e', ECHO]);
  const best = { ours: Number.POSITIVE_INFINITY, bare: Number.POSITIVE_INFINITY };
  for (let round = 0; round < 6; round++) {
    best.bare = Math.min(best.bare, await drive(pipe.ask, count));
    best.ours = Math.min(best.ours, await drive(ours, count));
  }
  pipe.close();
  return best;
}

async function roundTrips(share: number) {
  const count = shareOf(COUNT, share);
  const perSecond = (ms: number): string => `${Math.round(count / ms)} thousand`;
  const target = await openExec(`'${process.execPath}' -e '${ECHO.replaceAll("'", `'\\''`)}'`);
  try {
    const codec = await portOf(target, 'codec', {} as Context);
    const { signal } = new AbortController();
    const { ours, bare } = await race(async (asked) => codec.ask(asked, signal), count);
    return [
      {
        what: `${perSecond(ours)} round trips/s, the bare pipe ${perSecond(bare)}`,
        ratio: bare / ours,
        target: 0.6,
      },
      { what: 'round trips against 20 thousand a second', ratio: count / ours / 20, target: 1 },
    ];
  } finally {
    await target.close();
  }
}

export const benches = [{ name: 'adapter/round-trips', run: roundTrips }];
