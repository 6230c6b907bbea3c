import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { temporaryRoot } from '../cleanup/temporary.js';
import { Miscalled } from '../options.js';
import { openTarget } from '../targets.js';
import { RunOver } from './daemon_program.js';
import { openhostdTarget } from './openhostd.js';

it('rejects an empty command as a wrong call', async () => {
  const opening = openTarget('openhostd:');
  await expect(opening).rejects.toThrow(Miscalled);
  await expect(opening).rejects.toThrow(/empty: write openhostd:PROGRAM/);
});

describe('a daemon that does not start', () => {
  it.each([
    ['openhostd:/nonexistent', /nonexistent cannot be started: there is no such program/],
    ['openhostd:false', /`identity show` ended with 1 and printed nothing/],
    ['openhostd:true', /`identity show` printed no oh:\/\/ URL/],
  ])('%s is a target whose cases are blocked, and says why', async (text, why) => {
    const target = await openTarget(text);
    expect(target).toMatchObject({
      name: text,
      ports: { openhost: expect.any(Function) },
      protocols: ['openhost'],
    });
    expect(target.remarks?.()).toEqual([expect.stringMatching(why)]);
    await expect(target.needs?.(new AbortController().signal)).resolves.toEqual([
      expect.objectContaining({ ok: false, mend: expect.stringContaining('docs/daemon.md') }),
    ]);
  });

  it('is not started after the end of the run, and leaves no folder behind', async () => {
    const before = readdirSync(temporaryRoot());
    const opening = openhostdTarget({ command: ['/nonexistent'], signal: AbortSignal.abort() });
    await expect(opening).rejects.toThrow(RunOver);
    expect(readdirSync(temporaryRoot())).toEqual(before);
  });
});
