/**
 * The vectors as tests of a test runner: `describeVectors('punch/token', codec)` in vitest, jest, mocha or node:test.
 * Each vector is one test. A vector that does not run is a skipped test whose name says why.
 */
import { defined } from '../../defined.js';
import { LEVELS } from '../../suites/levelled.js';
import type { Case, Check, Level } from '../../suites/model.js';
import { protocols } from '../../suites/protocols.js';
import { vectorSets } from '../../suites/records.js';
import { casesOf } from '../../suites/registry.js';
import type { VectorRecord, VectorSet } from '../../vectors/record.js';
import { type Judgement, judge, judgeBesideControl } from '../judge.js';
import { runCase } from '../run_case.js';
import type { CodecObject, CodecOptions } from './codec_object.js';
import { differing } from './differing.js';
import { codecTarget } from './engine.js';

type Test = (name: string, body: () => Promise<void> | void) => unknown;

/** The functions that all these test runners have. */
export interface TestApi {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: Test & { readonly skip: Test };
}

export interface DescribeOptions extends CodecOptions {
  /** The weakest level that is tested. The default is `must`. */
  readonly level?: Level;
  /** The reading of the specification that the codec follows. The default is the literal one. */
  readonly dialect?: string;
  /** Selects vectors by their ids. */
  readonly only?: (id: string) => boolean;
  /** The functions of the test runner. The default is the runner of the process. */
  readonly api?: TestApi;
}

export type { CodecObject, CodecOptions } from './codec_object.js';

const running = await findApi();

/** Globals come first: jest, mocha and vitest with `globals` have them. */
async function findApi(): Promise<TestApi> {
  const globals = globalThis as Partial<TestApi>;
  if (globals.describe && globals.it) return { describe: globals.describe, it: globals.it };
  return '__vitest_worker__' in globalThis ? import('vitest') : import('node:test');
}

/** A judgement, and the check that failed. */
type Asked = Judgement & { readonly failed?: Check };

/**
 * Makes a test of each vector of a structure, in vitest, jest, mocha or node:test. Operations that the codec lacks are skipped.
 *
 * @example
 * ```ts
 * import { describeVectors } from 'p2p-conform/vitest';
 * import { structure } from 'p2p-conform/reference/openhost/frame';
 *
 * describeVectors('openhost/frame', structure.operations, { level: 'should' });
 * ```
 */
export function describeVectors(structure: string, codec: CodecObject, options: DescribeOptions = {}): void {
  const { describe, it } = options.api ?? running;
  const target = codecTarget({ [structure]: codec }, options);
  const [set, cases] = vectorsOf(structure);
  const operations = [...new Set(set.vectors.map(({ op }) => op))];
  if (!operations.some((op) => typeof codec[op] === 'function'))
    throw new RangeError(`the codec has none of the operations of ${structure}: ${operations.join(', ')}`);
  const judged = new Map<string, Promise<Asked>>();

  async function judgement(id: string) {
    const known = judged.get(id);
    if (known) return known;
    const fresh = askOnce(id);
    judged.set(id, fresh);
    return fresh;
  }

  async function askOnce(id: string): Promise<Asked> {
    const one = cases.get(id) as Case;
    const { observation } = await runCase(one, target, {
      seed: 1,
      signal: new AbortController().signal,
    });
    const own = { ...judge(observation), ...defined({ failed: observation.checks.find(({ ok }) => !ok) }) };
    if (one.control !== undefined) return judgeBesideControl(own, one.control, await judgement(one.control));
    return own;
  }

  describe(structure, () => {
    for (const vector of set.vectors) {
      if (options.only && !options.only(vector.id)) continue;
      const name = `${vector.id}: ${vector.title}`;
      const why = leftOut(vector, set, codec, options);
      if (why !== undefined) it.skip(`${name} (skipped: ${why})`, () => {});
      else {
        it(name, async () => {
          const asked = await judgement(vector.id);
          if (asked.verdict !== 'pass') throw new Error(failureOf(vector, asked));
        });
      }
    }
  });
}

function vectorsOf(structure: string): [VectorSet, ReadonlyMap<string, Case>] {
  const chosen = protocols.filter(({ spec }) => structure.startsWith(`${spec.protocol}/`));
  const set = vectorSets(chosen).find((one) => one.structure === structure);
  if (!set) throw new RangeError(`the structure "${structure}" has no vectors`);
  return [set, new Map(casesOf(chosen).map((one) => [one.id, one]))];
}

function leftOut(
  { op, level, dialect }: VectorRecord,
  { dialects }: VectorSet,
  codec: CodecObject,
  options: DescribeOptions,
): string | undefined {
  const wanted = options.level ?? 'must';
  const spoken = options.dialect ?? dialects?.[0];
  if (typeof codec[op] !== 'function') return `the codec has no operation "${op}"`;
  if (LEVELS.indexOf(level) > LEVELS.indexOf(wanted)) return `its level is ${level}`;
  if (dialect !== undefined && dialect !== spoken) return `it belongs to the dialect "${dialect}"`;
  return undefined;
}

const failureOf = ({ why, clauses }: VectorRecord, { verdict, reason = '', failed }: Asked): string =>
  [
    ...(failed === undefined ? [verdict === 'fail' ? reason : `${verdict}: ${reason}`] : linesOf(failed)),
    ...clauses.map(({ id, level, text }) => `${id} (${level}): ${text}`),
    `why it matters: ${why}`,
  ].join('\n');

function linesOf({ what, expected, observed }: Check): readonly string[] {
  const place = differing(expected, observed);
  return [
    `failed: ${what}`,
    ...(expected === undefined ? [] : [`expected: ${JSON.stringify(expected)}`]),
    ...(observed === undefined ? [] : [`received: ${JSON.stringify(observed)}`]),
    ...(place === undefined ? [] : [place]),
  ];
}
