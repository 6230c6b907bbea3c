import { expect, it } from 'vitest';
import { pageScript } from './page_script.js';

it('bundles the client of a page without Node modules', async () => {
  expect(await pageScript()).toContain('RTCPeerConnection');
});
