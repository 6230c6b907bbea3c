/** Two runs of one target: what is new, what is fixed, what is unsteady. */
import { useMemo, useState } from 'preact/hooks';
import { counted } from '../duration.js';
import { plain } from '../escape.js';
import { type Changes, changesBetween, type ShownChange } from './differences.js';
import { Glyph } from './glyph.js';
import { type Column, dayOf, type Model } from './model.js';
import { hashOf } from './route.js';

interface Props {
  readonly model: Model;
  readonly after: Column;
}

const TITLES: readonly (readonly [key: 'worse' | 'unsteady' | 'better' | 'other', title: string])[] = [
  ['worse', 'New failures'],
  ['unsteady', 'Unsteady'],
  ['better', 'Fixed'],
  ['other', 'Changed otherwise'],
];

export function ChangeList({ model, after }: Props) {
  const before = model.columns.find((one) => one.runAt !== after.runAt && one.target === after.target);
  const changes = useMemo(
    () =>
      before &&
      (before.runAt < after.runAt
        ? changesBetween(model, before, after)
        : changesBetween(model, after, before)),
    [model, before, after],
  );
  if (!changes) return null;
  const [from, to] = [changes.before, changes.after].map((one) => dayOf(one.run.header.started));
  return (
    <section id="changes" aria-labelledby="changes-title">
      <h2 id="changes-title">
        Changes <small>{`from ${from} to ${to}, ${counted(changes.same, 'case')} as before`}</small>
      </h2>
      {TITLES.every(([key]) => changes[key].length === 0) ? <p class="aside">Nothing changed.</p> : null}
      {TITLES.map(([key, title]) => (
        <Group key={key} title={title} {...{ model, list: changes[key], changes }} />
      ))}
    </section>
  );
}

const SHOWN = 50;

interface GroupProps {
  readonly model: Model;
  readonly title: string;
  readonly list: readonly ShownChange[];
  readonly changes: Changes;
}

function Group({ model, title, list }: GroupProps) {
  const [all, showAll] = useState(false);
  if (list.length === 0) return null;
  const shown = all ? list : list.slice(0, SHOWN);
  return (
    <div class="change-group">
      <h3>
        {title} <b>{list.length}</b>
      </h3>
      <ul>
        {shown.map(({ caseAt, before, after, place }) => (
          <li key={caseAt}>
            <span class="turn">
              <Glyph verdict={before ?? 'none'} />
              <span aria-hidden="true">→</span>
              <Glyph verdict={after ?? 'none'} />
              <span class="hidden">
                {before ?? 'absent'} then {after ?? 'absent'}
              </span>
            </span>
            <a href={hashOf(model, place)}>
              <span class="title">{plain(model.cases[caseAt]?.title ?? '', 200)}</span>
              <span class="id">{plain(model.cases[caseAt]?.id ?? '', 200)}</span>
            </a>
          </li>
        ))}
      </ul>
      {shown.length < list.length ? (
        <button type="button" class="more" onClick={() => showAll(true)}>
          Show {list.length - shown.length} more
        </button>
      ) : null}
    </div>
  );
}
