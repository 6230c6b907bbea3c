import { expect, it } from 'vitest';
import { Miscalled } from '../options.js';
import { openTarget } from '../targets.js';

it.each([
  ['openhostd:', /empty: write openhostd:PROGRAM/],
  ['openhostd:/nonexistent', /nonexistent cannot be started: there is no such program.*docs\/openhost\.md/],
  ['openhostd:false', /`identity show` ended with 1 and said nothing.*docs\/openhost\.md/],
  ['openhostd:true', /`identity show` names no oh:\/\/ URL.*docs\/openhost\.md/],
])('%s is a wrong call, and why', async (text, why) => {
  const opening = openTarget(text);
  await expect(opening).rejects.toThrow(Miscalled);
  await expect(opening).rejects.toThrow(why);
});
