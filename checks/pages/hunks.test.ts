import { expect, it } from 'vitest';
import { misfits } from './hunks.js';

const page = (context: string): string => `
\`\`\`diff
--- a/x.ts
+++ b/x.ts
@@ -1,2 +1,3 @@
 ${context}
+two
 three
\`\`\`

\`\`\`diff
--- a/x.ts
+++ b/x.ts
@@ -2,2 +2,2 @@
 two
-three
+four
\`\`\`
`;

it('applies the diffs one after the other', () => {
  expect(misfits(page('one'), () => 'one\nthree\nfive\n')).toEqual([]);
});

it('names each diff whose context is not in the file', () => {
  expect(misfits(page('once'), () => 'one\nthree\n')).toEqual(['line 2: x.ts', 'line 11: x.ts']);
  expect(misfits(page('one'), () => 'one\nthree \n')).toEqual(['line 2: x.ts', 'line 11: x.ts']);
});

it('applies diffs to files that the page itself creates', () => {
  const written = `\`\`\`ts file=x.ts\none\nthree\n\`\`\`\n${page('one')}`;
  const nothing = (): string => {
    throw new Error('not there');
  };
  expect(misfits(written, nothing)).toEqual([]);
});
