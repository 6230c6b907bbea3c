import { decode, encode, type Question } from 'dns-packet';
import { expect, it } from 'vitest';
import { answerTo, asksForPeer, queryOf } from './dns_answer.js';

const asked = (name: string, type: Question['type'] = 'TXT') =>
  queryOf(encode({ type: 'query', id: 77, questions: [{ type, name }] }));

function answered(name: string, type?: Question['type']) {
  const query = asked(name, type);
  if (!query) throw new Error('it asks nothing');
  const {
    id,
    answers = [],
    ...rest
  } = decode(answerTo(query, (key) => (key === 'abc' ? ['127.0.0.1:7'] : [])));
  const data = answers.map((answer) => ('data' in answer ? String(answer.data) : ''));
  return { id, data, rcode: (rest as { readonly rcode?: string }).rcode };
}

it.each(['_iroh.abc.dns.iroh.link', '_IROH.ABC.Staging-DNS.iroh.link'])(
  'answers %s with the address of the peer',
  (name) => {
    expect(answered(name)).toMatchObject({ id: 77, data: ['addr=127.0.0.1:7'], rcode: 'NOERROR' });
  },
);

it.each(['_iroh.other.dns.iroh.link', '_iroh.abc.example.org', 'use1-1.relay.iroh.network'])(
  'answers %s with NXDOMAIN',
  (name) => {
    const { data, rcode } = answered(name);
    expect({ data, rcode }).toEqual({ data: [], rcode: 'NXDOMAIN' });
  },
);

it('gives addresses only in TXT records', () => {
  expect(answered('_iroh.abc.dns.iroh.link', 'A').data).toEqual([]);
});

it('ignores bytes that are not a DNS question', () => {
  expect(queryOf(Buffer.from([1, 2, 3]))).toBeUndefined();
  expect(queryOf(encode({ type: 'query', id: 1, questions: [] }))).toBeUndefined();
});

it('tells questions for peers from those for relays', () => {
  const [peer, relay] = [asked('_iroh.abc.dns.iroh.link'), asked('relay.example.org', 'A')];
  expect([peer && asksForPeer(peer), relay && asksForPeer(relay)]).toEqual([true, false]);
});
