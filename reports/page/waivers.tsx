/** What was accepted until a date, and which of it ends soon. */
import { counted } from '../duration.js';
import { plain } from '../escape.js';
import type { Column } from './model.js';

export function Waivers({ column }: { readonly column: Column }) {
  const waivers = column.run.footer?.waivers;
  if (!waivers || (waivers.fails === 0 && waivers.expiring.length === 0)) return null;
  return (
    <section id="waivers" aria-labelledby="waivers-title">
      <h2 id="waivers-title">
        Waivers <small>{counted(waivers.fails, 'fail')} waived</small>
      </h2>
      {waivers.expiring.length === 0 ? (
        <p class="aside">None of them ends soon.</p>
      ) : (
        <ul class="expiring">
          {waivers.expiring.map(({ id, expires, days }) => (
            <li key={id}>
              <code>{plain(id)}</code>
              <span>
                ends {days === 0 ? 'today' : `in ${counted(days, 'day')}`}, on {plain(expires)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
