import { expect, it } from 'vitest';
import { announcedPeers } from './dns_peers.js';

it('knows the addresses of announced peers only, and where each listens now', () => {
  const listening = new Map([
    ['one', ['127.0.0.1:1']],
    ['two', ['127.0.0.1:2']],
  ]);
  const peers = announcedPeers((mark) => listening.get(mark) ?? []);
  peers.announce('a', 'one');
  expect([peers.addressesOf('a'), peers.addressesOf('b')]).toEqual([['127.0.0.1:1'], []]);
  listening.set('one', ['127.0.0.1:3']);
  expect(peers.addressesOf('a')).toEqual(['127.0.0.1:3']);
  peers.announce('a', 'two');
  expect(peers.addressesOf('a')).toEqual(['127.0.0.1:2']);
});

it('remembers where a peer was seen last, when a look finds nothing', () => {
  const looks = [['127.0.0.1:1'], [], []];
  const peers = announcedPeers(() => looks.shift() ?? []);
  peers.announce('a', 'one');
  expect(peers.addressesOf('a')).toEqual(['127.0.0.1:1']);
  peers.announce('a', 'another');
  expect(peers.addressesOf('a')).toEqual([]);
});
