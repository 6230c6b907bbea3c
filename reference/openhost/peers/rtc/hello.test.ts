import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DtlsSocket } from 'werift';
import { changeSuites, withSuites } from './hello.js';

const hex = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const record = '16 fefd 0000 000000000000 0000';
const header = (type: string) => `${type} 000000 0000 000000 000000`;
const before = `fefd ${'11'.repeat(32)}`;
/** A ClientHello with a cookie of three bytes and two suites. */
const clientHello = hex(`${record} ${header('01')} ${before} 00 03 aabbcc 0004 c02b c02f 01 00`);
/** A ServerHello with a session id of two bytes. */
const serverHello = hex(`${record} ${header('02')} ${before} 02 dddd c02b 00`);

const only = (suite: string) => () => hex(suite);

describe('the suites of a hello', () => {
  it('are all that a client offers, behind its cookie', () => {
    let seen: Uint8Array | undefined;
    const changed = withSuites(clientHello, (suites) => {
      seen = suites;
      return hex('009c 009d');
    });
    expect(seen).toEqual(hex('c02b c02f'));
    expect(Buffer.from(changed).toString('hex')).toBe(
      Buffer.from(clientHello).toString('hex').replace('c02bc02f', '009c009d'),
    );
  });

  it('are the one that a server takes, behind its session id', () => {
    expect(Buffer.from(withSuites(serverHello, only('009c'))).toString('hex')).toBe(
      Buffer.from(serverHello).toString('hex').replace('c02b', '009c'),
    );
  });

  it('leave the datagram that came as it was', () => {
    const copy = clientHello.slice();
    withSuites(clientHello, (suites) => suites.fill(0));
    expect(clientHello).toEqual(copy);
  });

  it('take no more room than they had', () => {
    const changed = withSuites(serverHello, () => new Uint8Array(50).fill(0xee));
    expect(Buffer.from(changed).toString('hex')).toBe(
      Buffer.from(serverHello).toString('hex').replace('c02b', 'eeee'),
    );
  });

  it('are read from a datagram inside a larger buffer', () => {
    const around = Uint8Array.of(9, 9, ...serverHello, 9);
    const changed = withSuites(around.subarray(2, -1), only('009c'));
    expect(changed).toEqual(withSuites(serverHello, only('009c')));
  });
});

describe('a datagram without suites', () => {
  it.each([
    ['nothing', ''],
    ['an alert', '15 fefd 0000 000000000004 0002 022a'],
    ['another handshake message', `${record} ${header('0b')} ${before} 00 0000 0000`],
    ['an encrypted hello', `16 fefd 0001 000000000000 0000 ${header('01')} ${before} 00 00 0002 c02b`],
    ['a hello that is cut', `${record} ${header('01')} ${before} 00`],
    ['a cookie beyond the end', `${record} ${header('01')} ${before} 00 ff 0002 c02b`],
    ['suites beyond the end', `${record} ${header('01')} ${before} 00 00 0004 c02b`],
    ['a session id beyond the end', `${record} ${header('02')} ${before} ff c02b 00`],
  ])('is left alone: %s', (_what, text) => {
    const datagram = hex(text);
    expect(withSuites(datagram, () => expect.unreachable())).toBe(datagram);
  });

  it('never fails, whatever it holds', () => {
    const start = fc.constantFrom(clientHello, serverHello);
    fc.assert(
      fc.property(start, fc.nat(80), fc.nat(80), fc.nat(255), (hello, cut, at, byte) => {
        const datagram = hello.slice(0, cut);
        if (at < datagram.length) datagram[at] = byte;
        expect(withSuites(datagram, (suites) => suites.fill(0))).toHaveLength(datagram.length);
      }),
      { numRuns: 500 },
    );
  });
});

it('changes what a DTLS end sends and what it is given, each by its own rule', async () => {
  const sent: string[] = [];
  const given: string[] = [];
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  const socket = {
    send: async (bytes: Uint8Array) => void sent.push(text(bytes)),
    onData: (bytes: Uint8Array) => void given.push(text(bytes)),
  };
  changeSuites({ transport: { socket } } as unknown as DtlsSocket, {
    sent: only('0001'),
    received: only('0002'),
  });
  await socket.send(serverHello);
  socket.onData(serverHello);
  expect([sent, given]).toEqual([
    [text(withSuites(serverHello, only('0001')))],
    [text(withSuites(serverHello, only('0002')))],
  ]);
});

it('touches nothing without a rule', () => {
  const [send, onData] = [async () => {}, () => {}];
  const socket = { send, onData };
  changeSuites({ transport: { socket } } as unknown as DtlsSocket, {});
  expect(socket).toEqual({ send, onData });
});
