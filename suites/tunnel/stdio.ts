/** Section in, where the local end is a hyphen. */
import { put, type Script, sha256, text } from './pairing.js';
import { ask, serviceSaying, upperService } from './services.js';

const bridges: readonly Script[] = [
  {
    slug: 'bridge',
    title: 'stdio is bridged to one connection, binary and with its ends, and then the program leaves',
    requires: ['TUNNEL-IN-7', 'TUNNEL-IN-3', 'TUNNEL-ACCEPTANCE-3', 'TUNNEL-TCP-3'],
    async run({ tunnelLab: lab, expect, random }, pairing) {
      const up = random.bytes(100_000);
      const service = await lab.service(
        (link) =>
          void link.rest().then(async ({ bytes, how }) => {
            if (how !== 'end') return;
            await link.send(bytes);
            link.end();
          }),
      );
      const out = await lab.out([`${service.port}`], { program: pairing.out });
      const into = await lab.into(out.key, [`-:${service.port}`], { program: pairing.into });
      into.stdin.write(up);
      into.stdin.end();
      const ended = await into.exited();
      expect.that('it leaves when the remote has ended', ended !== undefined);
      expect.equal('sha256 of stdout', ended ? sha256(ended.stdout) : null, sha256(up));
      expect.equal('exit code', ended?.code ?? null, 0);
      expect.equal('connections', service.links, 1);
    },
  },
  {
    slug: 'remote-ends',
    title: 'it leaves when the remote ends, though stdin is open',
    requires: ['TUNNEL-IN-7', 'TUNNEL-TCP-3'],
    async run({ tunnelLab: lab, expect }, pairing) {
      const service = await serviceSaying(lab, 'bye');
      const out = await lab.out([`${service.port}`], { program: pairing.out });
      const into = await lab.into(out.key, [`-:${service.port}`], { program: pairing.into });
      const ended = await into.exited();
      expect.equal('stdout', ended ? Buffer.from(ended.stdout).toString() : null, 'bye');
    },
  },
  {
    slug: 'stdio-refused',
    title: 'it ends without a byte where the port is not exposed, though stdin is open',
    requires: ['TUNNEL-IN-7', 'TUNNEL-TCP-4'],
    async run({ tunnelLab: lab, expect }, pairing) {
      const hidden = await lab.service((link) => void link.send(text('secret')).catch(() => {}));
      const out = await lab.out([`${await lab.freePort()}`], { program: pairing.out });
      const into = await lab.into(out.key, [`-:${hidden.port}`], { program: pairing.into });
      const ended = await into.exited();
      expect.that('it ends by itself', ended !== undefined);
      expect.equal('bytes on stdout', ended?.stdout.length ?? 0, 0);
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
      expect.equal('what stdio answers', Buffer.from(await into.printed(5)).toString(), 'STDIO');
    },
  },
];

export const stdio = put('in', bridges);
