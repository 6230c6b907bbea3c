/** Tests codecs with one systematic mistake each, with the vectors. */
import { vectorCases } from '../../../suites/codec.js';
import type { Case } from '../../../suites/model.js';
import type { Vector, VectorFile } from '../../../vectors/vector.js';
import { embeddedCodecs } from '../../embedded/codecs.js';
import { kills } from '../../kill.js';
import { tryCase } from '../../try_cases.js';
import type { Attempt, Scope, Trial } from '../trial.js';
import { apply, type SourceChange } from './change.js';
import { changesOf } from './operators.js';
import { functionsIn } from './reach.js';
import { changesIn, type SameChanges } from './same.js';
import { type Built, type Workshop, workshopOf } from './structures.js';

/** Modules that only wrap a codec for JSON. */
const BORDER = /(?:structures?|index)\.js$/;

/**
 * `same` lists changes that make no difference. A check that no vector tests belongs to no clause, so omitting it is no
 * mutant.
 */
export async function sourceTrials(
  protocol: string,
  files: readonly VectorFile[],
  same: SameChanges,
): Promise<readonly Trial[]> {
  const workshop = await workshopOf(protocol);
  const left = changesIn(same);
  const isReached = await reachedBy(workshop, files);
  return workshop.modules
    .filter(({ path }) => !BORDER.test(path))
    .flatMap(({ path, source }) => {
      const names = workshop.structuresWith(path);
      const concerned = files.filter(({ structure }) => names.includes(structure));
      const codes = codesOf(concerned);
      const inside = functionsIn(source);
      return changesOf(source)
        .filter(({ start, code }) => isReached(path, inside(start)) && (!code || codes.has(code)))
        .filter(({ name }) => !left.has(`${moduleOf(path)}/${name}`))
        .map((change) => trialOf({ protocol, path, source, change, concerned, workshop }));
    });
}

const codesOf = (files: readonly VectorFile[]): ReadonlySet<string> =>
  new Set(
    files.flatMap(({ vectors }) =>
      vectors.flatMap(({ expect }) => ('reject' in expect ? [expect.reject] : [])),
    ),
  );

/** Runs each vector once, and notes which functions ran. */
async function reachedBy(workshop: Workshop, files: readonly VectorFile[]) {
  const seen = new Set<string>();
  const structures = workshop.watched((path, at) => seen.add(`${path} ${at}`));
  const target = embeddedCodecs('watched', structures);
  for (const file of files) for (const one of vectorCases(file, undefined)) await tryCase(one, target);
  return (path: string, at: number | undefined): boolean => at === undefined || seen.has(`${path} ${at}`);
}

export const moduleOf = (path: string): string =>
  path.replace(/^reference\/[^/]+\//, '').replace(/\.js$/, '');

interface Sketch {
  readonly protocol: string;
  readonly path: string;
  readonly source: string;
  readonly change: SourceChange;
  readonly concerned: readonly VectorFile[];
  readonly workshop: Workshop;
}

function trialOf({ protocol, path, source, change, concerned, workshop }: Sketch): Trial {
  const module = moduleOf(path);
  const clause = clausesOf(change.code, concerned);
  return {
    path: `${protocol}/codec/source/${module}/${change.name}`,
    protocol,
    kind: 'codec',
    clause,
    what: `In ${module}, ${change.what}`,
    waits: 0,
    attempt: (scope) => put(workshop.build(path, apply(source, change)), concerned, { clause, scope }),
  };
}

/**
 * The clauses of the vectors that are rejected with this code, and of their twins. Without such a vector, the clauses
 * of all.
 */
function clausesOf(code: string | undefined, files: readonly VectorFile[]): readonly string[] {
  const vectors = files.flatMap((file) => file.vectors);
  const rejected = vectors.filter(({ expect }) => code && 'reject' in expect && expect.reject === code);
  const twins = new Set(rejected.map(({ twin }) => twin));
  const own: readonly Vector[] =
    rejected.length > 0 ? vectors.filter((one) => rejected.includes(one) || twins.has(one.id)) : vectors;
  return [...new Set(own.flatMap(({ requirements }) => requirements))];
}

/** Stops at the first vector that kills the mutant, because there are many mutants. */
async function put(
  wrong: Built,
  files: readonly VectorFile[],
  { clause, scope }: { readonly clause: readonly string[]; readonly scope: Scope },
): Promise<Attempt> {
  const target = embeddedCodecs('wrong', wrong.structures);
  const isOwn = ({ requires }: Case): boolean => requires.some((id) => clause.includes(id));
  const cases = files.flatMap((file) => vectorCases(file, wrong.structures.get(file.structure)));
  const finds = async (one: Case): Promise<boolean> => {
    wrong.startCount();
    const outcome = await tryCase(one, target);
    return kills(outcome, wrong.isEndless() ? { silent: true } : {});
  };
  for (const one of cases.filter(isOwn))
    if (await finds(one)) return { killers: [one.id], strays: [], faults: [] };
  if (scope === 'all')
    for (const one of cases.filter((other) => !isOwn(other)))
      if (await finds(one)) return { killers: [], strays: [one.id], faults: [] };
  return { killers: [], strays: [], faults: [] };
}
