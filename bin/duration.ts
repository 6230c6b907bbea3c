import { UsageError } from './command.js';

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `90s`, `5m`, `500ms`; a bare number is seconds. */
export function readDuration(option: string, text: string): number {
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  const ms = Number(amount) * (units[unit] ?? Number.NaN);
  if (!(ms > 0))
    throw new UsageError(`--${option}: "${text}" is not a duration: write one such as 90s, 5m or 500ms`);
  return ms;
}
