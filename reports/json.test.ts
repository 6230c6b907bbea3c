import { expect, test } from 'vitest';
import type { Line } from '../suites/model.js';
import { footer, header, passed, run } from './example.js';
import { jsonReporter } from './json.js';
import { memory } from './memory.js';
import { reportFault } from './schema.js';

function drawn(lines: readonly Line[]): unknown {
  const output = memory();
  const reporter = jsonReporter(output);
  for (const line of lines) reporter.line(line);
  reporter.end();
  return JSON.parse(output.text());
}

test('a run is one document that fits its schema', () => {
  const document = drawn(run);
  expect(reportFault(document)).toBeUndefined();
  expect(document).toEqual({ header, results: run.slice(1, -1), footer });
});

test('one without results is a document too', () => {
  expect(reportFault(drawn([header, footer]))).toBeUndefined();
});

test('one that did not end has no footer', () => {
  const document = drawn([header, passed]);
  expect(document).toMatchObject({ footer: null });
  expect(reportFault(document)).toBeUndefined();
});

test('the schema finds the fault and its place', () => {
  expect(reportFault({ header, results: [{ ...passed, ms: -1 }], footer })).toMatchObject({
    pointer: '/results/0/ms',
  });
});
