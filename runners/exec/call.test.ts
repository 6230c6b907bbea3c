import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { call } from './call.js';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

it('ends a program that is late, also if the garbage collector runs meanwhile', async () => {
  const stopping = new AbortController();
  const calling = call(['sleep', '600'], { within: 200, signal: stopping.signal });
  const collecting = setInterval(collectGarbage, 20);
  const fallback = setTimeout(() => stopping.abort(), 5_000);
  try {
    expect(await calling).toMatchObject({ code: undefined, late: true });
  } finally {
    clearInterval(collecting);
    clearTimeout(fallback);
  }
});

it('does not call a stopped program late', async () => {
  const stopping = new AbortController();
  const calling = call(['sleep', '600'], { within: 60_000, signal: stopping.signal });
  stopping.abort();
  expect(await calling).toMatchObject({ code: undefined, late: false });
});
