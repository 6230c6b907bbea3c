import picomatch from 'picomatch';
import { nearest } from './suggest.js';

/** An error for each glob that matches no id. Most are typing errors. */
export function unmatched(option: string, globs: readonly string[], ids: readonly string[]): string[] {
  return globs
    .filter((glob) => {
      const matches = picomatch(glob);
      return !ids.some((id) => matches(id));
    })
    .map((glob) => {
      const meant = likely(glob, ids);
      const hint = meant === undefined ? '; conform list shows the ids' : `: did you mean "${meant}"?`;
      return `${option} "${glob}" matches no id${hint}`;
    });
}

/** A guess at what was meant: a folder of ids for a glob, an id for an id. */
function likely(glob: string, ids: readonly string[]): string | undefined {
  const [, stem = glob, rest = ''] = /^([^*?[{]*?)(\/?[*?[{].*)?$/s.exec(glob) ?? [];
  if (ids.includes(stem)) return undefined;
  const folders = ids.flatMap((id) => {
    const parts = id.split('/');
    return parts.slice(0, -1).map((_, at) => parts.slice(0, at + 1).join('/'));
  });
  const all = [...new Set(folders)];
  if (all.includes(stem)) return rest === '' || isOneLevel(rest) ? `${stem}/**` : undefined;
  const meant = nearest(stem, rest === '' ? [...ids, ...all] : all);
  if (meant === undefined || !all.includes(meant)) return meant;
  const matches = picomatch(`${meant}${rest}`);
  return ids.some((id) => matches(id)) ? `${meant}${rest}` : `${meant}/**`;
}

/** A star does not cross a slash, so it matches no id of a folder that has only folders. */
const isOneLevel = (rest: string): boolean => rest === '/*';
