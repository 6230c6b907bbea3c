import { array, assert, constantFrom, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Line, Result } from '../suites/model.js';
import { blocked, erred, failed, footer, header, passed, run, skipped } from './example.js';
import { junitReporter } from './junit.js';
import { memory } from './memory.js';
import { anyText } from './testing/any_text.js';

function drawn(lines: readonly Line[]): string {
  const output = memory();
  const reporter = junitReporter(output);
  for (const line of lines) reporter.line(line);
  reporter.end();
  return output.text();
}

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** A strict reader of the little XML that we write: it refuses whatever XML 1.0 does, and all that we do not need. */
function parseXml(text: string): Element {
  expect(text).not.toMatch(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  expect(text.startsWith(declaration)).toBe(true);
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const tokens = /<(\/?)([a-z-]+)((?: [a-z]+="[^"<&]*(?:&#\d+;[^"<&]*)*")*)(\/?)>|([^<&]+|&#\d+;)/gy;
  tokens.lastIndex = declaration.length;
  while (tokens.lastIndex < text.length) {
    const at = tokens.lastIndex;
    const match = tokens.exec(text);
    if (!match) throw new Error(`no XML at ${at}: ${text.slice(at, at + 80)}`);
    const [, closing, name, attributes = '', empty, characters] = match;
    const inside = open.at(-1);
    if (!inside) throw new Error('too many are closed');
    if (characters !== undefined) inside.text += decoded(characters);
    else if (closing) {
      expect(name).toBe(inside.name);
      open.pop();
    } else {
      const element = { name: name ?? '', attributes: attributesOf(attributes), children: [], text: '' };
      inside.children.push(element);
      if (!empty) open.push(element);
    }
  }
  expect(open).toEqual([root]);
  expect(root.children).toHaveLength(1);
  return root.children[0] ?? root;
}

const decoded = (text: string): string =>
  text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));

function attributesOf(text: string): Record<string, string> {
  const all = [...text.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
    name,
    decoded(value),
  ]);
  expect(new Set(all.map(([name]) => name)).size).toBe(all.length);
  return Object.fromEntries(all);
}

describe('a run', () => {
  const root = parseXml(drawn(run));
  const suites = root.children;
  const cases = suites.flatMap(({ children }) => children);
  const named = (id: string) => cases.find(({ attributes }) => attributes['name']?.startsWith(id));

  test('has a suite for each target and section, counted', () => {
    expect(suites.map(({ attributes }) => attributes['name'])).toEqual([
      'exec:adapter: echo section 4.2',
      'exec:adapter: echo section 5.3',
      'exec:adapter: echo section 7',
    ]);
    expect(root.attributes).toMatchObject({ tests: '5', failures: '1', errors: '1', skipped: '2' });
    expect(suites[2]?.attributes).toMatchObject({
      tests: '3',
      failures: '1',
      skipped: '1',
      timestamp: '2026-01-02T03:04:05',
    });
  });

  test('maps each verdict to one element', () => {
    const kinds = [passed, failed, skipped, blocked, erred].map(({ id }) =>
      named(id)?.children.map(({ name }) => name),
    );
    expect(kinds).toEqual([[], ['failure'], ['skipped'], ['skipped'], ['error']]);
    expect(named(blocked.id)?.children[0]?.attributes['message']).toBe('blocked: no route');
  });

  test('shows in a failure everything that is needed to fix it', () => {
    const text = named(failed.id)?.children[0]?.text ?? '';
    for (const part of [
      'ECHO-7-2',
      'the answer',
      'byte 33',
      'anyone could join',
      'panic',
      "--only 'echo/token/bad-mac'",
    ]) {
      expect(text).toContain(part);
    }
  });
});

test('a fail that does not gate passes, with a note', () => {
  const waived = parseXml(drawn([header, { ...failed, gates: false, waived: 'known' }, footer]));
  expect(waived.attributes).toMatchObject({ failures: '0' });
  expect(waived.children[0]?.children[0]?.children[0]?.text).toContain('failed, but waived: known');
  const may = parseXml(drawn([header, { ...failed, gates: false, level: 'may' }, footer]));
  expect(may.children[0]?.children[0]?.children[0]?.text).toContain('failed, but may does not gate');
});

test('a run that did not end is an error', () => {
  const root = parseXml(drawn([header, passed]));
  expect(root.attributes).toMatchObject({ tests: '2', errors: '1' });
});

test('a run that failed for another reason than a case is an error too', () => {
  const root = parseXml(drawn([header, passed, { ...footer, exit: 3, gating: 0, reasons: ['out of time'] }]));
  expect(root.attributes).toMatchObject({ errors: '1' });
  expect(drawn([header, passed, { ...footer, exit: 0, gating: 0, reasons: [] }])).not.toContain('<error');
});

test('is valid XML, whatever a target sent', () => {
  const nasty = constantFrom(
    ']]>',
    '<x a="1">',
    '&amp;',
    '\0',
    '\x1b',
    '\ufffe',
    '\ud800',
    '<!--',
    '"',
    "'",
    '\n',
  );
  const text = array(nasty).chain((parts) => anyText(8).map((end) => parts.join(end)));
  assert(
    property(text, (evil) => {
      const result: Result = {
        ...failed,
        target: evil,
        title: evil,
        section: evil,
        requires: [evil],
        reason: evil,
        why: evil,
        checks: [{ what: evil, ok: false, expected: evil, observed: { [evil]: evil } }],
        evidence: [{ name: evil, text: evil }],
      };
      const all = [
        result,
        { ...result, gates: false, waived: evil },
        { ...skipped, reason: evil },
        { ...erred, reason: evil },
      ];
      parseXml(drawn([header, ...all, footer]));
    }),
  );
});
