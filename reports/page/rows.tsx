/** The rows of one failure: label beside text, code in columns of its own. */
import { useState } from 'preact/hooks';
import type { ValueRow } from '../failure_values.js';
import { type Sided, sided } from './sides.js';

export function Rows({ rows }: { readonly rows: readonly ValueRow[] }) {
  return (
    <dl class="rows">
      {sided(rows).map(({ label, lines, code, side }, at) => (
        <div key={at} class={`row row-${/^[a-z]+$/.test(label) ? label : 'other'}${code ? ' row-code' : ''}`}>
          <dt>{label}</dt>
          <dd>
            {side ? (
              <Side label={label} {...side} />
            ) : code ? (
              <Code label={label} lines={lines} />
            ) : (
              lines.map((line, place) => <p key={place}>{line}</p>)
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A long text wraps, so the first difference is in view on a phone and on paper, too. */
function Side({ label, shared, rest, note }: NonNullable<Sided['side']> & { readonly label: string }) {
  return (
    <div class="code">
      <pre tabIndex={0} role="group" aria-label={label}>
        {shared}
        <mark>{rest}</mark>
        {note ? <span class="mark-note">{`\n${note}`}</span> : null}
      </pre>
    </div>
  );
}

function Code({ label, lines }: { readonly label: string; readonly lines: readonly string[] }) {
  const text = lines.join('\n');
  return (
    <div class="code">
      <pre tabIndex={0} role="group" aria-label={label}>
        {lines.map((line, at) => (
          <span key={at} class={/^\s*\^/.test(line) ? 'line mark' : 'line'}>{`${line}\n`}</span>
        ))}
      </pre>
      {label === 'rerun' ? <Copy text={text} what="command" /> : null}
    </div>
  );
}

interface CopyProps {
  readonly text: string;
  readonly what: string;
  readonly says?: string;
}

export function Copy({ text, what, says = 'Copy' }: CopyProps) {
  const [told, tell] = useState('');
  const copy = () => {
    const done = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'));
    done.then(
      () => tell('Copied'),
      () => tell('Not allowed here'),
    );
  };
  return (
    <button type="button" class="copy" onClick={copy} aria-label={`Copy ${what}`}>
      <span aria-live="polite">{told === '' ? says : told}</span>
    </button>
  );
}
