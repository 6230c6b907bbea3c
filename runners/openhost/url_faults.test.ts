import { describe, expect, it } from 'vitest';
import { DialFailed, parseUrl } from '../../reference/openhost/peers/client/dial.js';
import { hostOf, urlLies } from './url_faults.js';

const faults = ['url-short', 'url-alphabet', 'url-query'] as const;

describe('a wrong URL', () => {
  it.each(faults)('%s is rejected by the reference, and is one mistake away from the right one', (lie) => {
    const right = `oh://${hostOf(lie).name}/hello`;
    const wrong = urlLies[lie]?.(right) ?? right;
    expect(() => parseUrl(right)).not.toThrow();
    expect(() => parseUrl(wrong)).toThrow(DialFailed);
    expect(Math.abs(wrong.length - right.length)).toBeLessThanOrEqual('?a=1'.length);
  });

  it('url-short leads to the host again when a client pads it with the letter for zero', () => {
    // The last letter of a key is one of two, so a single host proves nothing.
    for (let hosts = 0; hosts < 12; hosts++) {
      const right = `oh://${hostOf('url-short').name}/hello`;
      const wrong = urlLies['url-short']?.(right) ?? '';
      expect(wrong.replace('/hello', 'y/hello')).toBe(right);
    }
  });

  it('url-alphabet leads to the host again when a client takes a letter for the one that looks like it', () => {
    const right = `oh://${hostOf('url-alphabet').name}/hello`;
    const wrong = urlLies['url-alphabet']?.(right) ?? '';
    const alike: Record<string, string> = { l: '1', '2': 'z', '0': 'o', v: 'u' };
    const key = wrong.slice('oh://'.length, -'/hello'.length);
    expect(key).toMatch(/[l20v]/);
    expect(
      wrong.replace(
        key,
        key.replace(/[l20v]/, (letter) => alike[letter] ?? ''),
      ),
    ).toBe(right);
  });

  it('url-query keeps the key', () => {
    expect(urlLies['url-query']?.('oh://key/hello')).toBe('oh://key/hello?a=1');
  });
});

it('a meeting without a fault of the URL takes any key', () => {
  const names = new Set([undefined, 'forged-packet' as const].map((lie) => hostOf(lie).name));
  expect(names.size).toBe(2);
});
