/** Several implementations: the verdict on each, in a line. */
import { counted } from '../duration.js';
import { plain } from '../escape.js';
import { VERDICTS } from '../html/data.js';
import { Glyph } from './glyph.js';
import { endOf } from './hero.js';
import { type Column, countsOf, dayOf, type Model } from './model.js';

interface Props {
  readonly model: Model;
  readonly choose: (column: Column) => void;
}

export function Overview({ model, choose }: Props) {
  const days = model.columns.map(({ run }) => dayOf(run.header.started)).sort();
  return (
    <header class="hero">
      <h1>{counted(model.columns.length, 'implementation')}</h1>
      <p class="aside">
        {days[0] === days.at(-1) ? `Tested ${days[0]} UTC` : `Tested from ${days[0]} to ${days.at(-1)} UTC`}
      </p>
      <div class="scroll">
        <table class="overview">
          <thead>
            <tr>
              <th scope="col">implementation</th>
              <th scope="col">verdict</th>
              <th scope="col" class="wide">
                <span class="hidden">as a picture</span>
              </th>
              {VERDICTS.map((verdict) => (
                <th key={verdict} scope="col" class="number">
                  {verdict}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {model.columns.map((column) => (
              <Line key={column.at} {...{ model, column, choose }} />
            ))}
          </tbody>
        </table>
      </div>
    </header>
  );
}

/** Where a site has a page for it. */
function pageOf({ data }: Model, { target }: Column): string | undefined {
  const { root = '', implementations = {} } = data.site ?? {};
  return Object.hasOwn(implementations, target) ? `${root}${implementations[target]}` : undefined;
}

interface LineProps extends Props {
  readonly column: Column;
}

function Line({ model, column, choose }: LineProps) {
  const page = pageOf(model, column);
  const counts = countsOf(column.results);
  const { word, verdict } = endOf(column.run.footer?.exit);
  return (
    <tr>
      <th scope="row">
        {page === undefined ? (
          <button type="button" class="link" onClick={() => choose(column)}>
            {plain(column.label, 200)}
          </button>
        ) : (
          <a href={page}>{plain(column.label, 200)}</a>
        )}
      </th>
      <td>
        <span class={`pill ${verdict}`}>
          <Glyph verdict={verdict} bare />
          {word}
        </span>
      </td>
      <td class="wide">
        <div class="bar" aria-hidden="true">
          {VERDICTS.filter((one) => counts[one] > 0).map((one) => (
            <span key={one} class={one} style={{ flexGrow: String(counts[one]) }} />
          ))}
        </div>
      </td>
      {VERDICTS.map((one) => (
        <td key={one} class={`number ${counts[one] > 0 ? one : 'zero'}`} data-verdict={one}>
          {counts[one].toLocaleString('en')}
        </td>
      ))}
    </tr>
  );
}
