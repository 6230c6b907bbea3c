/** A recording of any length with a realistic mix of results: of 100, 95 pass, 3 are skipped and 2 fail. */
import type { Header, Line, Result } from '../suites/model.js';

const TARGET = 'exec:./adapter';
const HEX = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';

export function* streamOf(count: number): Generator<Line> {
  const results = Array.from({ length: count }, (_, at) => resultAt(at));
  const counts = { pass: 0, fail: 0, skip: 0, blocked: 0, error: 0 };
  for (const { verdict } of results) counts[verdict]++;
  yield headerOf(results.map(({ id }) => id));
  yield* results;
  yield {
    kind: 'footer',
    planHash: 'bench',
    counts,
    gating: counts.fail,
    planned: count,
    notRun: 0,
    exit: 1,
    reasons: [`${counts.fail} gating cases failed`],
    ms: count,
  };
}

const headerOf = (ids: readonly string[]): Header => ({
  kind: 'header',
  format: 1,
  tool: { name: 'p2p-conform', version: '0' },
  specs: [],
  seed: 1,
  level: 'must',
  profile: 'full',
  targets: [
    {
      name: TARGET,
      kind: 'exec',
      capabilities: null,
      dialects: {},
      rerun: `conform run --target '${TARGET}'`,
    },
  ],
  plan: { hash: 'bench', cases: [{ target: TARGET, ids }] },
  repeat: 1,
  started: '2026-01-01T00:00:00.000Z',
});

function resultAt(at: number): Result {
  const section = `${1 + (at % 9)}.${1 + (at % 5)}`;
  const passed: Result = {
    kind: 'result',
    target: TARGET,
    id: `bench/structure-${at % 40}/decode-case-${at}`,
    title: `a field of ${at} bytes behind the header is accepted`,
    section,
    requires: [`BENCH-${section}-${1 + (at % 12)}`],
    level: 'must',
    verdict: 'pass',
    gates: true,
    why: 'A peer that rejects it cannot talk to one that sends it, and nobody sees why.',
    ms: at % 20,
    at,
  };
  if (at % 100 < 3)
    return { ...passed, verdict: 'skip', reason: 'the adapter does not claim bench/structure' };
  if (at % 50 !== 49) return passed;
  return {
    ...passed,
    verdict: 'fail',
    reason: 'has the expected value',
    checks: [
      {
        what: 'has the expected value',
        ok: false,
        expected: HEX.repeat(4),
        observed: `${HEX.repeat(3)}00`,
        offset: 48,
      },
    ],
    evidence: [
      { name: 'operation', text: 'bench/structure decode' },
      { name: 'given', text: '{}' },
      { name: 'input', text: HEX.repeat(6) },
    ],
  };
}
