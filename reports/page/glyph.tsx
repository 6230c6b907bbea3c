/** A verdict by shape and word: one reader in twelve cannot tell it by colour. */
import type { Verdict } from '../../suites/model.js';

const PATHS: Readonly<Record<Verdict | 'none', string>> = {
  pass: 'M3.5 8.5l3 3 6-7',
  fail: 'M4 4l8 8M12 4l-8 8',
  skip: 'M4 8h8',
  blocked: 'M6 4v8M10 4v8',
  error: 'M8 3v6M8 12v.5',
  none: '',
};

export function Glyph({ verdict, bare }: { readonly verdict: Verdict | 'none'; readonly bare?: boolean }) {
  return (
    <svg class={`glyph ${verdict}${bare ? ' bare' : ''}`} viewBox="0 0 16 16" aria-hidden="true">
      {bare ? null : <rect class="disc" x="0" y="0" width="16" height="16" rx="5" />}
      <path d={PATHS[verdict]} />
    </svg>
  );
}

export const WORDS: Readonly<Record<Verdict, string>> = {
  pass: 'passed',
  fail: 'failed',
  skip: 'skipped',
  blocked: 'blocked',
  error: 'errors',
};
