import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { decode, encode } from 'dns-packet';
import { expect, it, onTestFinished } from 'vitest';
import { askedNames, openDns } from './dns_server.js';

const PEER = '_iroh.abc.dns.iroh.link';
const RELAY = 'use1-1.relay.iroh.network';

async function opened() {
  const looks: number[] = [];
  const dns = await openDns({
    port: 0,
    addressesOf: (key) => (key === 'abc' ? ['127.0.0.1:7'] : []),
    holders(ports) {
      looks.push(ports.size);
      return new Map([...ports].map((port) => [port, 'a program']));
    },
  });
  onTestFinished(() => dns.close());
  return { ...dns, looks };
}

const question = (id: number, name: string) =>
  encode({ type: 'query', id, questions: [{ type: 'TXT', name }] });
const addressIn = (message: Buffer) => {
  const { id, answers = [] } = decode(message);
  return { id, data: answers.map((answer) => ('data' in answer ? String(answer.data) : '')) };
};

it('answers over UDP, and looks once for all who asked for other names at once', async () => {
  const { port, questions, looks } = await opened();
  const clients = [createSocket('udp4'), createSocket('udp4'), createSocket('udp4')];
  const answers = clients.map(async (client, at) => {
    onTestFinished(() => void client.close());
    const heard = once(client, 'message');
    client.send('not a question', port, '127.0.0.1');
    client.send(question(at, at === 0 ? PEER : RELAY), port, '127.0.0.1');
    return addressIn((await heard)[0]);
  });
  expect(await Promise.all(answers)).toEqual([
    { id: 0, data: ['addr=127.0.0.1:7'] },
    { id: 1, data: [] },
    { id: 2, data: [] },
  ]);
  expect([questions('a program'), questions('another')]).toEqual([[RELAY, RELAY], []]);
  expect(looks).toEqual([2]);
});

it('keeps the names that each program asked for, up to a bound for all', () => {
  const asked = askedNames(3);
  for (const mark of ['one', 'two', 'one', 'two']) asked.add('relay', mark);
  expect([asked.by('one'), asked.by('two')]).toEqual([['relay', 'relay'], ['relay']]);
});

it('answers over TCP, however the questions are cut', async () => {
  const { port } = await opened();
  const client = connect({ port, host: '127.0.0.1', noDelay: true });
  onTestFinished(() => void client.destroy());
  const questions = [5, 6].map((id) => question(id, PEER));
  const bytes = Buffer.concat(questions.flatMap((one) => [Buffer.from([0, one.length]), one]));
  client.write(bytes.subarray(0, 1));
  client.write(bytes.subarray(1, bytes.length - 3));
  let heard = Buffer.alloc(0);
  const answers: unknown[] = [];
  client.on('data', (chunk: Buffer) => {
    heard = Buffer.concat([heard, chunk]);
    while (heard.length >= 2 && heard.length >= 2 + heard.readUInt16BE()) {
      answers.push(addressIn(heard.subarray(2, 2 + heard.readUInt16BE())));
      heard = heard.subarray(2 + heard.readUInt16BE());
    }
  });
  await expect.poll(() => answers.length).toBe(1);
  client.write(bytes.subarray(bytes.length - 3));
  await expect.poll(() => answers).toEqual([5, 6].map((id) => ({ id, data: ['addr=127.0.0.1:7'] })));
});

it('closes a TCP connection that sends more than any question has', async () => {
  const { port } = await opened();
  const client = connect({ port, host: '127.0.0.1' }).on('error', () => {});
  client.write(Buffer.alloc(8192, 0xff));
  await once(client, 'close');
});
