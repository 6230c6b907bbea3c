import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, property } from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Line, Result } from '../suites/model.js';
import { failed, footer, header, passed, run } from './example.js';
import { memory } from './memory.js';
import { lineFault } from './schema.js';
import { LONGEST_LINE, safeJson, streamReporter } from './stream.js';
import { readStream, StreamError, streamReader } from './stream_read.js';
import { anyText } from './testing/any_text.js';

const written = (lines: readonly Line[]): string => {
  const output = memory();
  const reporter = streamReporter(output);
  for (const line of lines) reporter.line(line);
  reporter.end();
  return output.text();
};
const read = (text: string | Uint8Array, size = 7) => {
  const bytes = Buffer.from(text);
  const lines: Line[] = [];
  const reader = streamReader('x.jsonl', (line) => lines.push(line));
  for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
  return { lines, ...reader.end() };
};
const whole = written(run);

test('a stream is read as it was written, in chunks of any size', () => {
  for (const size of [1, 2, 100, 1e6]) {
    const { lines, complete } = read(whole, size);
    expect(lines).toEqual(run);
    expect(complete).toBe(true);
  }
});

test('a stream is read as it was written, also if a program added spaces to its JSON', () => {
  const spaced = whole.replaceAll('":', '": ').replaceAll(',"', ', "');
  for (const size of [1, 1e6]) expect(read(spaced, size)).toMatchObject({ lines: run, complete: true });
});

test('cut at every byte it reads as incomplete, with the length of its whole lines', () => {
  const bytes = Buffer.from(whole);
  for (let at = 0; at < bytes.length; at++) {
    const { complete, bytes: length, finished, lines } = read(bytes.subarray(0, at), 1e6);
    expect(complete).toBe(false);
    expect(length).toBe(bytes.subarray(0, at).lastIndexOf(10) + 1);
    expect(finished.size).toBe(lines.filter(({ kind }) => kind === 'result').length);
  }
});

test('becomes complete when it is continued after its last whole line', () => {
  const bytes = Buffer.from(whole);
  for (let at = 1; at < bytes.length; at += 13) {
    const { bytes: length } = read(bytes.subarray(0, at), 1e6);
    const again = Buffer.concat([bytes.subarray(0, length), bytes.subarray(length)]);
    expect(read(again, 1e6).complete).toBe(true);
  }
});

test('identifies finished results by target, id and round', () => {
  const { finished } = read(
    written([
      { ...header, repeat: 2 },
      { ...passed, repeat: 1 },
    ]),
  );
  expect(finished.has('exec:adapter', passed.id, 1)).toBe(true);
  expect(finished.has('exec:adapter', passed.id, 2)).toBe(false);
  expect(finished.has('exec:adapter', failed.id, 1)).toBe(false);
  expect(finished.has('another', passed.id, 1)).toBe(false);
  expect(finished.size).toBe(1);
});

describe('rejects a damaged stream and names the place', () => {
  const lines = whole.trimEnd().split('\n');
  const replaced = (at: number, text: string) => `${lines.toSpliced(at, 1, text).join('\n')}\n`;
  test.each([
    ['another file', 'hello\n', 1, '', 'not a report stream'],
    ['another file without an end', 'hello', 1, '', 'not a report stream'],
    ['JSON on many lines', '{\n  "kind": "header"\n}\n', 1, '', 'not a report stream'],
    ['other JSON', '{"a":1}\n', 1, '', 'not a report stream'],
    ['no header', `${lines.slice(1).join('\n')}\n`, 1, '', 'not a report stream'],
    ['no JSON', replaced(1, '{"kind":"result"'), 2, '', 'is not JSON'],
    ['an empty line', replaced(2, ''), 3, '', 'is not JSON'],
    ['a number', replaced(2, '7'), 3, '', 'must be an object'],
    ['an unknown kind', replaced(2, '{"kind":"note"}'), 3, '/kind', 'must be'],
    ['an unknown member', replaced(1, safeJson({ ...passed, extra: 1 })), 2, '', '"extra"'],
    ['a wrong verdict', replaced(1, safeJson({ ...passed, verdict: 'green' })), 2, '/verdict', '"pass"'],
    ['a second header', replaced(3, lines[0] ?? ''), 4, '', 'a second header'],
    ['a result twice', replaced(3, lines[1] ?? ''), 4, '/id', 'twice'],
    [
      'a result of another plan',
      replaced(1, safeJson({ ...passed, id: 'a/b/c' })),
      2,
      '/id',
      'not in the plan',
    ],
    ['a lost line', `${lines.toSpliced(2, 1).join('\n')}\n`, 6, '/counts/fail', 'says 1'],
    [
      'the footer of another',
      replaced(6, safeJson({ ...footer, planHash: 'x' })),
      7,
      '/planHash',
      'another plan',
    ],
    ['a line behind the footer', `${whole}${lines[1]}\n`, 8, '', 'follows the footer'],
    [
      'another format',
      replaced(0, (lines[0] ?? '').replace('"format":1', '"format":2')),
      1,
      '/format',
      'constant: 1; it was recorded by conform 0.1.0 in format 2, and this conform reads format 1',
    ],
    [
      'a member of a later version',
      replaced(0, (lines[0] ?? '').replace('"format":1', '"format":1,"later":1').replace('0.1.0', '7.0.0')),
      1,
      '',
      'additional properties: "later"; it was recorded by conform 7.0.0',
    ],
  ])('%s', (_, text, line, pointer, reason) => {
    const error = (() => {
      try {
        read(text);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(StreamError);
    expect(error).toMatchObject({ file: 'x.jsonl', line, pointer, reason: expect.stringContaining(reason) });
  });

  test('invalid UTF-8', () => {
    const bytes = Buffer.from(whole);
    bytes[bytes.indexOf('valid token')] = 0xff;
    expect(() => read(bytes)).toThrow('x.jsonl, line 2: is not UTF-8');
  });

  test('an endless line', () => {
    const reader = streamReader('x.jsonl');
    reader.push(Buffer.from(written([header])));
    const flood = Buffer.alloc(1024 * 1024, 'a');
    expect(() => {
      for (let i = 0; i < 20; i++) reader.push(flood);
    }).toThrow('line 2: longer than');
  });

  test('a partial line after the footer is never green', () => {
    expect(read(`${whole}{"kind"`).complete).toBe(false);
  });
});

describe('writing', () => {
  test('no line contains a character that moves, turns, hides or breaks text, whatever a target sent', () => {
    assert(
      property(anyText(), (text) => {
        const line = safeJson({ text });
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/u);
        expect(JSON.parse(line)).toEqual({ text });
      }),
    );
  });

  test('a line that breaks its schema is a fault of ours and is not written', () => {
    const output = memory();
    expect(() => streamReporter(output).line({ ...passed, verdict: 'green' } as unknown as Result)).toThrow(
      'breaks its schema at /verdict',
    );
    expect(output.text()).toBe('');
  });

  test('may cut the evidence of a verdict, but never the verdict', () => {
    const text = written([{ ...failed, evidence: [{ name: 'stdout', text: 'x'.repeat(LONGEST_LINE) }] }]);
    expect(text.length).toBeLessThan(5000);
    const line: unknown = JSON.parse(text);
    expect(lineFault(line)).toBeUndefined();
    expect(line).toMatchObject({ verdict: 'fail', id: failed.id });
  });

  test('a long plan is written whole', () => {
    const ids = Array.from({ length: 2500 }, (_, at) => `a/b/${at}`);
    const long = {
      ...header,
      plan: {
        hash: 'x',
        cases: [
          { target: 't', ids },
          { target: 'u', ids: [] },
        ],
      },
    };
    expect(JSON.parse(written([long]))).toEqual(long);
  });
});

describe('a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'conform-stream-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is read like any stream', () => {
    const path = join(folder, 'x.jsonl');
    writeFileSync(path, whole);
    expect(readStream(path)).toMatchObject({
      complete: true,
      bytes: Buffer.byteLength(whole),
      header,
      footer,
    });
  });

  test('may have lines that are longer than one read', () => {
    const path = join(folder, 'long.jsonl');
    const ids = Array.from({ length: 20_000 }, (_, at) => `a/b/${at}`);
    const long = { ...header, plan: { hash: 'x', cases: [{ target: 't', ids }] } };
    writeFileSync(path, written([long]));
    expect(readStream(path).header).toEqual(long);
  });

  test('that cannot be read says so', () => {
    expect(() => readStream(join(folder, 'none'))).toThrow('cannot be read: there is no such file');
    expect(() => readStream(folder)).toThrow('cannot be read: it is a folder');
  });
});
