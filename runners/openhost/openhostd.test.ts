import { describe, expect, it } from 'vitest';
import { Miscalled } from '../options.js';
import { openTarget } from '../targets.js';

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
});
