import type { Footer, Header, Reporter, Result } from '../suites/model.js';
import { type Background, noBackground } from './background.js';
import { plain } from './escape.js';
import { failureOf } from './failure_model.js';
import { killRates } from './kill_rate.js';
import type { Output } from './output.js';

/** TAP 14. Cases that do not gate are TODO, cases that did not run are SKIP. A run that is red for another reason bails out. */
export function tapReporter(output: Output, background: Background = noBackground): Reporter {
  let header: Header | undefined;
  let number = 0;
  let red = false;
  let ended = false;

  const begin = (line: Header): void => {
    header = line;
    const planned = line.plan.cases.reduce((sum, { ids }) => sum + ids.length, 0) * line.repeat;
    output.write(`TAP version 14\n1..${planned}${planned === 0 ? ' # nothing was planned' : ''}\n`);
    for (const rate of killRates(line)) output.write(`# ${rate}\n`);
  };

  const point = (result: Result): void => {
    const { verdict, id, title, target, repeat } = result;
    const fails = verdict === 'fail' || verdict === 'error';
    red ||= verdict === 'error' || (fails && result.gates);
    const names = [
      ...(header !== undefined && header.targets.length > 1 ? [target] : []),
      `${id}${repeat === undefined ? '' : ` (round ${repeat})`}`,
    ];
    const text = escaped(plain(`${names.join(': ')}: ${title}`, 1000));
    output.write(`${fails ? 'not ok' : 'ok'} ${++number} - ${text}${directive(result)}\n`);
    if (fails) output.write(diagnostic(result, header, background));
  };

  const finish = (footer: Footer | undefined): void => {
    ended = true;
    const reasons = footer === undefined ? ['the run did not end'] : footer.reasons;
    if (footer?.exit !== 0 && !red) output.write(`Bail out! ${escaped(plain(reasons.join('; '), 1000))}\n`);
  };

  return {
    line(line) {
      if (line.kind === 'header') begin(line);
      else if (line.kind === 'result') point(line);
      else finish(line);
    },
    end() {
      if (!ended) finish(undefined);
    },
  };
}

function directive({ verdict, gates, level, waived, reason = 'no reason was given' }: Result): string {
  const told = (text: string): string => escaped(plain(text));
  if (verdict === 'skip' || verdict === 'blocked') return ` # SKIP ${told(`${verdict}: ${reason}`)}`;
  if (verdict !== 'fail' || gates) return '';
  return ` # TODO ${told(waived === undefined ? `${level} does not gate` : `waived: ${waived}`)}`;
}

/** Every JSON text is also YAML. A repeated key is not YAML, so a second finding or check gets a number. */
function diagnostic(result: Result, header: Header | undefined, background: Background): string {
  const keys = new Set<string>();
  const rows = failureOf(result, header, background).rows.map(({ label, lines }) => {
    let key = label;
    for (let count = 2; keys.has(key); count++) key = `${label} ${count}`;
    keys.add(key);
    const value = lines.length === 1 ? JSON.stringify(lines[0]) : JSON.stringify(lines);
    return `  ${JSON.stringify(key)}: ${value}\n`;
  });
  return `  ---\n${rows.join('')}  ...\n`;
}

const escaped = (text: string): string => text.replace(/[\\#]/g, '\\$&');
