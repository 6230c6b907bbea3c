/** Runs cases in this process, against a target object or against plain codecs. */
import { defined } from '../../defined.js';
import { packageInfo } from '../../package.js';
import { structures } from '../../reference/structures.js';
import type { Case, Footer, Level, Line, Result, Target } from '../../suites/model.js';
import type { Protocol } from '../../suites/protocol.js';
import { protocols } from '../../suites/protocols.js';
import { casesOf } from '../../suites/registry.js';
import { run } from '../run.js';
import { type CodecObject, type CodecOptions, codecPort } from './codec_object.js';

export type { CodecPort } from '../../suites/codec.js';
export type {
  Case,
  Context,
  Footer,
  Header,
  Json,
  JsonObject,
  Level,
  Line,
  Ports,
  Result,
  Target,
  Verdict,
} from '../../suites/model.js';
export { type CodecObject, type CodecOptions, codecPort } from './codec_object.js';

export interface EngineOptions {
  readonly target: Target;
  /** Globs on ids of cases. Without them, all cases run. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  /** The weakest level that makes the run red. */
  readonly level?: Level;
  readonly seed?: number;
  /** How many cases run at once. */
  readonly jobs?: number;
  readonly signal?: AbortSignal;
  /** Your own cases. Without them, the cases of the package run. */
  readonly cases?: readonly Case[];
  /** Called with each line of the report stream as it happens. */
  readonly line?: (line: Line) => void;
}

export interface Ran {
  readonly results: readonly Result[];
  readonly footer: Footer;
}

/** The cases of these protocols, or of all protocols. */
export const caseList = (named?: readonly string[]): Case[] => casesOf(chosen(named));

const chosen = (named: readonly string[] | undefined): readonly Protocol[] =>
  protocols.filter(({ spec }) => named === undefined || named.includes(spec.protocol));

/**
 * Runs the cases against a target, and passes on each line of the report stream as it happens.
 *
 * @example
 * ```ts
 * import { codecTarget, runCases } from 'p2p-conform';
 *
 * const target = codecTarget({
 *   'tunnel/key-file': {
 *     decode: (_given, input) => {
 *       if (String(input).length !== 64) throw new Error('a key file has 32 bytes');
 *       return input;
 *     },
 *   },
 * });
 * const { footer, results } = await runCases({ target, only: ['tunnel/key-file/decode-*'], level: 'should' });
 * console.assert(footer.exit === 0 && results.length > 3);
 * ```
 */
export async function runCases(options: EngineOptions): Promise<Ran> {
  const { target, only, skip, level = 'must', seed = 1, jobs = 4, line = () => {} } = options;
  const results: Result[] = [];
  const footer = await run({
    cases: options.cases ?? caseList(target.protocols),
    targets: [{ target, rerun: '' }],
    ...defined({ only, skip }),
    level,
    seed,
    jobs,
    specs: chosen(target.protocols).map(({ spec: { protocol, title, version, sha256 } }) => ({
      protocol,
      title,
      version,
      sha256,
    })),
    tool: packageInfo(),
    signal: options.signal ?? new AbortController().signal,
    line(told) {
      if (told.kind === 'result') results.push(told);
      line(told);
    },
  });
  return { results, footer };
}

/**
 * Plain codecs as a target: an operation takes `given` and `input`, returns what it accepts, and throws for what it rejects.
 *
 * @example
 * ```ts
 * import { codecTarget } from 'p2p-conform/engine';
 * import { structure } from 'p2p-conform/reference/punch/token';
 *
 * const target = codecTarget({ 'punch/token': structure.operations });
 * console.assert(target.protocols?.includes('punch'));
 * ```
 */
export function codecTarget(
  codecs: Readonly<Record<string, CodecObject>>,
  options: CodecOptions & {
    readonly name?: string;
    readonly dialects?: Readonly<Record<string, string>>;
  } = {},
): Target {
  const names = Object.keys(codecs);
  const unknown = names.find((name) => !structures.has(name));
  if (unknown !== undefined) {
    throw new RangeError(
      `unknown structure "${unknown}": the structures are ${[...structures.keys()].join(', ')}`,
    );
  }
  const codec = codecPort(codecs, options);
  return {
    name: options.name ?? 'codecs',
    kind: 'embedded',
    capabilities: {
      structures: Object.fromEntries(names.map((name) => [name, Object.keys(codecs[name] ?? {})])),
    },
    ports: { codec: () => codec },
    protocols: [...new Set(names.map((name) => name.split('/')[0] ?? ''))],
    ...defined({ dialects: options.dialects }),
    concurrency: 16,
    production: false,
    close: async () => {},
  };
}
