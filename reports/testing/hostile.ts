/** Runs in which every text is as nasty as a target can make it. */

import { array, constantFrom, oneof } from 'fast-check';
import type { Line, Result } from '../../suites/model.js';
import { erred, failed, footer, header, skipped } from '../example.js';
import { anyText } from './any_text.js';

const nasty = constantFrom(
  ...[
    ']]>',
    '<script>alert(1)</script>',
    '</script>',
    '<!--',
    '-->',
    '&amp;',
    '"',
    "'",
    '`',
    '```',
    '~~~',
    '</details>',
  ],
  ...[
    '::error::x',
    '\n::error title=a::b',
    '%0A::set-output',
    '##[error]x',
    '##vso[task]',
    '\x1b[2J',
    '\x9b31m',
    '\u202e',
    '\u200b',
  ],
  ...[
    '\0',
    '\ud800',
    '\udc00',
    '\ufffe',
    '\u2028',
    '\ufeff',
    '\n',
    '\r\n',
    '\r',
    '\t',
    '#',
    '\\',
    ' # SKIP',
    ' # TODO',
    '\nnot ok 1',
    '\nBail out!',
  ],
  ...[
    '\n1..0',
    '\n  ...\n',
    '| a | b |',
    '[a](javascript:x)',
    '![a](http://x/y)',
    '<img src=x>',
    '@all',
    '=cmd|x',
    '> #1 GET /x',
    '< #1 200 x',
  ],
);
export const hostile = array(oneof(nasty, anyText(6)), {
  minLength: 1,
  maxLength: 20,
}).map((parts) => parts.join('') || 'x');

export function hostileRun(evil: string): { lines: readonly Line[]; count: number } {
  const target = evil;
  const result: Result = {
    ...failed,
    target,
    id: `a/b/${evil}`,
    title: evil,
    section: evil,
    requires: [evil],
    reason: evil,
    why: evil,
    dialect: evil,
    checks: [{ what: evil, ok: false, expected: { [evil]: evil }, observed: evil }],
    evidence: ['operation', 'given', 'input', 'transcript', evil].map((name) => ({
      name,
      text: `> #1 GET /${evil}\n< #1 200 ${evil}`,
    })),
  };
  const results = [
    result,
    { ...result, id: `a/b/2${evil}`, gates: false, waived: evil },
    { ...skipped, target, id: `a/b/3${evil}`, reason: evil },
    { ...erred, target, id: `a/b/4${evil}`, reason: evil },
    { ...skipped, target, id: `a/b/5${evil}`, verdict: 'blocked' as const, reason: evil, control: result.id },
  ];
  const targets = [
    {
      ...header.targets[0],
      name: evil,
      kind: 'exec',
      capabilities: evil,
      dialects: {},
      rerun: evil,
      remarks: [evil],
    },
  ];
  const plan = { hash: 'f00d', cases: [{ target, ids: results.map(({ id }) => id) }] };
  const counts = { pass: 0, fail: 2, skip: 1, blocked: 1, error: 1 };
  const tool = { ...header.tool, version: evil };
  return {
    lines: [{ ...header, tool, targets, plan }, ...results, { ...footer, counts, reasons: [evil] }],
    count: results.length,
  };
}
