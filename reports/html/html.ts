import { defined } from '../../defined.js';
import type { Reporter } from '../../suites/model.js';
import { type Background, noBackground } from '../background.js';
import { writePieces } from '../gathered.js';
import type { Output } from '../output.js';
import { pageAssets } from './assets.js';
import { type Collected, collector } from './collect.js';
import type { Catalogue, SiteLinks } from './data.js';
import { inScript } from './script_text.js';
import { shell, titleOf } from './shell.js';

export interface PageOptions {
  /** Above the report: where the page stands in a site. */
  readonly before?: string;
  readonly site?: SiteLinks;
}

/**
 * One file without network: what the page shows before its script runs, the data, and the script. Of several
 * recordings, each with its header, it draws what differs.
 */
export function htmlReporter(
  output: Output,
  background: Background = noBackground,
  options: PageOptions = {},
): Reporter {
  const assets = pageAssets();
  const collect = collector(background);
  let ended = false;
  return {
    line(line) {
      if (line.kind === 'result') collect.result(line);
      else if (line.kind === 'header') collect.header(line);
      else collect.footer(line);
    },
    end() {
      if (ended) return;
      ended = true;
      const collected = collect.end();
      const { policy, script, style } = assets;
      output.write(
        `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="${policy}">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n<link rel="icon" href="data:,">\n<title>${titleOf(collected.ended)}</title>\n<style>${style}</style>\n</head>\n<body>\n${options.before ?? ''}<div id="report">${shell(collected.ended)}</div>\n`,
      );
      writeData(output, collected, catalogueOf(background, collected), options.site);
      output.write(`<script>${script}</script>\n</body>\n</html>\n`);
    },
  };
}

function catalogueOf(background: Background, { protocols }: Collected): Catalogue {
  return background.catalogue?.(protocols) ?? { clauses: [], findings: [] };
}

function writeData(
  output: Output,
  { cases, clauses, whys, reasons, runs }: Collected,
  catalogue: Catalogue,
  site: SiteLinks | undefined,
): void {
  output.write('<script id="data" type="application/json">{"cases":[');
  writePieces(output, cases);
  output.write(
    `],\n"clauses":[${clauses.join(',')}],\n"whys":[${whys.join(',')}],\n"reasons":[${inScript(reasons.join(','))}],\n"runs":[`,
  );
  writePieces(output, runs);
  const rest = { catalogue, ...defined({ site }) };
  output.write(`],\n${inScript(JSON.stringify(rest)).slice(1)}</script>\n`);
}
