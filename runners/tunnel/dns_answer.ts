/** The answers of the DNS of a lab. It knows where the peer of a key listens, and nothing else. */
import { decode, encode, type Question, type TxtAnswer } from 'dns-packet';

const ORIGINS = ['dns.iroh.link', 'staging-dns.iroh.link'];
const NXDOMAIN = 3;
/** An authoritative response, without an error. */
const RESPONSE = 0x0580;

export interface Query {
  readonly id: number;
  readonly question: Question;
}

/** Undefined for bytes that are not a DNS question. */
export function queryOf(bytes: Buffer): Query | undefined {
  try {
    const { id = 0, questions = [] } = decode(bytes);
    return questions[0] && { id, question: questions[0] };
  } catch (error) {
    // The library has no error of its own.
    if (!(error instanceof Error)) throw error;
    return undefined;
  }
}

/** `addressesOf` returns where the peer of a key, in z-base-32, listens. */
export function answerTo({ id, question }: Query, addressesOf: (key: string) => readonly string[]): Buffer {
  const key = peerOf(question.name);
  const found = key === undefined ? [] : addressesOf(key);
  const answers: TxtAnswer[] =
    question.type === 'TXT'
      ? found.map((address) => ({ type: 'TXT', name: question.name, ttl: 0, data: `addr=${address}` }))
      : [];
  return encode({
    type: 'response',
    id,
    flags: RESPONSE | (found.length === 0 ? NXDOMAIN : 0),
    questions: [question],
    answers,
  });
}

/** A question for anything else shows that a program looks for a relay. */
export const asksForPeer = ({ question }: Query): boolean => question.name.startsWith('_iroh.');

/** The key, in z-base-32, of `_iroh.<key>.<origin>`. */
function peerOf(name: string): string | undefined {
  const [service, key, ...origin] = name.toLowerCase().split('.');
  return service === '_iroh' && ORIGINS.includes(origin.join('.')) ? key : undefined;
}
