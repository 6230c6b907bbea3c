/** First steps of most cases. A case is blocked, not failed, if they do not work. */
import { type CaseFields, defineCase, Lost, type Sorted, Unclaimed, Unreachable } from '../case.js';
import type { Case, Expect, JsonObject } from '../model.js';
import type { PunchPort } from './port.js';

/** Most of this is for waiting until the broker grants another session. */
const DEADLINE = 150_000;

type PunchFields = Omit<CaseFields<'punch'>, 'ports'>;

export const punchCase = (definition: PunchFields & Sorted): Case =>
  defineCase({ ports: ['punch'], deadline: DEADLINE + (definition.waits ?? 0), ...definition });

/** Left out with `--profile production`, and for mutants that break other clauses. */
export const FLOOD = 'it is a flood';
export const OVERSIZED = 'it is oversized';
export const isTooMuch = ({ harm }: Case): boolean => harm === FLOOD || harm === OVERSIZED;

/** The result; undefined if the target could not be asked or gave no answer. */
export async function ifReached<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof Unreachable || error instanceof Unclaimed || error instanceof Lost)) throw error;
    return undefined;
  }
}

/** Skips or blocks a case unless the broker accepts a valid token that we minted with the secret. */
export async function needSecret(punch: PunchPort): Promise<void> {
  const taken = await punch.takesMinted();
  if (taken === undefined) throw new Unclaimed('this case needs the signing secret: give it with --secret');
  if (!taken) throw new Unreachable('--secret is not the signing secret of this broker');
}

/** A token with any payload and a valid signature. */
export async function minted(punch: PunchPort, claims: JsonObject): Promise<string> {
  await needSecret(punch);
  return punch.mint(claims) ?? '';
}

/** Blocks if the WebSocket stayed open: another case judges that. */
export function needCode(code: number | 'open'): number {
  if (code === 'open') throw new Unreachable('the WebSocket was not closed');
  return code;
}

/** The close codes of version 1.0.0 (RFC 8.2). */
export const isKnownCode = (code: number): boolean => code === 1000 || code === 1011;

/** Checks a WebSocket that may stay open: if it closes, then with a code of 8.2. */
export function expectKnownCode(expect: Expect, code: number | 'open'): void {
  expect.that('the close code is 1000 or 1011', code === 'open' || isKnownCode(code), {
    expected: '1000, 1011 or no close',
    observed: code,
  });
}

export const sessionPath = (name: string): string => `/api/session/${name}`;

/** Close codes of RFC 6455 for broken frames. All others are judged by RFC 8.2. */
export const framing = [1002, 1003, 1007, 1009];

/** Fails, instead of blocking, if a target that answered before some harm is unreachable after it. */
export async function stillReached<T>(expect: Expect, reach: () => Promise<T>): Promise<T> {
  try {
    return await reach();
  } catch (error) {
    if (!(error instanceof Unreachable || error instanceof Lost)) throw error;
    expect.that('the target answers afterwards', false, { expected: 'an answer', observed: error.message });
    throw error;
  }
}
