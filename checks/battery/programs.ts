/**
 * Programs that misbehave in every role. Each is the body of a Node script. `hello` is the greeting of an adapter that
 * claims everything; `left` starts a program that outlives its parent.
 */
export interface Behaviour {
  readonly name: string;
  readonly body: string;
}

const STAY = 'setInterval(() => {}, 1000);';
/** Escapes, titles, bidirectional overrides and workflow commands. */
const INJECTION =
  "'\\n::error::injected\\n##vso[task.complete]injected\\n\\x1b]0;injected\\x07\\x1b[2J\\u202einjected\\u0085\\r::error::injected\\n'";

const silentOnes: readonly Behaviour[] = [
  { name: 'ends at once', body: '' },
  { name: 'ends with 1', body: 'process.exitCode = 1;' },
  { name: 'ends with 255', body: 'process.exitCode = 255;' },
  { name: 'is killed', body: "process.kill(process.pid, 'SIGKILL');" },
  { name: 'aborts', body: 'process.abort();' },
  { name: 'throws', body: "throw new Error('thrown');" },
  { name: 'hangs', body: STAY },
  {
    name: 'hangs, deaf to signals',
    body: `for (const s of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(s, () => {});${STAY}`,
  },
  { name: 'closes its output and stays', body: `require('fs').closeSync(1);${STAY}` },
  { name: 'closes its input and stays', body: `require('fs').closeSync(0);${STAY}` },
  {
    name: 'closes all three and stays',
    body: `for (const fd of [0, 1, 2]) require('fs').closeSync(fd);${STAY}`,
  },
  { name: 'spins', body: 'for (;;);' },
];

const loudOnes: readonly Behaviour[] = [
  {
    name: 'floods its output without a line',
    body: "const b = 'x'.repeat(65536); for (;;) require('fs').writeSync(1, b);",
  },
  {
    name: 'floods its output with lines',
    body: "const b = 'line\\n'.repeat(9999); for (;;) require('fs').writeSync(1, b);",
  },
  {
    name: 'floods its stderr',
    body: "const b = 'x\\n'.repeat(32768); for (;;) require('fs').writeSync(2, b);",
  },
  { name: 'drips', body: "setInterval(() => process.stdout.write('.'), 50);" },
  { name: 'ends within a line', body: `process.stdout.write('{"id":');` },
  {
    name: 'says what is not UTF-8',
    body: `process.stdout.write(Buffer.from([0xff, 0xfe, 10, 0xc0, 0x80, 10]));${STAY}`,
  },
  { name: 'says NUL', body: `process.stdout.write(Buffer.alloc(4096)); process.stdout.write('\\n');${STAY}` },
  { name: 'injects by its output', body: `process.stdout.write(${INJECTION});${STAY}` },
  {
    name: 'injects by its stderr and ends',
    body: `process.stderr.write(${INJECTION}); process.exitCode = 3;`,
  },
  { name: 'injects by its stderr and stays', body: `process.stderr.write(${INJECTION});${STAY}` },
  {
    name: 'tells its environment',
    body: 'process.stderr.write(JSON.stringify(process.env)); console.log(JSON.stringify(process.env)); process.exitCode = 1;',
  },
  { name: 'nests deeply', body: `process.stdout.write('['.repeat(4e6) + '\\n');${STAY}` },
  { name: 'lists millions', body: `process.stdout.write('[' + '0,'.repeat(3e6) + '0]\\n');${STAY}` },
  { name: 'has no numbers of JSON', body: `console.log('{"id":NaN,"conform":Infinity}');${STAY}` },
];

const LEFT = (options: string): string =>
  `require('child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 600000)', process.argv[1]], ${options}).unref();`;

const leavingOnes: readonly Behaviour[] = [
  { name: 'leaves a child', body: LEFT("{ stdio: 'ignore' }") },
  {
    name: 'leaves a child in a session of its own, without an environment',
    body: LEFT("{ stdio: 'ignore', detached: true, env: {} }"),
  },
  { name: 'leaves a child that holds its pipes', body: LEFT("{ stdio: 'inherit', detached: true }") },
  {
    name: 'leaves children and stays',
    body: `for (let i = 0; i < 5; i++) ${LEFT("{ stdio: 'ignore', detached: true }")}${STAY}`,
  },
  {
    name: 'listens on two hundred ports',
    body: `for (let i = 0; i < 200; i++) require('net').createServer().listen(0, '127.0.0.1');${STAY}`,
  },
  {
    name: 'fills its folder',
    body: `const b = Buffer.alloc(1 << 20); for (let i = 0; i < 64; i++) require('fs').appendFileSync('conform-battery-filled', b);${STAY}`,
  },
];

export const behaviours: readonly Behaviour[] = [...silentOnes, ...loudOnes, ...leavingOnes];

const HELLO = `{"conform":1,"hello":{"name":"battery","version":"1","structures":{"punch/token":["decode","verify","sign","encode"]}}}`;
const onRequest = (answer: string): string =>
  `console.log(${JSON.stringify(HELLO)});
require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { id } = JSON.parse(line);
  if (id === undefined) return;
  ${answer}
});`;

/** Adapters that start with a valid hello and then misbehave. */
export const adapters: readonly Behaviour[] = [
  ...behaviours
    .slice(2, 8)
    .map(({ name, body }) => ({ name: `when it is asked, ${name}`, body: onRequest(body) })),
  {
    name: 'says millions of values',
    body: onRequest("console.log('{\"id\":' + id + ',\"accept\":[' + '0,'.repeat(4e6) + '0]}');"),
  },
  {
    name: 'says eight million letters',
    body: onRequest("console.log(JSON.stringify({ id, accept: 'x'.repeat(8e6) }));"),
  },
  {
    name: 'rejects in megabytes',
    body: onRequest("console.log(JSON.stringify({ id, reject: 'y'.repeat(4e6) }));"),
  },
  {
    name: 'answers twice',
    body: onRequest('for (const _ of [1, 2]) console.log(JSON.stringify({ id, accept: 1 }));'),
  },
  {
    name: 'answers what was not asked',
    body: onRequest('console.log(JSON.stringify({ id: id + 1e6, accept: 1 }));'),
  },
  { name: 'says two hellos', body: `console.log(${JSON.stringify(HELLO)});${onRequest('')}` },
  {
    name: 'injects by a rejection',
    body: onRequest(`console.log(JSON.stringify({ id, reject: ${INJECTION} }));`),
  },
  {
    name: 'injects by what it accepts',
    body: onRequest(`console.log(JSON.stringify({ id, accept: { [${INJECTION}]: ${INJECTION} } }));`),
  },
  {
    name: 'injects by an error',
    body: onRequest(`console.log(JSON.stringify({ id, error: ${INJECTION} }));`),
  },
  { name: 'accepts everything', body: onRequest('console.log(JSON.stringify({ id, accept: null }));') },
  { name: 'rejects everything', body: onRequest("console.log(JSON.stringify({ id, reject: 'no' }));") },
  {
    name: 'supports nothing that it claims',
    body: onRequest("console.log(JSON.stringify({ id, unsupported: 'no' }));"),
  },
];
