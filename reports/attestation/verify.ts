import type { KeyObject } from 'node:crypto';
import { envelopeFault, statementFault, type Validate } from '../schema.js';
import { type Envelope, opened } from './envelope.js';
import type { Recording } from './recording.js';
import { Refused } from './refused.js';
import { RECORDING, type Resource, type Statement, statementOf } from './statement.js';

/** The envelope as text, what it shall be about, and who shall have signed it. */
export interface Claimed {
  readonly envelope: string;
  readonly key: KeyObject;
  /** SHA-256 of the subject. */
  readonly subject: string;
  readonly recording: Recording;
}

/** The statement, where all of it holds: it says what the recording says, of that subject, signed by that key. */
export function verified({ envelope, key, subject, recording }: Claimed): Statement {
  const payload = opened(parsed(envelope, 'the envelope', envelopeFault) as Envelope, key);
  const text = new TextDecoder('utf-8', { fatal: true }).decode(payload);
  const statement = parsed(text, 'the statement', statementFault) as Statement;
  const [{ name, digest }] = statement.subject;
  if (digest.sha256 !== subject)
    throw new Refused(
      `it is about another subject: sha256 ${digest.sha256}; the one given is ${subject}: give the file that was tested`,
    );
  const expected = statementOf(recording, { name, sha256: subject });
  const other = differing(statement, expected);
  if (other !== undefined) throw new Refused(other);
  return statement;
}

function parsed(text: string, what: string, fault: Validate): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw error instanceof SyntaxError
      ? new Refused(`${what} is not JSON: ${error.message}: give what conform report attest has written`)
      : error;
  }
  const found = fault(value);
  if (found)
    throw new Refused(`${what}${found.pointer === '' ? '' : ` at ${found.pointer}`}: ${found.reason}`);
  return value;
}

/** The recording by its hash, before what follows from it. */
function differing(signed: Statement, expected: Statement): string | undefined {
  const [was, is] = [signed, expected].map(({ predicate }) => predicate.configuration);
  const isOther = ({ name }: Resource): boolean => same(named(was, name), named(is, name)) === false;
  const recording = is?.find(({ name }) => name === RECORDING);
  if (recording && named(was, RECORDING)?.digest?.sha256 !== recording.digest?.sha256)
    return `the recording was changed, or is another one: sha256 ${recording.digest?.sha256}; the attestation names ${
      named(was, RECORDING)?.digest?.sha256 ?? 'none'
    }`;
  const changed = [...(is ?? []), ...(was ?? [])].find(isOther);
  if (changed) return `it names another ${changed.name} than the recording`;
  return same(signed, expected) ? undefined : 'it says another result than the recording';
}

const named = (all: readonly Resource[] | undefined, name: string): Resource | undefined =>
  all?.find((one) => one.name === name);

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
