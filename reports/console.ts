import type { Footer, Header, Reporter } from '../suites/model.js';
import { type Background, noBackground } from './background.js';
import { readingText, ungatedText } from './cause_text.js';
import { type Causes, collectCauses } from './causes.js';
import { palette } from './color.js';
import { counted } from './duration.js';
import { plain } from './escape.js';
import { failureText } from './failure.js';
import { killRates } from './kill_rate.js';
import type { Output } from './output.js';
import { countByTarget, countsTable, groupText, SELF_OPENING, testsItself, verdictText } from './summary.js';

export interface ConsoleOptions {
  /** How many causes are shown in full. Up to ten times as many follow as one line each. */
  readonly details?: number;
  readonly background?: Background;
}

/** The report for a person: failures by cause, then skipped and blocked cases with reasons, the counts, and last the verdict. */
export function consoleReporter(
  output: Output,
  { details = 50, background = noBackground }: ConsoleOptions = {},
): Reporter {
  const { color } = output;
  const { dim } = palette(color);
  const causes = collectCauses();
  let counts = countByTarget([]);
  let header: Header | undefined;
  let ended = false;

  const showFailures = ({ list, untold }: Causes): void => {
    const surroundings = { header, background, color };
    for (const cause of list.slice(0, details)) output.write(failureText(cause, surroundings));
    const brief = list.slice(details, 10 * details);
    if (brief.length > 0) {
      output.write(dim('More failures, by id only: --only ID shows one of them in full.\n'));
    }
    for (const { first, count } of brief) {
      const more = count > 1 ? ` and ${count - 1} alike` : '';
      output.write(`${first.verdict.toUpperCase().padEnd(5)} ${plain(first.id)}${more}\n`);
    }
    if (brief.length > 0) output.write('\n');
    const hidden = list.slice(10 * details).reduce((sum, { count }) => sum + count, untold);
    if (hidden > 0) {
      output.write(`${counted(hidden, 'more failure')} not shown; --report jsonl=FILE holds all\n\n`);
    }
  };

  const finish = (footer: Footer | undefined): void => {
    ended = true;
    const told = causes.end();
    for (const reading of told.readings) {
      output.write(`${readingText(reading, background)}\n\n`);
    }
    showFailures(told);
    const unspoken = 'failed in a reading that the target does not follow, which does not gate';
    output.write(groupText(unspoken, told.unspoken, color));
    output.write(groupText('skipped', told.skipped, color));
    const folded = told.list.some(({ dependents }) => dependents !== undefined);
    const beside = folded ? ', besides those that depend on a failure above' : '';
    output.write(groupText(`blocked: these cases could not run${beside}`, told.blocked, color));
    output.write(countsTable(counts, color));
    output.write(verdictText(footer, color, header, ungatedText(told.ungated)));
  };

  return {
    line(line) {
      if (line.kind === 'footer') return finish(line);
      if (line.kind === 'header') {
        header = line;
        counts = countByTarget(line.targets.map(({ name }) => name));
        output.write(dim(opening(line)));
        return;
      }
      counts.add(line);
      causes.add(line);
    },
    end() {
      if (!ended) finish(undefined);
    },
  };
}

function opening(header: Header): string {
  const { tool, seed, level, profile, shard, repeat, targets, plan } = header;
  const cases = plan.cases.reduce((sum, { ids }) => sum + ids.length, 0) * repeat;
  const parts = [
    `conform ${plain(tool.version)}`,
    `${counted(cases, 'case')} for ${targets.length === 1 ? plain(targets[0]?.name ?? '') : counted(targets.length, 'target')}`,
    `gate ${level}`,
    ...(profile === 'full' ? [] : [`profile ${plain(profile)}`]),
    ...(shard === undefined ? [] : [`shard ${plain(shard)}`]),
    ...(header.requirements?.map(({ name }) => `requirements ${plain(name)}`) ?? []),
    ...(repeat === 1 ? [] : [`${repeat} rounds`]),
    `seed ${seed}`,
  ];
  const remarks = targets.flatMap(({ name, remarks: said = [] }) =>
    said.map((remark) => `${targets.length === 1 ? '' : `${plain(name)}: `}${plain(remark, 1000)}\n`),
  );
  const itself = testsItself(header) ? `${SELF_OPENING}\n` : '';
  const rates = killRates(header).map((one) => `${one}\n`);
  return `${itself}${parts.join(', ')}\n${rates.join('')}${remarks.join('')}\n`;
}
