/** Section in: mappings whose local end is stdio, written as a hyphen. */
import { expectExit } from './lab_case.js';
import { openBridge, openEnds, put, type Script, sha256, text, textOf } from './pairing.js';
import { replyTo, say, serviceSaying, upperService } from './services.js';

const bridges: readonly Script[] = [
  {
    slug: 'bridge',
    title: 'in with a stdio mapping bridges all bytes and both ends to one connection',
    why: 'A file that is piped through the tunnel is cut, or ssh as ProxyCommand breaks.',
    requires: ['TUNNEL-IN-7', 'TUNNEL-IN-3', 'TUNNEL-ACCEPTANCE-3', 'TUNNEL-TCP-3'],
    async run({ tunnel: lab, expect, random }, pairing) {
      const up = random.bytes(100_000);
      const service = await lab.service(async (link) => {
        const { bytes, how } = await link.rest();
        if (how !== 'end') return;
        await link.send(bytes);
        link.end();
      });
      const into = await openBridge(lab, pairing, service.port);
      into.stdin.write(up);
      into.stdin.end();
      const stdout = await into.printed(up.length);
      expect.equal('sha256 of stdout', typeof stdout === 'string' ? stdout : sha256(stdout), sha256(up));
      expect.equal('connections at the service', service.links, 1);
    },
  },
  {
    slug: 'stdio-exits',
    title: 'in with a stdio mapping exits with code 0 when stdin and the remote have ended',
    why: 'A shell pipeline through the tunnel never ends, although all data has come.',
    requires: ['TUNNEL-IN-15', 'TUNNEL-TCP-3'],
    level: 'should',
    async run({ tunnel: lab, expect }, pairing) {
      const service = await upperService(lab);
      const into = await openBridge(lab, pairing, service.port);
      into.stdin.write(text('all'));
      into.stdin.end();
      expect.equal('stdout', textOf(await into.printed('ALL'.length)), 'ALL');
      const ended = await into.exited();
      expectExit(expect, 'in exits', ended);
      expect.equal('exit code', ended === 'running' ? ended : (ended.code ?? 'killed by a signal'), 0);
    },
  },
  {
    slug: 'remote-ends',
    title: 'in with a stdio mapping exits when the remote ends, while stdin is open',
    why: 'An ssh session with the tunnel as ProxyCommand hangs after logout, because its stdin stays open.',
    requires: ['TUNNEL-IN-15', 'TUNNEL-TCP-3'],
    level: 'should',
    async run({ tunnel: lab, expect }, pairing) {
      const service = await serviceSaying(lab, 'bye');
      const into = await openBridge(lab, pairing, service.port);
      expect.equal('stdout', textOf(await into.printed('bye'.length)), 'bye');
      expectExit(expect, 'in exits while stdin is open', await into.exited());
    },
  },
  {
    slug: 'stdio-refused',
    title: 'in with a stdio mapping to a port that is not exposed prints nothing to stdout',
    why: 'A peer reaches a service that was never exposed, or its client takes an error text for data.',
    requires: ['TUNNEL-IN-7', 'TUNNEL-TCP-4'],
    control: 'in/bridge',
    async run({ tunnel: lab, expect }, pairing) {
      const hidden = await lab.service((link) => say(link, 'secret'));
      const open = await serviceSaying(lab, 'open');
      const { out, into } = await openEnds(lab, pairing, [`${open.port}`], [`-:${hidden.port}`]);
      await into.printed('secret'.length);
      into.stdin.end();
      // The silence counts because the same out has served a later peer.
      const next = await lab.into(out.key, [`-:${open.port}`], { program: pairing.into });
      expect.equal('stdout of the next peer', textOf(await next.printed('open'.length)), 'open');
      expect.equal('stdout', textOf(into.stdout()), '');
      expect.equal('connections at the hidden service', hidden.links, 0);
    },
  },
  {
    slug: 'stdio-beside-port',
    title: 'in serves a stdio mapping and a port mapping in one invocation',
    why: 'A second mapping beside stdio is dropped in silence.',
    requires: ['TUNNEL-IN-7', 'TUNNEL-IN-5', 'TUNNEL-IN-10', 'TUNNEL-TCP-1'],
    async run({ tunnel: lab, expect }, pairing) {
      const service = await upperService(lab);
      const local = await lab.freePort();
      const mappings = [`-:${service.port}`, `${local}:${service.port}`];
      const { into } = await openEnds(lab, pairing, [`${service.port}`], mappings);
      expect.equal('what the port answers', await replyTo(await lab.dial(local), 'port'), 'PORT');
      into.stdin.write(text('stdio'));
      into.stdin.end();
      const printed = await into.printed(5);
      expect.equal('what stdio answers', textOf(printed), 'STDIO');
    },
  },
];

export const stdio = put('in', bridges);
