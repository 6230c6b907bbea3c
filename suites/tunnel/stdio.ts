/** Section in, where the local end is a hyphen. */
import { expectExit, stdoutOf } from './lab_case.js';
import { put, type Script, sha256, text, textOf } from './pairing.js';
import { ask, say, serviceSaying, upperService } from './services.js';

const bridges: readonly Script[] = [
  {
    slug: 'bridge',
    title: 'in bridges stdio to one connection, with all bytes and both ends, and then exits',
    requires: ['TUNNEL-IN-7', 'TUNNEL-IN-3', 'TUNNEL-ACCEPTANCE-3', 'TUNNEL-TCP-3'],
    async run({ tunnelLab: lab, expect, random }, pairing) {
      const up = random.bytes(100_000);
      const service = await lab.service(async (link) => {
        const { bytes, how } = await link.rest();
        if (how !== 'end') return;
        await link.send(bytes);
        link.end();
      });
      const out = await lab.out([`${service.port}`], { program: pairing.out });
      const into = await lab.into(out.key, [`-:${service.port}`], { program: pairing.into });
      into.stdin.write(up);
      into.stdin.end();
      const ended = await into.exited();
      expectExit(expect, 'in exits when the remote has ended', ended);
      const { stdout, code } = ended === 'running' ? { stdout: new Uint8Array(), code: undefined } : ended;
      expect.equal('sha256 of stdout', sha256(stdout), sha256(up));
      expect.equal('exit code', code ?? 'killed by a signal', 0);
      expect.equal('connections', service.links, 1);
    },
  },
  {
    slug: 'remote-ends',
    title: 'in exits when the remote ends, though stdin is open',
    requires: ['TUNNEL-IN-7', 'TUNNEL-TCP-3'],
    async run({ tunnelLab: lab, expect }, pairing) {
      const service = await serviceSaying(lab, 'bye');
      const out = await lab.out([`${service.port}`], { program: pairing.out });
      const into = await lab.into(out.key, [`-:${service.port}`], { program: pairing.into });
      const ended = await into.exited();
      expect.equal('stdout after the exit', stdoutOf(ended), 'bye');
    },
  },
  {
    slug: 'stdio-refused',
    title: 'in exits without a byte on stdout where the port is not exposed, though stdin is open',
    requires: ['TUNNEL-IN-7', 'TUNNEL-TCP-4'],
    control: 'in/bridge',
    async run({ tunnelLab: lab, expect }, pairing) {
      const hidden = await lab.service((link) => say(link, 'secret'));
      const out = await lab.out([`${await lab.freePort()}`], { program: pairing.out });
      const into = await lab.into(out.key, [`-:${hidden.port}`], { program: pairing.into });
      const ended = await into.exited();
      expectExit(expect, 'in exits', ended);
      expect.equal('stdout', stdoutOf(ended), '');
      expect.equal('connections at the hidden service', hidden.links, 0);
    },
  },
  {
    slug: 'stdio-beside-port',
    title: 'stdio and a port are served by one invocation',
    requires: ['TUNNEL-IN-7', 'TUNNEL-IN-5', 'TUNNEL-IN-10', 'TUNNEL-TCP-1'],
    async run({ tunnelLab: lab, expect }, pairing) {
      const service = await upperService(lab);
      const out = await lab.out([`${service.port}`], { program: pairing.out });
      const local = await lab.freePort();
      const mappings = [`-:${service.port}`, `${local}:${service.port}`];
      const into = await lab.into(out.key, mappings, { program: pairing.into });
      expect.equal('what the port answers', await ask(await lab.dial(local), 'port'), 'PORT');
      into.stdin.write(text('stdio'));
      into.stdin.end();
      const printed = await into.printed(5);
      expect.equal('what stdio answers', textOf(printed), 'STDIO');
    },
  },
];

export const stdio = put('in', bridges);
