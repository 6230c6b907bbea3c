import { createHash } from 'node:crypto';
import { add, EXIT, emptySums, exitOf, type Sums } from '../exit.js';
import type { Footer, Header, Line, Plan } from '../suites/model.js';
import { readStream, type StreamEnd } from './stream_read.js';

/** The recordings are not shards of one run. */
export class CannotMerge extends Error {
  override readonly name = 'CannotMerge';
}

interface Shard extends StreamEnd {
  readonly path: string;
  readonly header: Header;
  readonly index: number;
  readonly of: number;
}

/**
 * Merges the shards of one run: their results, one shard after the other, and one footer. A missing or incomplete shard
 * keeps the run from being green. Each file is read twice, so that nothing is shown of a damaged one.
 */
export function mergeShards(paths: readonly string[], take: (line: Line) => void): Footer {
  const shards = paths.map(openShard).sort((a, b) => a.index - b.index);
  const [first] = shards;
  if (!first) throw new CannotMerge('there is nothing to merge: name the recordings of the shards');
  mustFit(first, shards);
  const plan = unionOf(shards.map(({ header }) => header.plan));
  const { shard: _, ...whole } = first.header;
  take({ ...whole, plan, started: shards.map(({ header }) => header.started).sort()[0] ?? whole.started });
  const sums = emptySums();
  for (const { path } of shards) {
    readStream(path, (line) => {
      if (line.kind !== 'result') return;
      add(sums, line);
      take(line);
    });
  }
  const footer = footerOf(shards, plan, whole, sums);
  take(footer);
  return footer;
}

function openShard(path: string): Shard {
  const end = readStream(path);
  const { header } = end;
  if (!header) throw new CannotMerge(`${path}: ${end.reason}`);
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(header.shard ?? '') ?? [];
  if (!(Number(index) <= Number(of)))
    throw new CannotMerge(`${path} is not a shard: run each part with --shard I/N`);
  return { ...end, path, header, index: Number(index), of: Number(of) };
}

function mustFit(first: Shard, shards: readonly Shard[]): void {
  const settings = ({ header, of }: Shard): readonly (readonly [what: string, value: unknown])[] => [
    ['number of shards', of],
    ['version of conform', header.tool.version],
    ['--target', header.targets.map(({ name }) => name)],
    ['--seed', header.seed],
    ['--level', header.level],
    ['--requirements', header.requirements],
    ['--profile', header.profile],
    ['--repeat', header.repeat],
    ['text of a specification', header.specs],
    ['text of vectors or waivers', header.inputs],
  ];
  for (const shard of shards) {
    const own = settings(shard);
    const other = settings(first).find(
      ([, value], at) => JSON.stringify(value) !== JSON.stringify(own[at]?.[1]),
    );
    if (other)
      throw new CannotMerge(
        `${shard.path} had another ${other[0]} than ${first.path}: merge shards of one run`,
      );
    const same = shards.find((one) => one !== shard && one.index === shard.index);
    if (same)
      throw new CannotMerge(
        `${shard.path} and ${same.path} are both shard ${shard.index}/${shard.of}: name each shard once`,
      );
  }
}

function unionOf(plans: readonly Plan[]): Plan {
  const targets = plans[0]?.cases.map(({ target }) => target) ?? [];
  const cases = targets.map((target, at) => ({
    target,
    ids: plans.flatMap((plan) => plan.cases[at]?.ids ?? []),
  }));
  return { hash: createHash('sha256').update(JSON.stringify(cases)).digest('hex'), cases };
}

function footerOf(
  shards: readonly Shard[],
  plan: Plan,
  { repeat, targets }: Pick<Header, 'repeat' | 'targets'>,
  sums: Sums,
): Footer {
  const { counts, gating } = sums;
  const planned = plan.cases.reduce((sum, { ids }) => sum + ids.length, 0) * repeat;
  const notRun = planned - Object.values(counts).reduce((sum, each) => sum + each, 0);
  const failed = shards.flatMap(({ footer, index, of }) =>
    footer?.exit === EXIT.failed ? footer.reasons.map((reason) => `shard ${index}/${of}: ${reason}`) : [],
  );
  const cut = shards.flatMap(({ complete, index, of, reason }) =>
    complete ? [] : [`shard ${index}/${of}: ${reason}`],
  );
  const incomplete = [...missingOf(shards), ...cut];
  const { exit, reasons } = exitOf({ sums, targets, planned, notRun, failed, incomplete });
  return {
    kind: 'footer',
    planHash: plan.hash,
    counts,
    gating,
    planned,
    notRun,
    exit,
    reasons,
    ...waiversOf(shards),
    ms: Math.max(...shards.map(({ footer }) => footer?.ms ?? 0)),
  };
}

function waiversOf(shards: readonly Shard[]): Pick<Footer, 'waivers'> {
  const used = shards.flatMap(({ footer }) => footer?.waivers ?? []);
  if (used.length === 0) return {};
  const expiring = new Map(used.flatMap((one) => one.expiring.map((each) => [each.id, each] as const)));
  return {
    waivers: { fails: used.reduce((sum, { fails }) => sum + fails, 0), expiring: [...expiring.values()] },
  };
}

function missingOf(shards: readonly Shard[]): string[] {
  const of = shards[0]?.of ?? 0;
  const there = new Set(shards.map(({ index }) => index));
  return Array.from({ length: of }, (_, at) => at + 1)
    .filter((index) => !there.has(index))
    .map((index) => `shard ${index}/${of} is missing`);
}
