import { plain } from './escape.js';

/** One request with its response, or one WebSocket, as the transcript shows it: redacted, and cut where it is long. */
export interface HarExchange {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly NamedValue[];
  readonly body: string;
  status: number;
  answered: readonly NamedValue[];
  content: string;
  readonly messages: { readonly type: 'send' | 'receive'; readonly data: string }[];
}

interface NamedValue {
  readonly name: string;
  readonly value: string;
}

const LINE = /^ *([<>]) #(\d+) (.*)$/s;
/** A path may contain the placeholder of a secret, `<token cf0a5670>`. */
const REQUEST = /^([A-Z]+|upgrade) (\/(?:<[\w ]+>|[^\s<]|<)*)(?: \(([^()]*(?:\([^()]*\)[^()]*)*)\))? ?(.*)$/s;
const ANSWER = /^(\d{3})(?: \(([^()]*(?:\([^()]*\)[^()]*)*)\))? ?(.*)$/s;
const LONGEST = 4_000;
const LONGEST_LINE = 16_000;

/** A new number begins an exchange. Numbers start again in a scenario that several cases share. */
export function exchangesIn(transcript: string): HarExchange[] {
  const all: HarExchange[] = [];
  const open = new Map<string, HarExchange>();
  for (const line of transcript.split('\n')) {
    const [, direction, number = '', text = ''] = LINE.exec(line.slice(0, LONGEST_LINE)) ?? [];
    if (direction === undefined) continue;
    const request = direction === '>' ? REQUEST.exec(text) : null;
    if (request) {
      const begun = begin(request);
      open.set(number, begun);
      all.push(begun);
      continue;
    }
    const exchange = open.get(number);
    if (exchange) goOn(exchange, direction === '>' ? 'send' : 'receive', text);
  }
  return all;
}

function begin([, word = '', path = '', headers, body = '']: RegExpExecArray): HarExchange {
  return {
    method: word === 'upgrade' ? 'GET' : word,
    path: plain(path, LONGEST),
    headers: headersIn(headers),
    body: plain(body, LONGEST),
    status: 0,
    answered: [],
    content: '',
    messages: [],
  };
}

function goOn(exchange: HarExchange, type: 'send' | 'receive', text: string): void {
  const answer = type === 'receive' && exchange.status === 0 ? ANSWER.exec(text) : null;
  if (!answer) {
    exchange.messages.push({ type, data: plain(text, LONGEST) });
    return;
  }
  exchange.status = Number(answer[1]);
  exchange.answered = headersIn(answer[2]);
  exchange.content = plain(answer[3] ?? '', LONGEST);
}

const headersIn = (text = ''): NamedValue[] =>
  text
    .split('; ')
    .map((header) => /^([\w-]+): (.*)$/.exec(header))
    .flatMap((match) => (match ? [{ name: match[1] ?? '', value: plain(match[2] ?? '', LONGEST) }] : []));
