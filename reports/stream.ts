import { defined } from '../defined.js';
import type { Header, Line, Reporter, Result } from '../suites/model.js';
import type { Output } from './output.js';
import { lineFault } from './schema.js';

/** The most UTF-16 units of a line, except the header. A longer result is cut when it is written. */
export const LONGEST_LINE = 4 * 1024 * 1024;

/** How many ids are written at once. A plan of a million cases must not become one string in memory. */
const IDS_A_PIECE = 1000;

/** JSON Lines: the header, each result as it happens, the footer. A stream without one is incomplete. */
export function streamReporter(output: Output): Reporter {
  return {
    line(line) {
      const fault = lineFault(line);
      if (fault)
        throw new Error(`a ${line.kind} that breaks its schema at ${fault.pointer || '/'}: ${fault.reason}`);
      if (line.kind === 'header') for (const piece of headerPieces(line)) output.write(piece);
      else output.write(`${lineText(line)}\n`);
    },
    end() {},
  };
}

function lineText(line: Line): string {
  const text = safeJson(line);
  return text.length <= LONGEST_LINE || line.kind !== 'result'
    ? text
    : safeJson(shortened(line, text.length));
}

/** Keeps the verdict, and drops the evidence that does not fit. */
function shortened({ checks, ...result }: Result, length: number): Result {
  const told = { name: 'cut', text: `checks and evidence were left out: ${length} characters` };
  const first = checks?.[0];
  return {
    ...result,
    ...defined({ checks: first && [{ what: first.what.slice(0, 1000), ok: first.ok }] }),
    evidence: [told],
  };
}

function* headerPieces({ plan, ...header }: Header): Generator<string> {
  const { kind, format, ...rest } = header;
  yield `${safeJson({ kind, format, ...rest }).slice(0, -1)},"plan":{"hash":${safeJson(plan.hash)},"cases":[`;
  for (const [at, { target, ids }] of plan.cases.entries()) {
    yield `${at === 0 ? '' : ','}{"target":${safeJson(target)},"ids":[`;
    for (let from = 0; from < ids.length; from += IDS_A_PIECE) {
      const piece = safeJson(ids.slice(from, from + IDS_A_PIECE)).slice(1, -1);
      yield from === 0 ? piece : `,${piece}`;
    }
    yield ']}';
  }
  yield ']}}\n';
}

/** Characters that JSON does not escape, but that move, reverse, hide or break text where the file is shown. */
const dangerous = /[\x7f-\x9f]|[\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const beyondAscii = /[^\x20-\x7e]/;

/** JSON on one line that is safe on any terminal. */
export function safeJson(value: unknown): string {
  const text = JSON.stringify(value);
  return beyondAscii.test(text) ? text.replace(dangerous, escaped) : text;
}

const escaped = (character: string): string =>
  Array.from({ length: character.length }, (_, at) => unit(character.charCodeAt(at))).join('');

const unit = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`;
