// Sends a million results through the engine, the stream and back, in a heap that cannot hold them: node
// --max-old-space-size=64 dist/checks/flat_memory.js [results]
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileOutput } from '../reports/output.js';
import { streamReporter } from '../reports/stream.js';
import { readStream } from '../reports/stream_read.js';
import { run } from '../runners/run.js';
import { defineCase } from '../suites/case.js';
import type { Target } from '../suites/model.js';

const CASES = 1000;
const results = Number(process.argv[2] ?? 1_000_000);
const repeat = Math.ceil(results / CASES);

const target: Target = {
  name: 'synthetic',
  kind: 'synthetic',
  capabilities: null,
  ports: { codec: () => ({ ask: () => ({ accept: null }) }) },
  concurrency: 16,
  production: false,
  close: async () => {},
};

const cases = Array.from({ length: CASES }, (_, at) =>
  defineCase({
    id: `synthetic/1/case-${at}`,
    title: `synthetic case ${at}`,
    why: 'Nothing: the case measures the memory of the engine.',
    requires: ['SYNTHETIC-1-1'],
    expects: 'service',
    ports: ['codec'],
    async run({ expect }) {
      expect.equal('holds', true, true);
    },
  }),
);

const folder = mkdtempSync(join(tmpdir(), 'conform-flat-'));
try {
  const path = join(folder, 'run.jsonl');
  const output = fileOutput(path);
  const stream = streamReporter(output);
  const started = performance.now();
  const footer = await run({
    cases,
    targets: [{ target, rerun: 'conform run' }],
    level: 'must',
    jobs: 16,
    repeat,
    seed: 1,
    specs: [],
    tool: { name: 'conform', version: '0' },
    signal: new AbortController().signal,
    line: stream.line,
  });
  output.close();
  const ran = performance.now() - started;
  const { complete, finished } = readStream(path);
  const whole =
    footer.exit === 0 && output.error === undefined && complete && finished.size === footer.planned;
  console.log(
    `${footer.planned} results, ${((1000 * ran) / footer.planned).toFixed(1)} us each, ${Math.round(statSync(path).size / 1e6)} MB of stream, ${Math.round(process.resourceUsage().maxRSS / 1e3)} MB of memory at most: ${whole ? 'whole' : 'NOT WHOLE'}`,
  );
  process.exitCode = whole ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}
