/** Links within a site that lead to no file, or to no place in it. */
import { posix } from 'node:path';

const links = /\s(?:href|src)="([^"]*)"/g;

export function brokenLinks(files: ReadonlyMap<string, string>): readonly string[] {
  const broken: string[] = [];
  for (const [path, text] of files) {
    if (!path.endsWith('.html')) continue;
    // The data of a page is drawn by its script.
    const shown = text.replace(/<script[\s\S]*?<\/script>/g, '');
    for (const [, link = ''] of shown.matchAll(links)) {
      if (!leads(files, path, link)) broken.push(`${path}: ${link}`);
    }
  }
  return broken;
}

function leads(files: ReadonlyMap<string, string>, from: string, link: string): boolean {
  if (link.startsWith('data:')) return true;
  const [file = '', place] = link.split('#');
  if (/^[a-z]+:|^\//.test(file)) return false;
  const target = file === '' ? from : posix.join(posix.dirname(from), decodeURIComponent(file));
  const text = files.get(target);
  // A page with data finds the place by its script.
  return (
    text !== undefined &&
    (place === undefined || text.includes('id="data"') || text.includes(`id="${place}"`))
  );
}
