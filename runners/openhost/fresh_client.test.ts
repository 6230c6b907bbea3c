import { describe, expect, it } from 'vitest';
import { asFreshClient } from './fresh_client.js';
import { daemonInMemory } from './testing/daemon_in_memory.js';

const context = () => ({ signal: new AbortController().signal });

describe('a fresh client', () => {
  const released = (own: { over?: unknown; name?: string }) =>
    daemonInMemory({
      reached: {
        release({ name }, over) {
          Object.assign(own, { name, over });
        },
      },
    });

  it('is released until the session of its offer has ended', async () => {
    const seen: { over?: unknown; name?: string } = {};
    const { deployment } = released(seen);
    const { identity, session } = await asFreshClient(deployment, context(), {}, async (sender) => sender);
    expect(seen).toEqual({ name: identity.name, over: session.ended });
  });

  it('is released when its offer failed, after its session has ended', async () => {
    const seen: { over?: unknown; name?: string } = {};
    const { deployment, sessions } = released(seen);
    const failing = asFreshClient(deployment, context(), {}, () => Promise.reject(new Error('lost')));
    await expect(failing).rejects.toThrow('lost');
    expect(sessions.map(({ closes }) => closes())).toEqual([1]);
    expect(seen).toEqual({ name: expect.any(String), over: sessions[0]?.session.ended });
  });

  it('is released at once when its session does not open', async () => {
    const seen: { over?: unknown; name?: string } = {};
    const { deployment } = released(seen);
    Object.assign(deployment, { offerSession: () => Promise.reject(new Error('no socket')) });
    const failing = asFreshClient(deployment, context(), {}, async () => {});
    await expect(failing).rejects.toThrow('no socket');
    expect(seen).toEqual({ name: expect.any(String), over: undefined });
  });
});
