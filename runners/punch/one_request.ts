/** Sends one request of a case within the budget of the deployment, records it, and remembers the session that it makes. */
import { defined, ifGiven } from '../../defined.js';
import { Lost, Unreachable } from '../../suites/case.js';
import type { Context } from '../../suites/model.js';
import type { HttpAnswer, HttpRequest } from '../../suites/punch/port.js';
import { lookedAtLater } from './answered.js';
import { MOST_SILENT } from './contact.js';
import { LIMIT_HELP } from './limit_help.js';
import { requestOnce } from './request.js';
import type { Memory, TestedBroker } from './tested_broker.js';
import { findTokens } from './tokens.js';
import { showHeaders, type Transcript } from './transcript.js';

export interface Asker {
  readonly tested: TestedBroker;
  readonly memory: Memory;
  readonly transcript: Transcript;
  readonly signal: AbortSignal;
  /** Stops the clock of the case while it waits for its turn. */
  readonly inQueue: Context['inQueue'];
  /** Runs when the case has ended; never for a scenario that several cases share. */
  readonly defer: (teardown: () => unknown) => void;
}

const GIVEN_UP = `POST /api/session has returned nothing but 429 for long; ${LIMIT_HELP}`;

/** Gives up a target that has stopped answering, or that creates nothing. */
function refuseStalled({ contact, budget }: Memory, creates: boolean): void {
  if (creates && budget.isGivenUp) throw new Unreachable(GIVEN_UP, { cause: 429 });
  const silence = contact.silence();
  if (silence.length < MOST_SILENT) return;
  throw new Unreachable(`the target does not answer: ${silence[0]?.message ?? 'no reason was seen'}`);
}

export async function once(asker: Asker, request: HttpRequest, creates: boolean): Promise<HttpAnswer> {
  const { tested, memory, signal } = asker;
  const stop = () => refuseStalled(memory, creates);
  stop();
  const waits = creates && request.unbudgeted !== true;
  const turn = waits ? await asker.inQueue(memory.budget.take(request.source, signal, stop)) : undefined;
  const source = turn ? turn.source : request.source;
  stop();
  const record = asker.transcript.exchange();
  const headers = {
    ...defined({
      Authorization: ifGiven(request.token, (token) => `Bearer ${token}`),
      'Content-Type': ifGiven(request.body, () => 'application/json'),
    }),
    ...request.headers,
  };
  record('>', `${request.method} ${request.path}${showHeaders(headers)} ${request.body ?? ''}`);
  try {
    const asked = requestOnce({
      url: new URL(tested.url.origin + request.path),
      method: request.method,
      headers,
      patience: tested.stall,
      body: request.body,
      source,
      ca: tested.ca,
      signal: creates ? undefined : signal,
    });
    const answer = await (creates ? unlessAborted(outlived(tested, asked), signal) : asked);
    memory.contact.answered();
    record('<', `${answer.status}${showHeaders(answer.headers)} ${answer.text}`);
    if (request.method === 'DELETE') forget(tested, request, answer);
    if (answer.status === 429) turn?.limited(answer.headers['retry-after']);
    else if (answer.status >= 400 && answer.status < 500) turn?.rejected();
    else turn?.made();
    return answer;
  } catch (error) {
    const told = error instanceof Lost || error instanceof Unreachable;
    if (told && memory.contact.unanswered(error)) turn?.giveBack();
    record('<', error instanceof Error ? error.message : String(error));
    throw error;
  }
}

/** Waits for the end of a creation after its case has ended, and remembers its session. */
function outlived(tested: TestedBroker, asked: Promise<HttpAnswer>): Promise<HttpAnswer> {
  const remembered = asked.then((answer) => {
    remember(tested, answer);
    return answer;
  });
  const done = Promise.allSettled([remembered]).finally(() => {
    tested.creating.delete(done);
  });
  tested.creating.add(done);
  return remembered;
}

function remember({ sessions }: TestedBroker, { status, json }: HttpAnswer): void {
  if (status < 200 || status > 299) return;
  // One creation makes one session, even if a hostile answer names more.
  const admin = findTokens(json).find(({ claims }) => claims.role === 'admin');
  if (admin) sessions.set(admin.claims.session, admin.token);
}

/** A session that its case has deleted, or that its TTL has ended, is not deleted once more when the run ends. */
function forget({ sessions }: TestedBroker, { path, token }: HttpRequest, { status }: HttpAnswer): void {
  const name = /^\/api\/session\/([^/?]+)$/.exec(path)?.[1];
  const isGone = status === 404 || (status >= 200 && status < 300);
  if (name !== undefined && isGone && sessions.get(name) === token) sessions.delete(name);
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  lookedAtLater(work);
  if (signal.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
