/** Requests of one case: within the budget of the deployment, recorded, and with what they make remembered. */
import { Lost, Unclaimed, Unreachable } from '../../suites/case.js';
import type { HttpAnswer, HttpRequest, PunchPort } from '../../suites/punch/port.js';
import { lookedAtLater } from './answered.js';
import { type Deployment, type Memory, MOST_SILENT, type NameMember } from './deployment.js';
import { readJson } from './lenient_json.js';
import { ask } from './request.js';
import { findTokens } from './tokens.js';
import { current, showHeaders, type Transcript } from './transcript.js';

const MOST_RETRIES = 10;

export interface Asker {
  readonly deployment: Deployment;
  readonly memory: Memory;
  readonly transcript: Transcript;
  readonly signal: AbortSignal;
  readonly freshName: () => string;
}

/** A target that never answers is not waited for again and again. */
function refuseStalled({ silence }: Memory): void {
  if (silence.length < MOST_SILENT) return;
  throw new Unreachable(`the target does not answer: ${silence[0]?.message ?? 'no reason was seen'}`);
}

export async function http(asker: Asker, request: HttpRequest): Promise<HttpAnswer> {
  const creates = request.method === 'POST' && /^\/api\/session\/?$/.test(request.path);
  if (!creates) return once(asker, request, false);
  const { memory } = asker;
  const as = (member: NameMember) => creation(asker, named(request, member));
  const answer = await as(memory.nameMember ?? 'name');
  if (memory.nameMember) return answer;
  if (answer.status === 201) memory.nameMember = 'name';
  if (answer.status !== 400 && answer.status !== 422) return answer;
  // Section 7 calls the name `session`: so may a body.
  const other = await as('session');
  if (other.status !== 201) return answer;
  memory.nameMember = 'session';
  return other;
}

async function creation(asker: Asker, request: HttpRequest): Promise<HttpAnswer> {
  const patient = request.unbudgeted !== true && request.source === undefined;
  let answer = await once(asker, request, true);
  // The budget was wrong, and the 429 has just said so: wait as long as it wants.
  for (let i = 0; i < MOST_RETRIES && patient && answer.status === 429; i++)
    answer = await once(asker, request, true);
  return answer;
}

/** The same request with the name of the session in this member; as it was where it is no creation with a name. */
function named(request: HttpRequest, member: NameMember): HttpRequest {
  const body = readJson(request.body ?? '');
  if (member === 'name' || typeof body !== 'object' || body === null || !Object.hasOwn(body, 'name'))
    return request;
  const { name, ...rest } = body as { readonly name: unknown };
  return { ...request, body: JSON.stringify({ [member]: name, ...rest }) };
}

async function once(asker: Asker, request: HttpRequest, creates: boolean): Promise<HttpAnswer> {
  const { deployment, memory, signal } = asker;
  const stop = () => refuseStalled(memory);
  stop();
  const waits = creates && request.unbudgeted !== true;
  const turn = waits ? await memory.budget.take(request.source, signal, stop) : undefined;
  const source = turn ? turn.source : request.source;
  stop();
  const record = current(asker.transcript).exchange();
  const headers = {
    ...(request.token === undefined ? {} : { Authorization: `Bearer ${request.token}` }),
    ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...request.headers,
  };
  record('>', `${request.method} ${request.path}${showHeaders(headers)} ${request.body ?? ''}`);
  try {
    const asked = ask({
      url: new URL(deployment.url.origin + request.path),
      method: request.method,
      headers,
      patience: deployment.stall,
      ...(request.body === undefined ? {} : { body: request.body }),
      ...(source === undefined ? {} : { source }),
      ...(deployment.ca === undefined ? {} : { ca: deployment.ca }),
      ...(creates ? {} : { signal }),
    });
    const answer = await (creates ? unlessAborted(outlived(deployment, asked), signal) : asked);
    memory.silence.length = 0;
    deployment.answered++;
    record('<', `${answer.status}${showHeaders(answer.headers)} ${answer.text}`);
    if (answer.status === 429) turn?.limited(answer.headers['retry-after']);
    // What was refused is no session. Whoever counts it all the same says so with a 429.
    else if (answer.status >= 400 && answer.status < 500) turn?.giveBack();
    else turn?.made();
    return answer;
  } catch (error) {
    const told = error instanceof Lost || error instanceof Unreachable;
    if (told && memory.silence.push(error) <= MOST_SILENT) turn?.giveBack();
    record('<', error instanceof Error ? error.message : String(error));
    throw error;
  }
}

/** A creation is seen to its end, and its session remembered. */
function outlived(deployment: Deployment, asked: Promise<HttpAnswer>): Promise<HttpAnswer> {
  const remembered = asked.then((answer) => {
    remember(deployment, answer);
    return answer;
  });
  const done = Promise.allSettled([remembered]).finally(() => {
    deployment.creating.delete(done);
  });
  deployment.creating.add(done);
  return remembered;
}

function remember({ sessions }: Deployment, { status, json }: HttpAnswer): void {
  if (status < 200 || status > 299) return;
  // One session was made, however many a hostile answer names.
  const admin = findTokens(json).find(({ claims }) => claims.role === 'admin');
  if (admin) sessions.set(admin.claims.session, admin.token);
}

export async function create(
  asker: Asker,
  ...[body = {}, options = {}]: Parameters<PunchPort['create']>
): Promise<HttpAnswer & { name: string }> {
  const name = typeof body['name'] === 'string' ? body['name'] : asker.freshName();
  const { turnstileToken } = asker.deployment;
  const whole = { name, ...(turnstileToken === undefined ? {} : { turnstileToken }), ...body };
  const asked = { method: 'POST', path: '/api/session', body: JSON.stringify(whole), ...options };
  const answer = await http(asker, asked);
  if (wantsTurnstile(answer)) {
    const given =
      turnstileToken === undefined ? 'see --turnstile-token' : 'and not that of --turnstile-token';
    throw new Unclaimed(`the deployment wants a Turnstile token: ${given}`);
  }
  return { ...answer, name };
}

/** RFC 5.4: a deployment that does so is as it may be, and makes no session for us. */
const wantsTurnstile = ({ status, json }: HttpAnswer): boolean =>
  status === 403 &&
  typeof json === 'object' &&
  json !== null &&
  Reflect.get(json, 'error') === 'TURNSTILE_FAILED';

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  lookedAtLater(work);
  if (signal.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
