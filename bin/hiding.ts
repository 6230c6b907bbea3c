/** Hides given secrets in every output: reports, rerun lines, errors and tables. */
import { defined } from '../defined.js';
import { quoteWord } from '../runners/exec/words.js';
import { isSecret, secretsIn } from '../runners/redacted_command.js';
import { redactJson, redactObservation } from '../runners/redacted_observation.js';
import { type Hide, hider } from '../runners/secrets.js';
import { targetOptions } from '../runners/targets.js';
import type { Header, Line, Need, Result } from '../suites/model.js';
import type { TargetSettings } from './config.js';
import { readBy, type Written } from './option_forms.js';

export interface Hiding {
  text(text: string): string;
  line(line: Line): Line;
  need(need: Need): Need;
  /** The same error, with another message. */
  error(error: unknown): unknown;
}

/** Hides the secrets of these targets and their options. */
export function hiding(chosen: readonly (readonly [name: string, settings: TargetSettings])[]): Hiding {
  const hide = hider(
    chosen.flatMap(([, { target, options }]) => [
      ...secretsIn(target),
      ...Object.entries(options).flatMap(([name, written]) => secretsOf(name, written)),
    ]),
  );
  return hide === undefined ? OPEN : hidingBy(hide);
}

/** Hides the secrets in a command line, for messages before it is parsed. */
export const withoutSecrets = (words: readonly string[]): Hide =>
  hider([...words.flatMap(secretsIn), ...secretsIn(words.map(quoteWord).join(' '))]) ?? OPEN.text;

const OPEN: Hiding = {
  text: (text) => text,
  line: (line) => line,
  need: (need) => need,
  error: (error) => error,
};

function secretsOf(name: string, written: Written): readonly string[] {
  const option = targetOptions[name];
  const items = [written].flat().map(String);
  if (option?.form === 'secret') {
    const { [name]: value } = readBy({ [name]: option }, { [name]: written });
    return value instanceof Uint8Array ? [Buffer.from(value).toString()].filter(isLong) : [];
  }
  if (option?.form === 'variables') {
    const { [name]: variables = {} } = readBy({ [name]: option }, { [name]: written });
    return Object.entries(variables).flatMap(([variable, value]) => (isSecret(variable) ? [value] : []));
  }
  return items.flatMap(secretsIn);
}

/** A shorter secret would match other text by chance. */
const isLong = (secret: string): boolean => secret.length >= 8;

function hidingBy(hide: Hide): Hiding {
  return {
    text: hide,
    line(line) {
      if (line.kind === 'header') return headerBy(hide, line);
      if (line.kind === 'result') return resultBy(hide, line);
      return { ...line, reasons: line.reasons.map(hide) };
    },
    need: (need) => ({
      ...need,
      seen: hide(need.seen),
      ...defined({ lines: need.lines?.map(hide) }),
    }),
    error(error) {
      if (error instanceof Error) error.message = hide(error.message);
      return error;
    },
  };
}

const headerBy = (hide: Hide, header: Header): Header => ({
  ...header,
  targets: header.targets.map((target) => ({
    ...target,
    capabilities: redactJson(target.capabilities, hide),
    rerun: hide(target.rerun),
    ...defined({ remarks: target.remarks?.map(hide) }),
  })),
});

/** Ids and titles come from this project, so they hold no secrets. */
function resultBy(hide: Hide, result: Result): Result {
  const { reason, checks, evidence } = result;
  const seen = redactObservation({ ended: 'seen', checks: checks ?? [], ...defined({ reason }) }, hide);
  return {
    ...result,
    ...defined({
      reason: seen.reason,
      checks: checks && seen.checks,
      evidence: evidence?.map(({ name, text }) => ({ name, text: hide(text) })),
    }),
  };
}
