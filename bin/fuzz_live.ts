/** Stateful models before a live peer: which of them, and who may be asked. */
import { EXIT } from '../exit.js';
import { needPackages } from '../optional_package.js';
import type { LivePath } from '../runners/fuzz/live.js';
import type { LiveModel } from '../runners/fuzz/live_model.js';
import { selectorOf } from '../runners/plan.js';
import { liveModels } from '../runners/registry/fuzzed.js';
import { CODECS, kindOf } from '../runners/targets.js';
import { UsageError } from './command.js';
import { readConfig, type TargetSettings } from './config.js';
import { searched, showing } from './fuzz_histories.js';
import { mustBeAllowed, type Permission } from './fuzz_permission.js';
import { mustAnswer } from './fuzz_target.js';
import { hiding } from './hiding.js';
import { interruptible } from './interruptible.js';
import { writtenIn } from './target_options.js';
import { chooseTargets, openTargets } from './targets.js';

export interface PeerOptions extends Readonly<Record<string, unknown>>, Permission {
  readonly target: string;
  readonly against: string;
  readonly only: readonly string[] | undefined;
  readonly model: readonly string[] | undefined;
  readonly path: string | undefined;
  readonly seed: number | undefined;
  readonly corpus: string | undefined;
  readonly replay: string | undefined;
  readonly promote: string | undefined;
  readonly config: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

export interface Limits {
  readonly time: number;
  readonly runs: number;
  readonly most: number;
  readonly seed: number;
}

const textOf = (target: string, config: string | undefined): string =>
  readConfig(config)?.targets?.[target]?.target ?? target;

/** Whether the target is a live peer. A target that also has codecs counts as one only if a model is named. */
export function isLive(
  target: string,
  { model, path, config }: Pick<PeerOptions, 'model' | 'path' | 'config'>,
): boolean {
  const kind = kindOf(textOf(target, config));
  if (model !== undefined || path !== undefined) return true;
  return kind?.place !== undefined && !kind.codecs;
}

/** Rejects options that only codecs have, instead of ignoring them. */
function mustFit(given: PeerOptions, kind: ReturnType<typeof kindOf>): void {
  if (kind?.place === undefined)
    throw new UsageError(
      `--target: there is no stateful model of ${given.target}: name a live peer, or leave --model and --path out`,
    );
  const strangers = {
    only: [given.only, 'chooses structures: --model chooses models'],
    corpus: [given.corpus, 'holds inputs of codecs: --seed and --path name a history of a live peer'],
    replay: [given.replay, 'is an input of codecs: --seed and --path name a history of a live peer'],
    against: [
      given.against === 'reference' ? undefined : true,
      'compares codecs: a live peer is compared with a model',
    ],
  } as const;
  for (const [name, [value, why]] of Object.entries(strangers)) {
    if (value !== undefined) throw new UsageError(`--${name} ${why}; remove it`);
  }
  if (given.path !== undefined && given.seed === undefined)
    throw new UsageError('--path needs the --seed of its rerun line: add --seed N');
}

export async function fuzzPeer(given: PeerOptions, limits: Limits): Promise<number> {
  const config = readConfig(given.config);
  const chosen = chooseTargets([given.target], config, { options: writtenIn(given) }, () => CODECS);
  const [, settings] = chosen[0] as readonly [string, TargetSettings];
  mustFit(given, kindOf(settings.target));
  mustBeAllowed(settings, given);
  needPackages('fast-check');
  const { default: fc } = await import('fast-check');
  const models = await liveModels();
  const path = given.path === undefined ? undefined : readPath(given.path, limits.seed, models);
  const named = chosenModels(given.model, models);
  const hidden = hiding(chosen);
  const stop = interruptible();
  const names = Object.keys(config?.targets ?? {});
  try {
    const around = { seed: 0, config: given.config, names, signal: stop.signal };
    const [opened] = await openTargets(chosen, around).catch((error: unknown) => {
      throw hidden.error(error);
    });
    if (!opened) throw new Error('no target was opened');
    const { target } = opened;
    try {
      const asked = named.filter(({ port }) => target.ports[port] !== undefined);
      if (asked.length === 0)
        throw new UsageError(
          `--model: no chosen model is for ${target.name}: choose another, or leave --model out`,
        );
      await mustAnswer(target, stop.signal);
      const shower = showing(target, opened.rerun, hidden.text);
      const options = { fc, target, models: asked, ...limits, signal: stop.signal };
      const exit = await searched(options, path, given, shower);
      return stop.signal.aborted ? EXIT.interrupted : exit;
    } finally {
      await target.close();
    }
  } finally {
    stop.done();
  }
}

function chosenModels(
  named: readonly string[] | undefined,
  models: readonly LiveModel[],
): readonly LiveModel[] {
  if (named === undefined) return models;
  const all = models.map(({ name }) => name);
  const stray = named.find((glob) => !all.some(selectorOf({ only: [glob] })));
  if (stray !== undefined)
    throw new UsageError(`--model "${stray}" matches no model; known: ${all.join(', ')}`);
  return models.filter(({ name }) => selectorOf({ only: named })(name));
}

/** `MODEL@PATH@COMMANDS`, as a rerun line has it. */
function readPath(text: string, seed: number, models: readonly LiveModel[]): LivePath {
  const [, model = '', path = '', replayPath = ''] = /^([\w/-]+)@(\d+(?::\d+)*)@([\w+/:]*)$/.exec(text) ?? [];
  if (!models.some(({ name }) => name === model)) {
    throw new UsageError(`--path: "${text}" is not a path of a model: copy it from a rerun line`);
  }
  return { model, path, replayPath, seed };
}
