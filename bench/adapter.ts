/** Round trips through an adapter that only echoes, against the same JSON Lines through a bare pipe to the same program. */
import { spawn } from 'node:child_process';
import { openExec } from '../runners/exec/target.js';
import type { CodecPort, Request } from '../suites/codec.js';
import type { Context } from '../suites/model.js';

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

async function throughAdapter(codec: CodecPort): Promise<number> {
  const { signal } = new AbortController();
  const started = performance.now();
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < COUNT) {
      const answer = await codec.ask(request(next++), signal);
      if (!('accept' in answer)) throw new Error(`the echo adapter said ${JSON.stringify(answer)}`);
    }
  };
  await Promise.all(Array.from({ length: WINDOW }, worker));
  return performance.now() - started;
}

/** What is written first: a line out, a line in, nothing checked, as many in flight. */
function throughPipe(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ECHO], { stdio: ['pipe', 'pipe', 'inherit'] });
  let asked = 0;
  let answered = -1;
  let started = 0;
  let held = '';
  const send = (count: number): void => {
    let lines = '';
    for (; count > 0 && asked < COUNT; count--) {
      lines += `${JSON.stringify({ id: asked, ...request(asked) })}\n`;
      asked++;
    }
    child.stdin.write(lines);
  };
  return new Promise((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (held + text).split('\n');
      held = lines.pop() ?? '';
      for (const line of lines) JSON.parse(line);
      if (answered < 0) started = performance.now();
      answered += lines.length;
      if (answered === COUNT) {
        child.stdin.end();
        resolve(performance.now() - started);
      } else send(answered === 0 ? WINDOW : lines.length);
    });
    child.stdin.write('{"conform":1,"hello":{}}\n');
  });
}

async function race(codec: CodecPort): Promise<{ ours: number; bare: number }> {
  let ours = Number.POSITIVE_INFINITY;
  let bare = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round++) {
    bare = Math.min(bare, await throughPipe());
    ours = Math.min(ours, await throughAdapter(codec));
  }
  return { ours, bare };
}

const perSecond = (ms: number): string => `${Math.round(COUNT / ms)} thousand`;

async function roundTrips() {
  const target = await openExec(`'${process.execPath}' -e '${ECHO.replaceAll("'", `'\\''`)}'`);
  try {
    const codec = await target.port('codec', {} as Context);
    const { ours, bare } = await race(codec);
    return [
      {
        what: `${perSecond(ours)} round trips/s, the bare pipe ${perSecond(bare)}`,
        ratio: bare / ours,
        target: 0.6,
      },
      { what: 'round trips against 20 thousand a second', ratio: COUNT / ours / 20, target: 1 },
    ];
  } finally {
    await target.close();
  }
}

export const benches = [{ name: 'adapter/round-trips', run: roundTrips }];
