import type { Check, Json, Observation } from '../suites/model.js';

/** What was seen as it may leave: every text that the target may have had a hand in goes through `redact`. */
export function redactObservation(observation: Observation, redact: (text: string) => string): Observation {
  const { reason } = observation;
  return {
    ...observation,
    checks: observation.checks.map((check) => redactCheck(check, redact)),
    ...(reason === undefined ? {} : { reason: redact(reason) }),
  };
}

function redactCheck(check: Check, redact: (text: string) => string): Check {
  const { expected, observed } = check;
  return {
    ...check,
    what: redact(check.what),
    ...(expected === undefined ? {} : { expected: redactJson(expected, redact) }),
    ...(observed === undefined ? {} : { observed: redactJson(observed, redact) }),
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
