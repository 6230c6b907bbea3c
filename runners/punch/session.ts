import { isName } from '../../reference/punch/name.js';
import { type Claims, mint } from '../../reference/punch/token.js';
import { Unclaimed, Unreachable } from '../../suites/case.js';
import type { JsonObject } from '../../suites/model.js';
import { nested } from '../../suites/punch/answers.js';
import type { FoundToken, HttpAnswer, PunchPort, PunchSession } from '../../suites/punch/port.js';
import type { Deployment } from './deployment.js';
import { readingOf } from './probe.js';
import { findTokens } from './tokens.js';

/** For each of them a token is looked for, if need be by a command. */
const MOST_STREAMS = 64;
const HOUR = 3_600;
const NO_PEER_TOKEN =
  'neither the 201 nor GET shows peer tokens, and neither --secret nor --peer-token-command was given';

/** What a creation came to, with the tokens that it hands out and those that are to be had elsewhere. */
export async function readSession(
  deployment: Deployment,
  http: PunchPort['http'],
  made: HttpAnswer & { readonly name: string },
  asked: JsonObject | undefined,
): Promise<PunchSession> {
  if (made.status !== 201) throw new Unreachable(`no session could be made: ${made.status}`);
  const { name } = made;
  const tokensIn = ({ json }: HttpAnswer) => findTokens(json).filter(({ claims }) => claims.session === name);
  const tokens = tokensIn(made);
  const admin = tokens.find(({ claims }) => claims.role === 'admin')?.token;
  if (admin !== undefined && !tokens.some(isOfPeer)) {
    const path = `/api/session/${name}`;
    tokens.push(...tokensIn(await http({ method: 'GET', path, token: admin })).filter(isOfPeer));
  }
  const named = streamsOf(made, asked);
  const streams =
    named.length > 0 ? named : [...new Set(tokens.flatMap(({ claims }) => claims.stream ?? []))];
  const lacking = streams.filter((stream) => !tokens.some(({ claims }) => claims.stream === stream));
  const without = lacking.length > 0 ? await supply(deployment, http, name, lacking, tokens) : undefined;
  return Object.freeze({
    name,
    answer: made,
    streams,
    tokens,
    expiresAt: expiryOf(made),
    admin() {
      if (admin === undefined) throw new Unreachable('the 201 shows no admin token: see 5');
      return admin;
    },
    peer(stream = streams[0]) {
      const found = tokens.find(({ claims }) => claims.stream === stream);
      if (!found) throw without ?? new Unreachable('the session has no such stream');
      return found.token;
    },
  });
}

const isOfPeer = ({ claims }: FoundToken): boolean => claims.role === 'peer';

/** Mints or fetches the tokens of these streams; says why not, where that cannot be. */
async function supply(
  deployment: Deployment,
  http: PunchPort['http'],
  session: string,
  streams: readonly string[],
  tokens: FoundToken[],
): Promise<Unclaimed | Unreachable | undefined> {
  const { secret, peerToken } = deployment;
  const exp = Math.floor(Date.now() / 1000) + HOUR;
  const claimsOf = (stream: string): Claims => ({ session, role: 'peer', stream, exp });
  if (secret) {
    const reading = await readingOf({ http }, secret, session, 200);
    if (!reading) return new Unreachable("the secret is not this deployment's");
    deployment.dialect = reading;
    for (const claims of streams.map(claimsOf)) tokens.push({ token: mint(claims, secret, reading), claims });
    return undefined;
  }
  if (!peerToken) return new Unclaimed(NO_PEER_TOKEN);
  for (const stream of streams)
    tokens.push({ token: await peerToken(session, stream), claims: claimsOf(stream) });
  return undefined;
}

function streamsOf(made: HttpAnswer, asked: JsonObject | undefined): readonly string[] {
  const said = nested(made, 'streams');
  const list = Array.isArray(said) ? said : asked?.['streams'];
  return Array.isArray(list) ? [...new Set(list.filter(isName))].slice(0, MOST_STREAMS) : [];
}

function expiryOf(made: HttpAnswer): number | undefined {
  const said = nested(made, 'expiresAt');
  return typeof said === 'number' ? said : undefined;
}
