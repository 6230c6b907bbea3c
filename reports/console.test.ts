import { describe, expect, test } from 'vitest';
import type { Line, Result } from '../suites/model.js';
import { consoleReporter } from './console.js';
import { blocked, erred, failed, footer, header, passed, run, skipped } from './example.js';
import { rerunCommand } from './failure_model.js';
import { memory } from './memory.js';

function drawn(lines: readonly Line[], options: { color?: boolean; details?: number } = {}): string {
  const output = memory(options);
  const reporter = consoleReporter(output, options);
  for (const line of lines) reporter.line(line);
  reporter.end();
  return output.text();
}

test('a run reads as one page', () => {
  expect(drawn(run)).toMatchInlineSnapshot(`
    "conform 0.1.0, 5 cases for exec:adapter, gate must, seed 7

    FAIL  echo/token/bad-mac
          a token with one bit changed is rejected
          clause    echo section 7: ECHO-7-2, ECHO-7-3
          check     the answer
          bytes     40 bytes expected, 35 received
                    both      00000010  aa aa aa aa aa aa aa aa  aa aa aa aa aa aa aa aa
                    expected  00000020  aa aa aa aa aa aa aa aa
                    received  00000020  aa ab 00
                                           ^^ byte 33
          matters   anyone could join any session
          stderr    panic
                    \\x1b[31mred\\u202e
          rerun     conform run --target 'exec:./adapter' --only 'echo/token/bad-mac'

    ERR   echo/4.2/ours  (a defect of conform, not of the target)
          a valid token is accepted
          clause    echo section 4.2: ECHO-7-1
          reason    TypeError: x
          rerun     conform run --target 'exec:./adapter' --only 'echo/4.2/ours'

    1 skipped
      1  the target speaks another dialect
         echo/token/dialect

    1 blocked: these cases could not run
      1  no route
         echo/5.3/late

                     pass     fail     skip  blocked    error
    exec:adapter        1        1        1        1        1

    RED  5 cases, 1 of them skipped, in 1.2 s (exit 1)
      1 gating case failed
    "
  `);
});

test('shows the remarks on a target first, escaped', () => {
  const [target] = header.targets;
  const targets = target ? [{ ...target, remarks: ['it answers \u001b[2J'] }] : [];
  expect(drawn([{ ...header, targets }, footer])).toMatch(/seed 7\nit answers \\x1b\[2J\n\n/);
});

test('a failure shows id, title, clause, bytes with the offset, why, evidence and the command', () => {
  const text = drawn([header, failed]);
  for (const part of [
    failed.id,
    failed.title,
    'echo section 7: ECHO-7-2, ECHO-7-3',
    '40 bytes expected, 35 received',
    '^^ byte 33',
    'anyone could join any session',
    'panic',
    "conform run --target 'exec:./adapter' --only 'echo/token/bad-mac'",
  ]) {
    expect(text).toContain(part);
  }
});

test('lists a failure in a reading that the target does not follow separately, and shows a gating one in full', () => {
  const other = { ...failed, dialect: 'text' };
  const text = drawn([header, { ...other, gates: false }]);
  expect(text).toContain('1 failed in a reading that the target does not follow, which does not gate');
  expect(text).toContain(failed.id);
  expect(text).not.toContain('rerun');
  expect(drawn([header, { ...other, gates: true }])).toContain('rerun');
});

describe('a difference shows only the part that differs', () => {
  const shown = (expected: Result['checks'], result: Partial<Result> = {}) =>
    drawn([header, { ...failed, ...result, checks: expected ?? [] }]);

  test('deep in JSON, by its pointer', () => {
    const text = shown([
      {
        what: 'payload',
        ok: false,
        expected: { a: 'x'.repeat(900), exp: 1 },
        observed: { a: 'x'.repeat(900), exp: 2 },
      },
    ]);
    expect(text).toContain('at        /exp\n');
    expect(text).toMatch(/expected {2}1\n\s+received {2}2\n/);
    expect(text).not.toContain('xxx');
  });

  test('a member that one side lacks, among those that it has', () => {
    const small = shown([{ what: 'answer', ok: false, expected: { accept: 1 }, observed: { reject: 'no' } }]);
    expect(small).toMatch(/expected {2}\{"accept":1\}\n\s+received {2}\{"reject":"no"\}\n/);
    const large = { a: 'x'.repeat(900) };
    const text = shown([{ what: 'claims', ok: false, expected: { ...large, exp: 1 }, observed: large }]);
    expect(text).toContain('at        "exp" is only expected\n');
  });

  test('deep in a text, with the text around it', () => {
    const text = shown([
      { what: 'body', ok: false, expected: `${'x'.repeat(5000)}one`, observed: `${'x'.repeat(5000)}two` },
    ]);
    expect(text).toMatch(/expected {2}\(4940 characters\)\.\.\. "x{60}one"/);
    expect(text).toMatch(/received {2}\(4940 characters\)\.\.\. "x{60}two"/);
  });

  test('checks that hold are not shown, nor a reason that only names the check', () => {
    const text = shown(
      [
        { what: 'the first', ok: true },
        { what: 'the second', ok: false },
      ],
      { reason: 'failed: the second' },
    );
    expect(text).not.toContain('the first');
    expect(text.match(/the second/g)).toHaveLength(1);
  });

  test('a reason that says more is', () => {
    expect(shown([], { reason: 'crash: exit 3' })).toContain('reason    crash: exit 3\n');
  });

  test('a reason instead of an answer comes after the expected value', () => {
    const evidence = [{ name: 'expected', text: '{"reject":"mac"}' }];
    expect(shown([], { reason: 'crash: exit 3', evidence })).toMatch(
      /expected {2}\{"reject":"mac"\}\n\s+received {2}crash: exit 3\n/,
    );
  });
});

test('nothing that a target sent reaches the terminal as more than text', () => {
  const evil = '\x1b[2J\u202e\u0007::error::x\n::error::y\r##[error]z';
  const everywhere: Result = {
    ...failed,
    reason: evil,
    title: evil,
    checks: [{ what: evil, ok: false, expected: { [evil]: evil }, observed: evil }],
    evidence: [{ name: evil, text: evil }],
  };
  const text = drawn([
    { ...header, targets: header.targets.map((target) => ({ ...target, name: evil, rerun: evil })) },
    { ...everywhere, target: evil },
    { ...skipped, reason: evil },
    { ...blocked, reason: evil },
    { ...footer, reasons: [evil] },
  ]);
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(text).not.toMatch(/^\s*::/m);
  expect(text).not.toMatch(/##\w*\[/);
});

test('a flood of failures is bounded and counted', () => {
  const words = Array.from({ length: 1000 }, (_, at) =>
    `${at}`.replace(/\d/g, (digit) => 'abcdefghij'[+digit] ?? ''),
  );
  const many = words.map((word) => ({
    ...failed,
    id: `echo/token/n-${word}`,
    checks: [{ what: word, ok: false }],
  }));
  const text = drawn([header, ...many], { details: 5 });
  expect(text.match(/rerun/g)).toHaveLength(5);
  expect(text.match(/^FAIL {2}echo/gm)).toHaveLength(50);
  expect(text).toContain('950 more failures not shown');
});

test('skips and blocked are grouped by reason, the largest first', () => {
  const again = (id: string, reason: string) => ({ ...skipped, id, reason });
  const text = drawn([
    header,
    again('a/b/1', 'rare'),
    ...[2, 3, 4, 5, 6].map((at) => again(`a/b/${at}`, 'often')),
  ]);
  expect(text).toContain(
    '6 skipped\n  5  often\n     a/b/2, a/b/3, a/b/4 and 2 more\n  1  rare\n     a/b/1\n',
  );
});

test('blocked cases are all listed below the reason', () => {
  const reason = 'rejected, but its control a/b/open failed, so this proves nothing';
  const ids = Array.from({ length: 13 }, (_, at) => `a/b/${at}`);
  const text = drawn([header, ...ids.map((id) => ({ ...blocked, id, reason }))]);
  expect(text).toContain(`  13  ${reason}\n      ${ids.join(', ')}\n`);
});

test('a fail that does not gate says why', () => {
  expect(drawn([header, { ...failed, gates: false, level: 'should' }])).toContain('(should: does not gate)');
  expect(drawn([header, { ...failed, gates: false, waived: 'known, #7' }])).toContain('(waived: known, #7)');
});

test.each([
  [footer, 'RED  5 cases, 1 of them skipped, in 1.2 s (exit 1)\n  1 gating case failed\n'],
  [
    { ...footer, counts: { ...footer.counts, skip: 0 }, exit: 0, reasons: [] },
    'GREEN  5 cases in 1.2 s (exit 0)\n',
  ],
  [
    { ...footer, exit: 3, notRun: 2, reasons: ['why'] },
    'INCOMPLETE  3 of 5 cases, 1 of them skipped, in 1.2 s (exit 3)\n  why\n',
  ],
  [
    { ...footer, exit: 130, reasons: ['interrupted'] },
    'INTERRUPTED  5 cases, 1 of them skipped, in 1.2 s (exit 130)\n  interrupted\n',
  ],
])('the verdict is the last line: %#', (last, ending) => {
  const text = drawn([header, passed, last]);
  expect(text.endsWith(`\n\n${ending}`)).toBe(true);
});

test('without a footer it is incomplete, whatever passed', () => {
  expect(drawn([header, passed])).toMatch(/INCOMPLETE {2}the run did not end \(exit 3\)\n$/);
});

test('colour is used where it is wanted only', () => {
  expect(drawn(run)).not.toContain('\x1b');
  const colored = drawn(run, { color: true });
  expect(colored).toContain('\x1b[31m');
  expect(colored.replace(/\x1b\[\d+m/g, '')).toBe(drawn(run));
});

test('an id cannot leave its quotes', () => {
  expect(rerunCommand({ ...erred, id: "a/b/it's" }, header)).toBe(
    "conform run --target 'exec:./adapter' --only 'a/b/it'\\''s'",
  );
});
