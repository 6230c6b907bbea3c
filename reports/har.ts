import type { Entry, Har } from 'har-format';
import type { Header, Reporter, Result } from '../suites/model.js';
import { plain } from './escape.js';
import { exchangesIn, type HarExchange } from './har_exchange.js';
import { killRates } from './kill_rate.js';
import type { Output } from './output.js';

/**
 * HTTP Archive 1.2 of the exchanges that the stream holds: of cases that did not pass, redacted at birth. Messages of a
 * WebSocket stand in `_webSocketMessages`, as Chromium writes them. The times of single exchanges are not recorded.
 */
export function harReporter(output: Output): Reporter {
  let header: Header | undefined;
  let entries = 0;
  let began = false;
  let ended = false;

  const begin = (): void => {
    if (began) return;
    began = true;
    const rates = killRates(header);
    const creator: Har['log']['creator'] = {
      name: 'conform',
      version: plain(header?.tool.version ?? '0'),
      ...(rates.length === 0 ? {} : { comment: rates.join('; ') }),
    };
    output.write(`{"log":{"version":"1.2","creator":${JSON.stringify(creator)},"entries":[`);
  };

  const take = (result: Result): void => {
    const transcripts = (result.evidence ?? []).filter(({ name }) => name === 'transcript');
    for (const exchange of transcripts.flatMap(({ text }) => exchangesIn(text))) {
      const entry = entryOf(exchange, result, header?.started ?? NEVER);
      output.write(`${entries++ === 0 ? '' : ','}\n${JSON.stringify(entry)}`);
    }
  };

  const finish = (): void => {
    if (ended) return;
    ended = true;
    begin();
    output.write('\n]}}\n');
  };

  return {
    line(line) {
      if (line.kind === 'footer') return finish();
      if (line.kind === 'header') {
        header = line;
        return begin();
      }
      take(line);
    },
    end: finish,
  };
}

const NEVER = '1970-01-01T00:00:00.000Z';

function entryOf(exchange: HarExchange, { target, id }: Result, started: string): Entry {
  const { method, path, headers, body, status, answered, content, messages } = exchange;
  const date = Date.parse(answered.find(({ name }) => name.toLowerCase() === 'date')?.value ?? '');
  const type = answered.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? '';
  const entry: Entry = {
    startedDateTime: Number.isNaN(date) ? started : new Date(date).toISOString(),
    time: 0,
    request: {
      method,
      url: urlOf(target, path),
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: [...headers],
      queryString: [],
      ...(body === '' ? {} : { postData: { mimeType: 'application/json', text: body } }),
      headersSize: -1,
      bodySize: -1,
    },
    response: {
      status,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: [...answered],
      content: { size: content.length, mimeType: type, text: content },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { send: 0, wait: 0, receive: 0 },
    comment: plain(id),
  };
  if (messages.length === 0) return entry;
  const sent = messages.map(({ type: way, data }) => ({ type: way, time: 0, opcode: 1, data }));
  return { ...entry, _resourceType: 'websocket', _webSocketMessages: sent };
}

function urlOf(target: string, path: string): string {
  const base = URL.canParse(target) ? target : 'http://target.invalid';
  return URL.canParse(path, base) ? new URL(path, base).href : base;
}
