import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import { afterAll, describe, expect, it } from 'vitest';
import { createAuthority, type TlsIdentity } from './certificate.js';

const authority = createAuthority();
const closers: (() => void)[] = [];
afterAll(() => {
  for (const close of closers) close();
});

async function handshake(identity: TlsIdentity, host: string): Promise<string> {
  const server = createServer({ cert: identity.certificate, key: identity.key }, (socket) => socket.end());
  server.on('tlsClientError', () => {});
  closers.push(() => server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect({ port, host: '127.0.0.1', servername: host, ca: authority.certificate });
  try {
    await once(socket, 'secureConnect');
    return 'accepted';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  } finally {
    socket.destroy();
  }
}

describe('a certificate of a development authority', () => {
  it('is accepted by a TLS client that trusts the authority', async () => {
    expect(await handshake(authority.issue(['localhost', '127.0.0.1']), 'localhost')).toBe('accepted');
  });

  it('is rejected when it has expired', async () => {
    const identity = authority.issue(['localhost'], { from: new Date(0), until: new Date(86_400_000) });
    expect(await handshake(identity, 'localhost')).toBe('CERT_HAS_EXPIRED');
  });

  it('is rejected for another name', async () => {
    expect(await handshake(authority.issue(['localhost']), 'example.test')).toBe(
      'ERR_TLS_CERT_ALTNAME_INVALID',
    );
  });

  it('is rejected when another authority issued it', async () => {
    const stranger = createAuthority('a stranger').issue(['localhost']);
    expect(await handshake(stranger, 'localhost')).toMatch(/UNABLE_TO_(VERIFY|GET)/);
  });

  it('carries names, addresses and the chain that strict verifiers ask for', () => {
    const leaf = new X509Certificate(authority.issue(['relay.test', '127.0.0.1', '::1']).certificate);
    const root = new X509Certificate(authority.certificate);
    expect(leaf.subjectAltName).toBe('DNS:relay.test, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
    expect(leaf.ca).toBe(false);
    expect(root.ca).toBe(true);
    expect(leaf.checkIssued(root) && leaf.verify(root.publicKey)).toBe(true);
  });

  it('writes a time from 2050 on as GeneralizedTime', () => {
    const until = new Date('2061-02-03T04:05:06Z');
    const leaf = new X509Certificate(authority.issue(['x.test'], { from: new Date(), until }).certificate);
    expect(new Date(leaf.validTo).getTime()).toBe(until.getTime());
  });
});
