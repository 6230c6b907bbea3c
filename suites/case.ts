import { defined } from '../defined.js';
import type { Case, Check, Context, Dialect, Expect, Json, Level, PortName, Ports } from './model.js';

/** Thrown by a port: the target does not offer what the case needs. Becomes a skip. */
export class Unclaimed extends Error {
  override readonly name = 'Unclaimed';
}

/** Thrown by a port: the target could not be asked. Becomes blocked, never a fail and never a pass. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** Thrown by a port: the target was asked and gave no answer (crash, hang, flood, garbage). Becomes a fail. */
export class Lost extends Error {
  override readonly name = 'Lost';
}

/** Thrown by `expect` after it has recorded a failed check. */
export class CheckFailed extends Error {
  override readonly name = 'CheckFailed';
}

/** A refusal without a control does not compile. */
export type Sorted =
  | { readonly expects: 'service'; readonly control?: never }
  | { readonly expects: 'refusal'; readonly control: string };

export interface CaseFields<K extends PortName> {
  id: string;
  title: string;
  requires: readonly string[];
  why: string;
  level?: Level;
  ports: readonly K[];
  dialect?: Dialect;
  waits?: number;
  harm?: string;
  phase?: 'last';
  deadline?: number;
  run(context: Context & Pick<Ports, K>): ReturnType<Case['run']>;
}

export type CaseDefinition<K extends PortName> = CaseFields<K> & Sorted;

const DEFAULT_DEADLINE = 30_000;

/** Makes a case from the record in its file. Protocol and section come from its id; `levelledBy` sets its level later. */
export function defineCase<K extends PortName>(definition: CaseDefinition<K>): Case {
  const [protocol, section, slug] = definition.id.split('/');
  if (!protocol || !section || !slug)
    throw new Error(`case id ${definition.id} is not protocol/section/slug`);
  return {
    level: 'must',
    deadline: DEFAULT_DEADLINE + (definition.waits ?? 0),
    ...definition,
    kind: 'live',
    protocol,
    section,
    run: definition.run,
  };
}

/** Records checks as they are made. The first one that fails ends the case. */
export function recordChecks(made: (check: Check) => void = () => {}): { expect: Expect; checks: Check[] } {
  const checks: Check[] = [];
  const record = (check: Check): void => {
    checks.push(check);
    made(check);
  };
  const expect: Expect = {
    that(what, holds, sides) {
      record({ what, ok: holds, ...sides });
      if (!holds) throw new CheckFailed(what);
    },
    equal(what, observed, expected) {
      const ok = sameJson(observed, expected);
      const offset = ok ? undefined : firstDifferentByte(observed, expected);
      record({ what, ok, expected, observed, ...defined({ offset }) });
      if (!ok) throw new CheckFailed(what);
    },
    each(what, items, holds, { expected, observed }) {
      const index = items.findIndex((item) => !holds(item));
      const ok = items.length > 0 && index === -1;
      record({
        what,
        ok,
        expected,
        observed: ok ? `${items.length} of them` : observedOf(items, index, observed),
      });
      if (!ok) throw new CheckFailed(what);
    },
  };
  return { expect, checks };
}

function observedOf<T>(items: readonly T[], index: number, observed: (item: T) => Json): Json {
  return items.length === 0 ? 'an empty list' : observed(items[index] as T);
}

/** Equality of JSON values. The order of members does not matter, and -0 equals 0. */
export function sameJson(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, i) => sameJson(item, b[i] as Json))
    );
  }
  const left = a as { [key: string]: Json };
  const right = b as { [key: string]: Json };
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && sameJson(left[key] as Json, right[key] as Json))
  );
}

const bytesText = /^(?:[0-9a-f]{2})+$/;

/** The index of the first different byte of two texts in hex; undefined for other values. */
export function firstDifferentByte(a: Json, b: Json): number | undefined {
  if (typeof a !== 'string' || typeof b !== 'string' || !bytesText.test(a) || !bytesText.test(b))
    return undefined;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at >> 1;
}
