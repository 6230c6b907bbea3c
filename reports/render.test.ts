import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Line } from '../suites/model.js';
import { run } from './example.js';
import { renderStream } from './render.js';
import { safeJson } from './stream.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-render-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'run.jsonl');
const text = run.map((line) => `${safeJson(line)}\n`).join('');

function rendered(content: string) {
  writeFileSync(path, content);
  const lines: Line[] = [];
  return { end: renderStream(path, (line) => lines.push(line)), lines };
}

test('a recorded run is drawn line by line', () => {
  const { end, lines } = rendered(text);
  expect(lines).toEqual(run);
  expect(end.complete).toBe(true);
});

test('an incomplete one is drawn up to its end, and stays incomplete', () => {
  const { end, lines } = rendered(text.slice(0, -2));
  expect(lines).toEqual(run.slice(0, -1));
  expect(end).toMatchObject({ complete: false, reason: 'it ends within a line' });
});

test('renders nothing of a damaged recording', () => {
  writeFileSync(path, `${text}more\n`);
  const lines: Line[] = [];
  expect(() => renderStream(path, (line) => lines.push(line))).toThrow('line 8');
  expect(lines).toEqual([]);
});

test('rejects input that can be read only once', () => {
  expect(() => renderStream('/dev/null', () => {})).toThrow('save it to a file first');
});
