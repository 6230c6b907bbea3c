import { defined, ifGiven } from '../defined.js';
import type { Check, Json, Observation } from '../suites/model.js';

/** Redacts an observation: every text that the target may have influenced goes through `redact`. */
export function redactObservation(observation: Observation, redact: (text: string) => string): Observation {
  const { reason } = observation;
  return {
    ...observation,
    checks: observation.checks.map((check) => redactCheck(check, redact)),
    ...defined({ reason: ifGiven(reason, redact) }),
  };
}

function redactCheck(check: Check, redact: (text: string) => string): Check {
  const { expected, observed } = check;
  return {
    ...check,
    what: redact(check.what),
    ...defined({
      expected: ifGiven(expected, (value) => redactJson(value, redact)),
      observed: ifGiven(observed, (value) => redactJson(value, redact)),
    }),
  };
}

export function redactJson(value: Json, redact: (text: string) => string): Json {
  if (typeof value === 'string') return redact(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => redactJson(one, redact));
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [redact(name), redactJson(one, redact)]),
  );
}
