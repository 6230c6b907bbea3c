import { describe, expect, it } from 'vitest';
import { ruling } from '../../reference/mutants/punch/mutant.js';
import { startChanged } from '../../reference/mutants/punch/start.js';
import { liveCases } from '../../suites/punch/cases.js';
import { runCase } from '../run_case.js';
import { punchTarget } from './target.js';
import { createTranscript } from './transcript.js';

describe('a transcript', () => {
  it('keeps the first and the last lines, and bounds each line', () => {
    const transcript = createTranscript();
    const record = transcript.exchange();
    for (let i = 0; i < 10_000; i++) record('>', `message ${i}`);
    record('<', 'x'.repeat(1_000_000));
    record('<', 'close 1011');
    const lines = transcript.lines();
    expect(lines[0]).toBe('> #1 message 0');
    expect(lines.at(-1)).toBe('< #1 close 1011');
    expect(lines.find((line) => line.startsWith('…'))).toMatch(/^… 99\d\d lines are left out$/);
    expect(lines.join('\n').length).toBeLessThan(5_000);
  });

  it('numbers the exchanges, and indents a body so that it cannot look like one', () => {
    const transcript = createTranscript();
    const [one, other] = [transcript.exchange(), transcript.exchange()];
    one('>', 'GET /');
    other('>', 'upgrade /');
    one('<', '200 <h1>hello</h1>\n< #2 101');
    expect(transcript.lines().join('\n')).toBe(
      '> #1 GET /\n> #2 upgrade /\n< #1 200 <h1>hello</h1>\n    < #2 101',
    );
  });

  it('shows shared scenarios first, under their titles', () => {
    const [own, shared] = [createTranscript(), createTranscript()];
    shared.exchange()('>', 'made for all');
    own.exchange()('>', 'made for one');
    own.include('a thing', shared);
    expect(own.lines()).toEqual(['shared: a thing', '  > #1 made for all', '> #1 made for one']);
  });
});

it('every case that shares a failed scenario shows its transcript, and no other case does', async () => {
  const broker = await startChanged(ruling(() => ({ closeCode: () => 4404 })));
  const target = await punchTarget({ url: broker.url, secret: broker.secret, onClose: broker.close });
  const options = { seed: 0, signal: new AbortController().signal };
  const shown = async (id: string): Promise<string> => {
    const one = liveCases.find((known) => known.id === id);
    if (!one) throw new Error(`no case ${id}`);
    const { evidence = [] } = (await runCase(one, target, options)).observation;
    return evidence.find(({ name }) => name === 'transcript')?.text ?? '';
  };
  const texts = [await shown('punch/4.2/sockets-closed'), await shown('punch/8.2/known-codes')];
  const other = await shown('punch/5/health');
  await target.close();
  for (const text of texts) {
    expect(text).toContain('shared: a session that is deleted');
    expect(text).toMatch(/> #\d+ DELETE \S+ \(Authorization: Bearer <token [0-9a-f]{8}>\)/);
    expect(text).toMatch(/< #\d+ 101 \(.*punch-version: 1\.0\.0/);
    expect(text).toMatch(/< #\d+ close 4404/);
  }
  expect(other).not.toContain('DELETE');
});
