import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveIn } from './in.js';
import { bindPeer, type IrohPeer } from './iroh.js';
import { serveOut } from './out.js';
import { RULES } from './reference_rules.js';

let server: IrohPeer;
let client: IrohPeer;
const relay = { kind: 'disabled' } as const;
const local = createServer({ allowHalfOpen: true }, (socket) => {
  const heard: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => heard.push(chunk));
  socket.on('end', () => socket.end(Buffer.concat(heard).toString('utf8').toUpperCase()));
});

beforeAll(async () => {
  await once(local.listen(0, '127.0.0.1'), 'listening');
  server = await bindPeer({ secret: new Uint8Array(32).fill(1), relay, isolated: true });
  client = await bindPeer({ secret: new Uint8Array(32).fill(2), relay, isolated: true });
});

afterAll(async () => {
  local.close();
  await Promise.all([server.close(), client.close()]);
});

test('a client that has ended its half still gets the answer, and another port is rejected', async () => {
  const { port } = local.address() as AddressInfo;
  const specs = [{ port, proto: 'tcp' as const }];
  const told: string[] = [];
  const tell = (text: string) => void told.push(text);
  const done = serveOut({ peer: server, specs, allow: new Set([client.publicKey]), tell, rules: RULES });
  const connection = await client.connect(
    Uint8Array.from(Buffer.from(server.publicKey, 'hex')),
    server.addresses,
  );
  const talk = async (remote: number): Promise<{ text: string; well: boolean }> => {
    const stdin = new PassThrough();
    const stdout = new PassThrough();
    const mappings = [{ local: 'stdio' as const, remote, proto: 'tcp' as const }];
    const served = await serveIn({
      connection,
      again: async () => connection,
      mappings,
      stdin,
      stdout,
      tell,
      rules: RULES,
    });
    stdin.end('all of it');
    const well = await served.stdio;
    served.close();
    return { text: String(stdout.read() ?? ''), well };
  };
  expect(await talk(port)).toEqual({ text: 'ALL OF IT', well: true });
  expect(await talk(port === 1 ? 2 : 1)).toEqual({ text: '', well: false });
  await server.close();
  await done;
  expect(told.some((text) => text.startsWith('rejected a stream: '))).toBe(true);
});
