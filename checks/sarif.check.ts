/**
 * Validates our SARIF with the JSON Schema of OASIS. We may not distribute it, but the Go library go-sarif contains it,
 * and Go fetches a fixed version of that with its checksum. `npm test` validates SARIF with our own closed schema.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { footer, header, run } from '../reports/example.js';
import { draw } from '../reports/testing/draw.js';
import { hostile, hostileRun } from '../reports/testing/hostile.js';
import type { Line } from '../suites/model.js';

const LIBRARY = 'github.com/owenrumney/go-sarif/v3@v3.2.3';
const SUM = 'h1:n6mdX5ugKwCrZInvBsf6WumXmpAe3mbmQXgkXlIq34U=';

function officialSchema(): { readonly schema: object } | { readonly missing: string } {
  const { status, stdout, stderr, error } = spawnSync('go', ['mod', 'download', '-json', LIBRARY], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (error !== undefined || status !== 0) return { missing: error?.message ?? (stderr || stdout) };
  const { Dir, Sum } = JSON.parse(stdout) as { readonly Dir: string; readonly Sum: string };
  if (Sum !== SUM) throw new Error(`${LIBRARY}: expected ${SUM}, received ${Sum}`);
  const source = readFileSync(join(Dir, 'pkg', 'report', 'v210', 'sarif', 'schema.go'), 'utf8');
  const text = /^const schema = `(.*)`/ms.exec(source)?.[1] ?? '';
  // For this schema, draft 4 differs from the drafts of ajv only in the names of these two members.
  const { $schema: _draft, id: _id, ...schema } = JSON.parse(text) as Record<string, unknown>;
  return { schema };
}

const official = officialSchema();
if ('missing' in official) console.log(`the schema of OASIS cannot be fetched: ${official.missing}`);

describe.skipIf('missing' in official)('the SARIF of', () => {
  const formats = { uri: true, 'uri-reference': true, 'date-time': true } as const;
  const fits = new Ajv({ strict: false, formats }).compile('schema' in official ? official.schema : {});
  const faultOf = (text: string) => (fits(JSON.parse(text)) ? undefined : fits.errors?.[0]);

  it.each<[string, readonly Line[]]>([
    ['a run that failed', run],
    ['a run that did not end', run.slice(0, -1)],
    ['a run without a fail', [header, { ...footer, exit: 0, gating: 0, reasons: [] }]],
    ['no run', []],
  ])('%s fits', (_, lines) => {
    expect(faultOf(draw('sarif', lines))).toBeUndefined();
  });

  it('a run with hostile texts everywhere is valid', () => {
    fc.assert(
      fc.property(hostile, (evil) => {
        expect(faultOf(draw('sarif', hostileRun(evil).lines))).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });

  it('an unknown level, member or place is rejected', () => {
    const text = draw('sarif', run);
    for (const [right, wrong] of [
      ['"level":"error"', '"level":"fatal"'],
      ['"ruleIndex"', '"ruleIndx"'],
      ['"startLine":1', '"startLine":0'],
    ] as const) {
      expect(text).toContain(right);
      expect(faultOf(text.replace(right, wrong)), wrong).toBeDefined();
    }
  });
});
