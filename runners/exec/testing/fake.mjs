/** A codec adapter that misbehaves on demand: the input of a request says how, and an argument says how to start. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const beginning = process.argv[2] ?? 'well';
const write = (text, done) => process.stdout.write(text, done);
const say = (line) => write(`${JSON.stringify(line)}\n`);
const hello = { name: 'fake', version: '1', structures: { 'fake/one': ['do'], 'fake/two': ['do'] } };

let served = 0;
let held;

const ways = {
  reject: (id) => say({ id, reject: 'no' }),
  unsupported: (id) => say({ id, unsupported: 'not today' }),
  error: (id) => say({ id, error: 'my own fault' }),
  'own pid': (id) => say({ id, accept: process.pid }),
  later: (id) => {
    held = id;
  },
  'in a moment': (id) => setTimeout(say, 50, { id, accept: 'late' }),
  crash: () => {
    process.stderr.write('something broke\n');
    process.exit(3);
  },
  'answer and crash': (id) =>
    process.stdout.write(`${JSON.stringify({ id, accept: 1 })}\n`, () => process.exit(4)),
  'crash in company': (id) => (served > 1 ? process.exit(5) : say({ id, accept: 'alone' })),
  signal: () => process.kill(process.pid, 'SIGSEGV'),
  silence: () => {},
  stuck: () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
  flood: () => {
    const more = () => write('x'.repeat(65536), more);
    more();
  },
  'many lines': () => {
    const more = () => write('\n'.repeat(65536), more);
    more();
  },
  partial: (id) => write(`{"id":${id},"acc`, () => process.exit(0)),
  'not utf-8': (id) =>
    write(Buffer.from([...Buffer.from(`{"id":${id},"reject":"`), 0xc3, 0x28, 0x22, 0x7d, 0x0a])),
  text: () => write('Traceback (most recent call last)\n'),
  'wrong id': (id) => say({ id: id + 1000, accept: 1 }),
  'string id': (id) => say({ id: `${id}`, accept: 1 }),
  twice: (id) => write(`${JSON.stringify({ id, accept: 1 })}\n${JSON.stringify({ id, accept: 1 })}\n`),
  both: (id) => say({ id, accept: 1, reject: 'and no' }),
  deep: (id) => write(`{"id":${id},"accept":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n`),
  stderr: (id) => process.stderr.write(`${'noise '.repeat(500_000)}the end`, () => say({ id, accept: 1 })),
  'closes stdout': () => process.stdout.end(),
  child: (id) => left(id, false),
  daemon: (id) => left(id, true),
};

/** Leaves a process behind that holds our output open. If `detached`, it also leaves the group and the session. */
function left(id, detached) {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    detached,
    stdio: 'inherit',
  });
  child.once('spawn', () => say({ id, accept: child.pid }));
}

const beginnings = {
  well: () => say({ conform: 1, hello }),
  dialects: () => say({ conform: 1, hello: { ...hello, dialects: { 'fake/one': 'text' } } }),
  slow: () => say({ conform: 1, hello }),
  deaf: () => {
    process.on('SIGTERM', () => {});
    setInterval(() => {}, 1000);
    say({ conform: 1, hello });
  },
  exit: () => {
    process.stderr.write('no config found\n');
    process.exit(7);
  },
  silence: () => {},
  flood: () => ways.flood(),
  'hello and exit': () =>
    process.stdout.write(`${JSON.stringify({ conform: 1, hello })}\n`, () => process.exit(0)),
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, input } = JSON.parse(line);
  if (id === undefined) return beginnings[beginning]();
  served++;
  if (beginning === 'slow') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, input.after);
  if (input in ways) ways[input](id);
  else say({ id, accept: input });
  if (input !== 'later' && held !== undefined) {
    say({ id: held, accept: 'later' });
    held = undefined;
  }
});
