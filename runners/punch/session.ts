import { type Claims, mint } from '../../reference/punch/token.js';
import { Unclaimed, Unreachable } from '../../suites/case.js';
import type { JsonObject } from '../../suites/model.js';
import { nested } from '../../suites/punch/answers.js';
import type { FoundToken, HttpAnswer, PunchPort, PunchSession } from '../../suites/punch/port.js';
import { type CreationForm, streamsIn } from './creation_form.js';
import { LIMIT_HELP } from './limit_help.js';
import { readingOf } from './probe.js';
import { redact } from './redact.js';
import { named, streamsShown } from './streams.js';
import type { TestedBroker } from './tested_broker.js';
import { findTokens } from './tokens.js';

const HOUR = 3_600;
const NO_PEER_TOKEN = 'neither the 201 nor GET has peer tokens: add --secret or --peer-token-command';

/** The answer to a creation, and the body that was sent. */
export type Made = HttpAnswer & { readonly name: string; readonly sent: JsonObject };

interface Around {
  readonly tested: TestedBroker;
  readonly http: PunchPort['http'];
  readonly form: CreationForm | undefined;
}

/** The session of a creation, with the tokens of its 201 and those from GET, the secret or the command. */
export async function readSession(around: Around, made: Made): Promise<PunchSession> {
  if (made.status !== 201) throw new Unreachable(notMade(made, around.tested.givenForm !== undefined));
  const { name } = made;
  const tokensIn = ({ json }: HttpAnswer) => findTokens(json).filter(({ claims }) => claims.session === name);
  const tokens = tokensIn(made);
  const admin = tokens.find(({ claims }) => claims.role === 'admin')?.token;
  const told = [made];
  if (admin !== undefined && !tokens.some(isOfPeer)) {
    const shown = await around.http({ method: 'GET', path: `/api/session/${name}`, token: admin });
    tokens.push(...tokensIn(shown).filter(isOfPeer));
    told.push({ ...made, ...shown });
  }
  const streams = streamsOf(told, tokens, around.form);
  const lacking = streams.filter((stream) => !tokens.some(({ claims }) => claims.stream === stream));
  const without = lacking.length > 0 ? await supply(around, name, lacking, tokens) : undefined;
  return Object.freeze({
    name,
    answer: made,
    streams,
    tokens,
    expiresAt: expiryOf(made),
    admin() {
      if (admin === undefined) throw new Unreachable('the 201 has no admin token: see punch/5/create');
      return admin;
    },
    peer(stream = streams[0]) {
      const found = tokens.find(({ claims }) => claims.stream === stream);
      if (!found) throw without ?? new Unreachable('the session has no such stream');
      return found.token;
    },
  });
}

const OPENAPI =
  'add --openapi FILE with the OpenAPI description of the broker, whose request members are then used';

const DESCRIBED = 'the body follows the file of --openapi: correct that file, or the broker';

/** What helps against a status, if that is known. */
const HELP: Readonly<Record<number, string>> = {
  400: OPENAPI,
  422: OPENAPI,
  403: 'add --turnstile-token with a reusable Turnstile token',
  429: LIMIT_HELP,
  404: 'check the address of the target: POST /api/session must exist there (RFC 5)',
};

/** Quotes the answer of the broker, with the body that it was sent and what to do. */
function notMade({ status, text, sent }: Made, isDescribed: boolean): string {
  const said = redact(text, 200).trim();
  const isUnread = status === 400 || status === 422;
  const help = isUnread && isDescribed ? DESCRIBED : HELP[status];
  return [
    `no session could be created: POST /api/session with ${redact(JSON.stringify(sent), 300)}`,
    ` returned ${status}${said === '' ? ' without a body' : ` ${said}`}`,
    help === undefined ? '' : `; ${help}`,
  ].join('');
}

const isOfPeer = ({ claims }: FoundToken): boolean => claims.role === 'peer';

/** Mints or fetches the tokens of these streams. Returns the reason if there is no way to them. */
async function supply(
  { tested, http }: Around,
  session: string,
  streams: readonly string[],
  tokens: FoundToken[],
): Promise<Unclaimed | Unreachable | undefined> {
  const { secret, peerToken } = tested;
  const exp = Math.floor(Date.now() / 1000) + HOUR;
  const claimsOf = (stream: string): Claims => ({ session, role: 'peer', stream, exp });
  if (secret) {
    const reading = await readingOf({ http }, secret, session, 200);
    if (!reading) return new Unreachable('--secret is not the signing secret of this broker');
    tested.dialect.replace(reading);
    for (const claims of streams.map(claimsOf)) tokens.push({ token: mint(claims, secret, reading), claims });
    return undefined;
  }
  if (!peerToken) return new Unclaimed(NO_PEER_TOKEN);
  for (const stream of streams)
    tokens.push({ token: await peerToken(session, stream), claims: claimsOf(stream) });
  return undefined;
}

/** The streams that the 201 or GET shows, or else those of the tokens, or else those that were asked for. */
function streamsOf(
  told: readonly Made[],
  tokens: readonly FoundToken[],
  form: CreationForm | undefined,
): readonly string[] {
  const shown = told.map(streamsShown).find((names) => names.length > 0);
  if (shown) return shown;
  const bound = named(tokens.map(({ claims }) => claims.stream));
  return bound.length > 0 ? bound : streamsIn(told[0]?.sent ?? {}, form);
}

function expiryOf(made: HttpAnswer): number | undefined {
  const said = nested(made, 'expiresAt');
  return typeof said === 'number' ? said : undefined;
}
