import { Miscalled } from '../options.js';
import { servedPeer } from '../served_peer.js';
import { type RunnerPlugin, targetKind } from '../target_kind.js';

const server = targetKind({
  schemes: ['echo'],
  forms: [['echo:PORT', 'an echo server on this machine']],
  options: {},
  async open(text) {
    const port = Number(text.slice('echo:'.length));
    if (!(port > 0 && port < 65_536)) throw new Miscalled(`${text} names no port`);
    return (await import('./target.js')).echoTarget(port);
  },
});

const served = servedPeer({
  name: 'echo',
  listens: ['port', 'host'],
  options: {},
  examples: [['echo --port 0', 'an echo server on a free port']],
  async start(_given, { port, host }) {
    const { startEcho } = await import('../../reference/echo/peers/server.js');
    const started = await startEcho({ port, host });
    return { lines: [`echo:${started.port}`], close: started.close };
  },
});

export const echo: RunnerPlugin = {
  protocol: 'echo',
  kinds: [server],
  packages: [],
  reference: {
    provides: ['echo'],
    options: {},
    async start() {
      const { startEcho } = await import('../../reference/echo/peers/server.js');
      const { port, close } = await startEcho();
      return (await import('./target.js')).echoTarget(port, close);
    },
  },
  wrong: () => import('./wrong_peers.js'),
  same: async () => ({ same: [] }),
  served: async () => ({ peers: [served] }),
};
