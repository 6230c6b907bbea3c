/** The candidate nearest to a mistyped word; undefined when none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3));
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const distance = distanceBetween(word.toLowerCase(), candidate.toLowerCase());
    // A candidate of one letter is as near to every other letter.
    const isAlike = distance <= limit && distance < candidate.length;
    if (isAlike && (!best || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate;
}

/** The number of insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
function distanceBetween(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}

const MOST_LISTED = 24;

/** The error for an unknown word. `elsewhere` says where to find the candidates when they are too many to list. */
export function unknown(what: string, word: string, candidates: readonly string[], elsewhere = ''): string {
  const meant = nearest(word, candidates);
  const many = elsewhere === '' ? '' : `; ${elsewhere}`;
  const known = candidates.length <= MOST_LISTED ? `; known: ${candidates.join(', ')}` : many;
  const hint = meant === undefined ? '' : ` (did you mean "${meant}"?)`;
  return `unknown ${what} "${word}"${hint}${known}`;
}
