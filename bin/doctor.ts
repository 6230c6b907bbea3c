import type { Argv } from 'yargs';
import { EXIT } from '../exit.js';
import { columns } from '../reports/columns.js';
import { plain } from '../reports/escape.js';
import { plugins } from '../runners/registry/plugins.js';
import { machineNeeds } from '../runners/tools.js';
import type { Need, Target } from '../suites/model.js';
import { casesOf } from '../suites/registry.js';
import { claims } from './claims.js';
import type { GivenBy } from './command.js';
import { CONFIG_NAME, readConfig } from './config.js';
import { hiding } from './hiding.js';
import type { WrittenOptions } from './option_forms.js';
import { flag, string, strings } from './options.js';
import { print, width } from './output.js';
import { withTargetOptions, writtenIn } from './target_options.js';
import { chooseTargets, openTargets } from './targets.js';

type Options = GivenBy<typeof options>;

const PATIENCE = 60_000;

export const options = (yargs: Argv) =>
  withTargetOptions(yargs)
    .option(
      'target',
      strings('a target to check, written as for run (repeatable); without it, only this machine is checked'),
    )
    .option('config', string(`config with named targets; default ${CONFIG_NAME}`))
    .option('json', flag('print data instead of a table'))
    .example('$0 doctor', 'check this machine; codecs need nothing but node')
    .epilogue('Exit code 0: nothing is missing. 3: something is missing, or a target cannot be tested.');

interface Examined {
  readonly target: string;
  readonly cases: number;
  readonly needs: readonly Need[];
}

export async function run({ target, config: file, json, ...given }: Options): Promise<number> {
  const machine = await machineNeeds(plugins.flatMap(({ tools = [] }) => tools));
  const targets = target === undefined ? [] : await examine(target, file, writtenIn(given));
  const missing = targets.flatMap(({ needs }) => needs).filter(({ ok }) => !ok).length;
  const idle = targets.filter(({ cases }) => cases === 0).length;
  const whole = machine.find(({ what }) => what === 'node')?.ok === true && missing + idle === 0;
  if (json) await print(`${JSON.stringify({ machine, targets }, null, 2)}\n`);
  else {
    await print(`This machine\n${table(machine)}`);
    for (const { target, cases, needs } of targets)
      await print(`\n${plain(target, 200)}: ${heading(cases, needs)}\n${table(needs)}`);
  }
  return whole ? EXIT.green : EXIT.incomplete;
}

async function examine(
  named: readonly string[],
  file: string | undefined,
  options: WrittenOptions,
): Promise<readonly Examined[]> {
  const config = readConfig(file);
  const signal = AbortSignal.timeout(PATIENCE);
  const names = Object.keys(config?.targets ?? {});
  const chosen = chooseTargets(named, config, { options }, () => 'reference');
  const hidden = hiding(chosen);
  const opened = await openTargets(chosen, { seed: 0, config: file, names, signal });
  try {
    return await Promise.all(
      opened.map(async ({ target }) => {
        const needs = ((await target.needs?.(signal)) ?? []).map(hidden.need);
        return { target: target.name, cases: casesFor(target), needs };
      }),
    );
  } finally {
    await Promise.all(opened.map(({ target }) => target.close()));
  }
}

const heading = (cases: number, needs: readonly Need[]): string =>
  needs.every(({ ok }) => ok)
    ? `${cases} cases apply, and everything they need is here`
    : `${cases} cases apply, but something they need is missing`;

const casesFor = (target: Target): number =>
  casesOf().filter(
    ({ id, ports, protocol }) =>
      (target.protocols === undefined || target.protocols.includes(protocol)) &&
      ports.every((port) => target.ports[port]) &&
      (!ports.includes('codec') || claims(target, id)),
  ).length;

const table = (needs: readonly Need[]): string =>
  columns(
    needs.map(({ what, for: why, ok, seen, lines = [], mend }) => [
      ok ? '  ok' : '  --',
      what,
      [
        plain(seen, 300),
        ...lines.map((line) => `stderr: ${plain(line, 200)}`),
        ...(ok ? [] : [`needed for ${why}`, ...(mend === undefined ? [] : [`fix: ${mend}`])]),
      ].join('\n'),
    ]),
    width(),
  );
