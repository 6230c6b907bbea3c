import { defined } from '../../../../defined.js';
import { DecodeError } from '../../../bytes/error.js';
import type { Rules } from './rules.js';
import type { CreateRequest } from './state.js';

const DEFAULT_LATENCY = 200;
const MAX_LATENCY = 30_000;
/** The stream of a session whose request lists none. The RFC has no default. */
const DEFAULT_STREAM = 'main';

/** The body of POST /api/session. Throws a DecodeError that names the member at fault. */
export function readCreateRequest(text: string, rules: Rules): CreateRequest {
  const { defaultTtl, maxTtl } = rules.timing;
  const body = rules.readBody(text);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new DecodeError('body');
  const member = (name: string): unknown => (Object.hasOwn(body, name) ? Reflect.get(body, name) : undefined);
  const name = member('name');
  if (!rules.isName(name)) throw new DecodeError('name');
  const ttl = rules.grantTtl(member('ttl'), defaultTtl, maxTtl);
  if (ttl === undefined) throw new DecodeError('ttl');
  const turnstileToken = member('turnstileToken');
  if (turnstileToken !== undefined && typeof turnstileToken !== 'string')
    throw new DecodeError('turnstileToken');
  return {
    name,
    streams: readStreams(member('streams'), rules),
    latency: readLatency(member('latency')),
    ttl,
    ...defined({ turnstileToken }),
  };
}

function readStreams(value: unknown, rules: Rules): readonly string[] {
  const { streams: most } = rules.limits;
  if (value === undefined) return [DEFAULT_STREAM];
  const listed = Array.isArray(value) && value.length >= 1 && value.length <= most;
  if (!listed || !value.every(rules.isName) || new Set(value).size !== value.length) {
    throw new DecodeError('streams');
  }
  return value;
}

function readLatency(value: unknown): number {
  if (value === undefined) return DEFAULT_LATENCY;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > MAX_LATENCY) {
    throw new DecodeError('latency');
  }
  return value;
}
