import type { Footer, Header, Reporter, Result } from '../suites/model.js';
import { palette } from './color.js';
import { counted } from './duration.js';
import { plain } from './escape.js';
import { failureText } from './failure.js';
import { groups } from './groups.js';
import type { Output } from './output.js';
import { countByTarget, countsTable, groupText, SELF_OPENING, testsItself, verdictText } from './summary.js';

export interface ConsoleOptions {
  /** How many failures are shown in full; the others are one line each, up to ten times as many. */
  readonly details?: number;
}

/** Ids of blocked cases that are shown with one reason: each keeps a run from being green. */
const BLOCKED = 20;

/** For a person: failures as they happen, then what was left out and why, the counts, and the verdict last. */
export function consoleReporter(output: Output, { details = 50 }: ConsoleOptions = {}): Reporter {
  const { color } = output;
  const { dim } = palette(color);
  const skipped = groups();
  const blocked = groups(BLOCKED);
  const unspoken = groups();
  let counts = countByTarget([]);
  let header: Header | undefined;
  let failures = 0;
  let ended = false;

  const showFailure = (result: Result): void => {
    failures++;
    if (failures === details + 1) {
      output.write(dim('More failures, by id only: --only ID shows one of them in full.\n'));
    }
    if (failures <= details) output.write(failureText(result, header, color));
    else if (failures <= 10 * details)
      output.write(`${result.verdict.toUpperCase().padEnd(5)} ${plain(result.id)}\n`);
  };

  const finish = (footer: Footer | undefined): void => {
    ended = true;
    if (failures > details) output.write('\n');
    if (failures > 10 * details) {
      output.write(
        `${counted(failures - 10 * details, 'more failure')} not shown; --report jsonl=FILE holds all\n\n`,
      );
    }
    output.write(
      groupText(
        'failed in a reading that the target does not speak, which gates nothing',
        unspoken.list,
        color,
      ),
    );
    output.write(groupText('skipped', skipped.list, color));
    output.write(groupText('blocked: wanted, but they could not be run', blocked.list, color));
    output.write(countsTable(counts, color));
    output.write(verdictText(footer, color, header));
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
      if (line.verdict === 'fail' && line.dialect !== undefined && !line.gates && line.waived === undefined) {
        unspoken.add(`${line.dialect}: ${failedCheck(line) ?? line.reason ?? 'failed'}`, line.id);
      } else if (line.verdict === 'fail' || line.verdict === 'error') showFailure(line);
      else if (line.verdict === 'skip') skipped.add(line.reason ?? 'no reason was given', line.id);
      else if (line.verdict === 'blocked') blocked.add(line.reason ?? 'no reason was given', line.id);
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
    ...(repeat === 1 ? [] : [`${repeat} rounds`]),
    `seed ${seed}`,
  ];
  const remarks = targets.flatMap(({ name, remarks: said = [] }) =>
    said.map((remark) => `${targets.length === 1 ? '' : `${plain(name)}: `}${plain(remark, 1000)}\n`),
  );
  const itself = testsItself(header) ? `${SELF_OPENING}\n` : '';
  return `${itself}${parts.join(', ')}\n${remarks.join('')}\n`;
}

/** Cases that fail alike stand in one line, whatever values each has seen. */
const failedCheck = ({ checks = [] }: Result): string | undefined => checks.find(({ ok }) => !ok)?.what;
