import type { Footer, Header, Reporter } from '../suites/model.js';
import { type Background, noBackground } from './background.js';
import { causeRows } from './cause_text.js';
import { type Cause, collectCauses } from './causes.js';
import { plain } from './escape.js';
import { inShort } from './fails.js';
import { rowLines } from './failure_lines.js';
import { failureOf } from './failure_model.js';
import type { Output } from './output.js';

/** GitHub shows ten annotations of a kind for a step, and drops the others silently. */
const MOST = 10;
const LONGEST_MESSAGE = 8_000;

/** Workflow commands for GitHub Actions: an annotation for each cause, errors for what gates, warnings for the rest. */
export function githubReporter(output: Output, background: Background = noBackground): Reporter {
  const causes = collectCauses();
  let header: Header | undefined;
  let ended = false;

  const annotate = (kind: string, cause: Cause): void => {
    const { id, title, rows } = failureOf(cause.first, header, background);
    const lines = [title, plain(inShort(cause.first)), '', ...rowLines([...causeRows(cause), ...rows])];
    output.write(command(kind, id, lines.join('\n').slice(0, LONGEST_MESSAGE)));
  };

  const finish = (footer: Footer | undefined): void => {
    ended = true;
    const { list } = causes.end();
    for (const kind of ['error', 'warning'] as const) {
      const own = list.filter(
        ({ first }) => (first.gates || first.verdict === 'error') === (kind === 'error'),
      );
      // The last place is for the annotation that says that there are more.
      const shown = own.length > MOST ? own.slice(0, MOST - 1) : own;
      for (const cause of shown) annotate(kind, cause);
      if (own.length > shown.length) {
        output.write(
          command(kind, 'conform', `${own.length - shown.length} more causes: see the log of the step`),
        );
      }
    }
    const reasons = footer === undefined ? ['the run did not end'] : footer.reasons;
    if (footer?.exit !== 0) {
      output.write(command('notice', 'conform', reasons.map((reason) => plain(reason, 1000)).join('\n')));
    }
  };

  return {
    line(line) {
      if (line.kind === 'header') header = line;
      else if (line.kind === 'result') causes.add(line);
      else finish(line);
    },
    end() {
      if (!ended) finish(undefined);
    },
  };
}

const command = (kind: string, title: string, message: string): string =>
  `::${kind} title=${property(title)}::${data(message)}\n`;

/** Escapes like the toolkit of GitHub Actions. */
const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
