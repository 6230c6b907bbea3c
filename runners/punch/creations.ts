/** Sends POST /api/session in the form that the deployment accepts. */
import { defined } from '../../defined.js';
import { Unclaimed, Unreachable } from '../../suites/case.js';
import type { JsonObject } from '../../suites/model.js';
import type { HttpAnswer, HttpRequest, PunchPort } from '../../suites/punch/port.js';
import { type CreationForm, laidOut } from './creation_form.js';
import { isObject } from './json_place.js';
import { readJson } from './lenient_json.js';
import { LIMIT_HELP } from './limit_help.js';
import { type Asker, once } from './one_request.js';
import { isOfGateway } from './patiently.js';
import type { Made } from './session.js';
import { streamsShown } from './streams.js';
import { findTokens } from './tokens.js';

const MOST_RETRIES = 10;
const MOST_LOST = 2;

/** Returns the answer to a creation. Until one is granted, the usual forms are tried one after another. */
export async function post(asker: Asker, request: HttpRequest): Promise<HttpAnswer> {
  const { forms } = asker.memory;
  const body = bodyOf(request);
  const namesStreams = body !== undefined && Object.hasOwn(body, 'streams');
  let refused: HttpAnswer | undefined;
  for (const form of body === undefined ? forms.toTry(true).slice(0, 1) : forms.toTry(namesStreams)) {
    const answer = await creation(asker, formed(request, form));
    if (answer.status === 201) forms.granted({ form, namesStreams, showsStreams: showsStreams(answer) });
    refused ??= answer;
    if (answer.status === 201 || !isUnreadable(refused)) return answer;
  }
  return refused ?? creation(asker, request);
}

/** Whether the broker rejects the form of the body, or a value in it. */
const isUnreadable = ({ status }: HttpAnswer): boolean => status === 400 || status === 422;

/** Whether the answer names a stream. */
const showsStreams = (answer: HttpAnswer): boolean =>
  streamsShown(answer).length > 0 || findTokens(answer.json).some(({ claims }) => Boolean(claims.stream));

async function creation(asker: Asker, request: HttpRequest): Promise<HttpAnswer> {
  const patient = request.unbudgeted !== true && request.source === undefined;
  let answer = await once(asker, request, true);
  let lost = false;
  for (let i = 0; i < MOST_RETRIES; i++) {
    const fromGateway = isOfGateway(answer);
    lost ||= fromGateway;
    // The budget assumed too much: the next turn waits as long as the 429 says.
    if (!fromGateway && !(patient && answer.status === 429)) break;
    if (fromGateway && i >= MOST_LOST) break;
    answer = await once(asker, request, true);
  }
  // The case is about something else, and would take the 429 for the answer to its own question.
  if (patient && answer.status === 429)
    throw new Unreachable(`POST /api/session returned 429, also to ${MOST_RETRIES} retries; ${LIMIT_HELP}`, {
      cause: 429,
    });
  // A gateway may have lost the answer to a creation that took place. Then we hold the name ourselves.
  if (isOfGateway(answer) || (lost && answer.status === 409))
    throw new Unreachable(`a server in front of the broker lost the answer to a creation (${answer.status})`);
  return answer;
}

/** The request with its body in this form; unchanged if the body has no name. */
function formed(request: HttpRequest, form: CreationForm): HttpRequest {
  const body = bodyOf(request);
  return body === undefined ? request : { ...request, body: JSON.stringify(laidOut(form, body)) };
}

/** The members of a creation; undefined if the body is not one, which some cases send on purpose. */
function bodyOf({ body }: HttpRequest): JsonObject | undefined {
  const value = readJson(body ?? '');
  return isObject(value) && Object.hasOwn(value, 'name') ? value : undefined;
}

export async function create(
  asker: Asker,
  ...[body = {}, options = {}]: Parameters<PunchPort['create']>
): Promise<Made> {
  const { tested, memory } = asker;
  const name = typeof body['name'] === 'string' ? body['name'] : tested.freshName();
  const { turnstileToken } = tested;
  const whole = { name, ...defined({ turnstileToken }), ...body };
  const asked = { method: 'POST', path: '/api/session', body: JSON.stringify(whole), ...options };
  const answer = await post(asker, asked);
  if (wantsTurnstile(answer)) {
    const given =
      turnstileToken === undefined ? 'add --turnstile-token' : 'it rejects the one of --turnstile-token';
    throw new Unclaimed(`the deployment requires a Turnstile token: ${given}`);
  }
  const form = memory.forms.current();
  return { ...answer, name, sent: form ? laidOut(form, whole) : whole };
}

/** RFC 5.4 allows a deployment to require a token. Without one it creates no session for us. */
const wantsTurnstile = ({ status, json }: HttpAnswer): boolean =>
  status === 403 && isObject(json) && json['error'] === 'TURNSTILE_FAILED';
