/** What a search of histories tells: each disagreement as it is found, a fault of our own, and the sums. */
import { appendFileSync } from 'node:fs';
import { EXIT } from '../exit.js';
import { faultText, historyText, liveSummary, type ShownFault, type ShownHistory } from '../reports/fuzz.js';
import { quoteWord } from '../runners/exec/words.js';
import {
  fuzzLive,
  type LiveFault,
  type LiveFound,
  type LiveOptions,
  type LivePath,
  replayLive,
} from '../runners/fuzz/live.js';
import { draftedCase } from '../runners/fuzz/promote_history.js';
import { redactJson } from '../runners/redacted_observation.js';
import type { Json, Target } from '../suites/model.js';
import { print, tell } from './output.js';

interface Telling {
  readonly promote: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

interface Showing {
  found(found: LiveFound): ShownHistory;
  fault(fault: LiveFault): ShownFault;
}

const TELL_EVERY = 5_000;

export async function searched(
  limits: Omit<LiveOptions, 'found' | 'fault' | 'counts'>,
  path: LivePath | undefined,
  { json, quiet, promote }: Telling,
  shown: Showing,
): Promise<number> {
  const counts: LiveOptions['counts'] = { compared: 0, notCompared: 0, unsteady: 0 };
  const found: ShownHistory[] = [];
  const faults: ShownFault[] = [];
  const told: Promise<void>[] = [];
  const started = performance.now();
  const tick = (): void => {
    const limit = limits.target.waitingFor?.();
    if (limit !== undefined && counts.compared === 0) counts.why ??= `they wait for ${limit}`;
    const waits = limit === undefined ? '' : `, waiting for ${limit}`;
    if (!quiet)
      process.stderr.write(`${counts.compared} histories compared, ${found.length} found${waits}\n`);
  };
  const timer = setInterval(tick, TELL_EVERY).unref();
  const options: LiveOptions = {
    ...limits,
    counts,
    found(one) {
      const history = shown.found(one);
      found.push(history);
      if (promote !== undefined) appendFileSync(promote, draftedCase(history));
      if (!json) told.push(print(`${historyText(history, found.length)}\n`));
    },
    fault(one) {
      faults.push(shown.fault(one));
      tell(faultText(shown.fault(one)));
    },
  };
  if (path === undefined) await fuzzLive(options);
  else {
    const again = await replayLive(options, path);
    if (again) options.found(again);
  }
  clearInterval(timer);
  await Promise.all(told);
  const seconds = (performance.now() - started) / 1000;
  const { compared, notCompared, why } = counts;
  const summary = {
    ...{ compared, notCompared, why, seconds },
    counterexamples: found.length,
    seed: limits.seed,
  };
  await print(json ? `${JSON.stringify({ ...summary, found, faults }, null, 2)}\n` : liveSummary(summary));
  if (found.length > 0) return EXIT.failed;
  return faults.length > 0 || counts.compared === 0 ? EXIT.incomplete : EXIT.green;
}

/** What a target said may have its secrets in it. */
export function showing(target: Target, command: string, hide: (text: string) => string): Showing {
  const both = (text: string): string => hide(target.redact?.(text) ?? text);
  const seen = (value: Json | undefined): Json => redactJson(value ?? null, both);
  const fuzz = command.replace(' run --target ', ' fuzz --target ').replace(/ --seed \d+/, '');
  // A path is empty where the history failed while another was made shorter: its seed draws it again.
  const rerunOf = ({ model, seed, path, replayPath }: LivePath): string =>
    hide(
      `${fuzz} --seed ${seed} ${path === '' ? `--model ${model}` : `--path ${quoteWord(`${model}@${path}@${replayPath}`)}`}`,
    );
  return {
    found: (found) => ({
      model: found.model,
      what: both(found.failed.what),
      expected: seen(found.failed.expected),
      received: seen(found.failed.observed),
      commands: found.commands,
      shrunk: found.shrunk,
      rerun: rerunOf(found),
    }),
    fault: (fault) => ({
      model: fault.model,
      error: both(String(fault.error)),
      commands: fault.commands,
      seed: fault.seed,
      rerun: rerunOf(fault),
    }),
  };
}
