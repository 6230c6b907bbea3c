/** A square for each clause, section by section: filled where it holds, crossed where it is broken, hollow where nobody asked. */
import { useMemo } from 'preact/hooks';
import { plain } from '../escape.js';
import { type Kills, killWords } from '../kill_rate.js';
import { type ClauseCell, coverageOf, type SectionRow, type Standing } from './clauses.js';
import type { Column, Model } from './model.js';

const MOST_SQUARES = 240;

export const SAYS: Readonly<Record<Standing, string>> = {
  pass: 'hold',
  fail: 'broken',
  error: 'not judged',
  blocked: 'blocked',
  skip: 'skipped',
  none: 'not asked',
  excluded: 'cannot be tested',
};
const ORDER: readonly Standing[] = ['fail', 'error', 'pass', 'blocked', 'skip', 'none', 'excluded'];

interface Props {
  readonly model: Model;
  readonly column: Column;
  readonly choose: (text: string) => void;
}

export function Coverage({ model, column, choose }: Props) {
  const rows = useMemo(() => coverageOf(model, column), [model, column]);
  const protocols = [...new Set(rows.map(({ protocol }) => protocol))];
  if (rows.length === 0) return null;
  return (
    <section id="coverage" aria-labelledby="coverage-title">
      <h2 id="coverage-title">
        Clauses <small>{say(rows.flatMap(({ clauses }) => clauses))}</small>
      </h2>
      <ul class="key" aria-hidden="true">
        {ORDER.map((standing) => (
          <li key={standing}>
            <span class={`square ${standing}`} /> {SAYS[standing]}
          </li>
        ))}
      </ul>
      {protocols.map((protocol) => (
        <div key={protocol} class="protocol">
          <h3>
            {plain(protocol)} <KillRate kills={killsOf(column, protocol)} />
          </h3>
          <ul class={`sections${hasWords(rows, protocol) ? ' worded' : ''}`}>
            {rows
              .filter((row) => row.protocol === protocol)
              .map((row) => (
                <SectionLine key={row.section} row={row} choose={choose} />
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

/** As the run has told it. */
const killsOf = ({ run }: Column, protocol: string): Kills | undefined =>
  run.header.specs.find((one) => one.protocol === protocol)?.mutants;

/** How far the cases are to be trusted: what they find in peers and codecs that are wrong on purpose. */
function KillRate({ kills }: { readonly kills: Kills | undefined }) {
  const words = killWords(kills);
  if (!kills || words === undefined) return null;
  return (
    <small
      class="kill-rate"
      title="Mutants are codecs and peers that are wrong on purpose. A mutant is killed by a case that finds its mistake."
    >
      <span class="track" aria-hidden="true">
        <span style={{ width: `${(100 * Math.min(kills.killed, kills.of)) / kills.of}%` }} />
      </span>
      {words}
    </small>
  );
}

/** Sections of a text without numbers have names. */
const hasWords = (rows: readonly SectionRow[], protocol: string): boolean =>
  rows.some((row) => row.protocol === protocol && row.section.length > 5);

function SectionLine({ row, choose }: { readonly row: SectionRow; readonly choose: Props['choose'] }) {
  const shown = row.clauses.slice(0, MOST_SQUARES);
  return (
    <li>
      <span class="section-name">{plain(row.section)}</span>
      <span class="squares">
        {shown.map((clause) => (
          <Square key={clause.id} clause={clause} choose={choose} />
        ))}
        {row.clauses.length > shown.length ? (
          <span class="aside">+{row.clauses.length - shown.length}</span>
        ) : null}
      </span>
    </li>
  );
}

function Square({ clause, choose }: { readonly clause: ClauseCell; readonly choose: Props['choose'] }) {
  const { id, text, standing, level, cases, mutants } = clause;
  const words = `${plain(id)}, ${SAYS[standing]}, ${level}`;
  const title = [words, plain(text, 600), killWords(mutants) ?? ''].filter((line) => line !== '').join('\n');
  return cases.length === 0 ? (
    <span class={`square ${standing}`} role="img" aria-label={words} title={title} />
  ) : (
    <button
      type="button"
      class={`square ${standing}`}
      aria-label={words}
      title={title}
      onClick={() => choose(id)}
    />
  );
}

export function say(clauses: readonly ClauseCell[]): string {
  const parts = ORDER.flatMap((standing) => {
    const count = clauses.filter((one) => one.standing === standing).length;
    return count === 0 ? [] : [`${count} ${SAYS[standing]}`];
  });
  return parts.join(', ');
}
