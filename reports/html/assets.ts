/** The script and the style of the page, which the build has bundled. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inPackage } from '../../package.js';

export interface Assets {
  readonly script: string;
  readonly style: string;
  /** Nothing but these two runs, and nothing is loaded. */
  readonly policy: string;
}

let known: Assets | undefined;

export function pageAssets(): Assets {
  known ??= read();
  return known;
}

function read(): Assets {
  const [script, style] = ['report.js', 'report.css'].map((file) =>
    readFileSync(inPackage('dist', 'page', file), 'utf8'),
  ) as [string, string];
  return { script, style, policy: policyOf({ script, style }) };
}

export function policyOf({ script, style }: { readonly script?: string; readonly style: string }): string {
  return [
    "default-src 'none'",
    ...(script === undefined ? [] : [`script-src '${digest(script)}'`]),
    `style-src '${digest(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

const digest = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
