import { setTimeout as delay } from 'node:timers/promises';
import type { ClientMutant } from '../../reference/mutants/openhost/client_mutant.js';
import { openConnection } from '../../reference/openhost/peers/client/connection.js';
import { DialFailed, dial } from '../../reference/openhost/peers/client/dial.js';
import { createIdentity } from '../../reference/openhost/peers/identity.js';
import { createDtlsCertificate } from '../../reference/openhost/peers/rtc/certificate.js';
import { relaySubstrate } from '../../reference/openhost/peers/substrate.js';
import type { Fetch } from './client_port.js';

/** The reference client as the client under test, or a deliberately wrong one in its place. */
export const embeddedClient =
  (dialect: 'spec' | 'deployed', wrong: Omit<ClientMutant, 'name' | 'breaks'> = {}): Fetch =>
  async (url, relays, { signal } = {}) => {
    let close = async () => {};
    try {
      const dialled = await dial(wrong.url?.(url) ?? url, {
        identity: createIdentity(),
        certificate: createDtlsCertificate(),
        substrates: (wrong.relays?.(relays) ?? relays).map((relay) =>
          relaySubstrate(relay, undefined, wrong.longestPacket),
        ),
        dialect,
        pollMs: 30,
        timeoutMs: 20_000,
        ...(signal ? { signal } : {}),
        ...(wrong.bindingMode ? { bindingMode: wrong.bindingMode } : {}),
        ...(wrong.seams ? { seams: wrong.seams } : {}),
      });
      close = dialled.close;
      const connection = openConnection(dialled.channel, {
        dialect,
        ...(wrong.seams ? { seams: wrong.seams } : {}),
      });
      const { status, body } = await connection.request({ method: 'GET', target: '/hello' });
      const parts: Uint8Array[] = [];
      for await (const part of body) parts.push(part);
      // What is on its way still, an ERROR above all, goes out before the connection does.
      if (status === 502) await delay(200);
      return { status, shown: Buffer.concat(parts).toString(), refused: false };
    } catch (error) {
      return { shown: String(error), refused: error instanceof DialFailed && error.step === 'url' };
    } finally {
      await close();
    }
  };
