/** What people write on the command line and in the environment. */
import type { Json } from '../../../reference/structure.js';
import { accepting, refusing } from '../drafted.js';
import type { Draft, Recipe } from '../recipe.js';
import { vectorKeys } from './keys.js';

const range = 'A parser that cuts the number to 16 bits opens another port.';
const form = 'A parser that guesses opens a port that the user did not name.';

const read = accepting({ op: 'decode' });
const refused = { op: 'decode', tags: ['form'] };

const accepts = (
  requires: string,
  rows: readonly (readonly [slug: string, input: Json, accept: Json, why: string])[],
): Draft[] =>
  rows.map(([slug, input, accept, why]) =>
    read(slug, `${JSON.stringify(input)} is accepted`, input, accept, requires, why),
  );

const refuses = (
  rows: readonly (readonly [
    slug: string,
    input: Json,
    reject: string,
    requires: string,
    beside: string,
    why: string,
  ])[],
): Draft[] =>
  rows.map(([slug, input, reject, requires, beside, why]) =>
    refusing({ ...refused, beside })(
      slug,
      `${JSON.stringify(input)} is rejected`,
      input,
      reject,
      requires,
      why,
    ),
  );

const tcp = (port: number): Json => ({ port, proto: 'tcp' });
const udp = (port: number): Json => ({ port, proto: 'udp' });

export const portSpecRecipe: Recipe = {
  structure: 'tunnel/port-spec',
  sections: ['out'],
  drafts: () => [
    ...accepts('TUNNEL-OUT-2', [
      ['port', ['8080'], [tcp(8080)], 'A parser without a default rejects the most common form.'],
      ['tcp', ['8080/tcp'], [tcp(8080)], 'Scripts that always name the protocol fail.'],
      ['udp', ['5353/udp'], [udp(5353)], 'A UDP service cannot be reached.'],
      ['lowest', ['1'], [tcp(1)], 'An off-by-one check rejects the lowest port.'],
      [
        'highest',
        ['65535'],
        [tcp(65_535)],
        'An off-by-one check or a signed 16-bit number rejects the highest port.',
      ],
      [
        'several',
        ['8080', '5353/udp', '22'],
        [tcp(8080), udp(5353), tcp(22)],
        'A parser that stops at the first spec exposes one port of three.',
      ],
      [
        'both-protocols',
        ['53', '53/udp'],
        [tcp(53), udp(53)],
        'A DNS server needs its port over both protocols (TUNNEL-F09).',
      ],
    ]),
    ...refuses([
      [
        'none',
        [],
        'port-spec/none',
        'TUNNEL-OUT-2',
        'port',
        'An empty variable in a script leaves a program running that exposes nothing.',
      ],
      ['zero', ['0'], 'port/range', 'TUNNEL-OUT-3', 'lowest', 'Nobody can connect to port 0.'],
      ['65536', ['65536'], 'port/range', 'TUNNEL-OUT-3', 'highest', range],
      ['73616', ['73616'], 'port/range', 'TUNNEL-OUT-3', 'port', range],
      ['2-to-32', ['4294967376'], 'port/range', 'TUNNEL-OUT-3', 'port', range],
      ['negative', ['-1'], 'port/digits', 'TUNNEL-OUT-3', 'lowest', form],
      [
        'empty',
        [''],
        'port/empty',
        'TUNNEL-OUT-3',
        'port',
        'A script with an unset variable passes an empty text.',
      ],
      ['blank', ['80 '], 'port/digits', 'TUNNEL-OUT-3', 'port', form],
      ['fraction', ['80.5'], 'port/digits', 'TUNNEL-OUT-3', 'port', form],
      ['hex', ['0x50'], 'port/digits', 'TUNNEL-OUT-3', 'port', form],
      [
        'name',
        ['http'],
        'port/digits',
        'TUNNEL-OUT-3',
        'port',
        'Service names stand for different ports on different machines.',
      ],
      [
        'range',
        ['80-90'],
        'port/digits',
        'TUNNEL-OUT-3',
        'port',
        'A parser that reads the first number exposes one port where the user meant eleven.',
      ],
      [
        'second-wrong',
        ['8080', 'x'],
        'port/digits',
        'TUNNEL-OUT-3',
        'several',
        'A parser that validates only the first spec starts with a port missing.',
      ],
      ['no-proto', ['80/'], 'proto/unknown', 'TUNNEL-OUT-2', 'tcp', form],
      ['no-port', ['/udp'], 'port/empty', 'TUNNEL-OUT-2', 'udp', form],
      ['sctp', ['80/sctp'], 'proto/unknown', 'TUNNEL-OUT-2', 'tcp', form],
      ['two-protocols', ['5/udp/tcp'], 'proto/unknown', 'TUNNEL-OUT-2', 'udp', form],
      [
        'duplicate',
        ['80', '80'],
        'port-spec/duplicate',
        'TUNNEL-OUT-4',
        'both-protocols',
        'A port that is listed twice hides a typo.',
      ],
      [
        'duplicate-spelled',
        ['80', '80/tcp'],
        'port-spec/duplicate',
        'TUNNEL-OUT-4',
        'both-protocols',
        '80 and 80/tcp are the same port, and comparing the texts misses that.',
      ],
      [
        'duplicate-udp',
        ['80/udp', '22', '80/udp'],
        'port-spec/duplicate',
        'TUNNEL-OUT-4',
        'several',
        'A check of neighbours alone misses this duplicate.',
      ],
    ]),
  ],
};

const map = (local: number | 'stdio', remote: number, proto = 'tcp'): Json => ({ local, remote, proto });

export const mappingRecipe: Recipe = {
  structure: 'tunnel/mapping',
  sections: ['in'],
  drafts: () => [
    ...accepts('TUNNEL-IN-2', [
      ['ports', ['9000:8080'], [map(9000, 8080)], 'A parser that swaps the two opens the wrong local port.'],
      ['tcp', ['9000:8080/tcp'], [map(9000, 8080)], 'Scripts that always name the protocol fail.'],
      ['udp', ['5353:53/udp'], [map(5353, 53, 'udp')], 'A UDP service cannot be reached.'],
      [
        'bounds',
        ['1:65535', '65535:1'],
        [map(1, 65_535), map(65_535, 1)],
        'An off-by-one check rejects the lowest or the highest port.',
      ],
      [
        'several',
        ['9000:80', '9001:80', '-:22'],
        [map(9000, 80), map(9001, 80), map('stdio', 22)],
        'A parser that stops at the first mapping drops the others.',
      ],
      [
        'both-protocols',
        ['53:53', '53:53/udp'],
        [map(53, 53), map(53, 53, 'udp')],
        'A DNS client needs its local port over both protocols.',
      ],
    ]),
    ...accepts('TUNNEL-IN-3', [
      ['stdio', ['-:22'], [map('stdio', 22)], 'ssh cannot use the tunnel as ProxyCommand.'],
      ['stdio-tcp', ['-:22/tcp'], [map('stdio', 22)], 'Scripts that always name the protocol fail.'],
    ]),
    ...refuses([
      [
        'no-colon',
        ['8080'],
        'mapping/no-colon',
        'TUNNEL-IN-2',
        'ports',
        'A parser that takes one port for both ends opens a listener that nobody asked for.',
      ],
      ['three', ['1:2:3'], 'port/digits', 'TUNNEL-IN-2', 'ports', form],
      ['no-remote', ['9000:'], 'port/empty', 'TUNNEL-IN-2', 'ports', form],
      ['no-local', [':8080'], 'port/empty', 'TUNNEL-IN-3', 'ports', form],
      ['local-65536', ['65536:80'], 'port/range', 'TUNNEL-IN-3', 'bounds', range],
      [
        'local-name',
        ['stdio:80'],
        'port/digits',
        'TUNNEL-IN-3',
        'stdio',
        'A second spelling of stdio works with one program only.',
      ],
      ['two-hyphens', ['--:80'], 'port/digits', 'TUNNEL-IN-3', 'stdio', form],
      [
        'remote-zero',
        ['9000:0'],
        'port/range',
        'TUNNEL-IN-2',
        'bounds',
        'No peer exposes port 0, so every connection would fail.',
      ],
      ['remote-65536', ['9000:65536'], 'port/range', 'TUNNEL-IN-2', 'bounds', range],
      [
        'remote-hyphen',
        ['9000:-'],
        'port/digits',
        'TUNNEL-IN-2',
        'ports',
        'Only the local end may be stdio.',
      ],
      ['two-protocols', ['5:5/udp/tcp'], 'proto/unknown', 'TUNNEL-IN-2', 'udp', form],
      ['sctp', ['5:5/sctp'], 'proto/unknown', 'TUNNEL-IN-2', 'udp', form],
      [
        'proto-local',
        ['5/udp:5'],
        'port/digits',
        'TUNNEL-IN-2',
        'udp',
        'The protocol belongs behind the remote port, and elsewhere a parser would guess.',
      ],
      [
        'second-stdio',
        ['-:22', '-:23'],
        'mapping/second-stdio',
        'TUNNEL-IN-8',
        'stdio',
        'Two connections cannot share one stdin.',
      ],
      [
        'stdio-twice',
        ['-:22', '9000:80', '-:22'],
        'mapping/second-stdio',
        'TUNNEL-IN-8',
        'several',
        'A check of neighbours alone misses the second stdio mapping.',
      ],
      [
        'stdio-udp',
        ['-:53/udp'],
        'mapping/stdio-udp',
        'TUNNEL-IN-9',
        'stdio',
        'Stdin and stdout have no packet bounds.',
      ],
    ]),
  ],
};

export const allowListRecipe: Recipe = {
  structure: 'tunnel/allow-list',
  sections: ['access'],
  drafts: () => {
    const [one = '', two = ''] = vectorKeys.toSorted();
    const refuse = (
      slug: string,
      input: string,
      reject: string,
      requires: string,
      beside: string,
      why: string,
    ): Draft =>
      refusing({ ...refused, beside })(
        slug,
        `an allow list is rejected: ${slug.replaceAll('-', ' ')}`,
        input,
        reject,
        requires,
        why,
      );
    return [
      ...accepts('TUNNEL-ACCESS-2', [
        ['one', one, [one], 'The only allowed peer is locked out.'],
        ['two', `${one},${two}`, [one, two], 'All but one of the allowed peers are locked out.'],
        ['any-order', `${two},${one}`, [one, two], 'A peer is locked out because of its place in the list.'],
      ]),
      refuse(
        'semicolon',
        `${one};${two}`,
        'public-key/length',
        'TUNNEL-ACCESS-5',
        'two',
        'Only commas separate keys; another separator must not pass for one key.',
      ),
      refuse(
        'no-key',
        'everybody',
        'public-key/length',
        'TUNNEL-ACCESS-5',
        'one',
        'A parser that skips invalid entries ends with an empty list and lets everybody in.',
      ),
      refuse(
        'second-no-key',
        `${one},${two.slice(1)}`,
        'public-key/length',
        'TUNNEL-ACCESS-5',
        'two',
        'The operator does not learn of the typo, and the peer is locked out.',
      ),
      refuse(
        'star',
        '*',
        'public-key/length',
        'TUNNEL-ACCESS-5',
        'one',
        'A pattern is no key, and must not let everybody in.',
      ),
      refuse(
        'empty',
        '',
        'allow-list/empty',
        'TUNNEL-ACCESS-6',
        'one',
        'An operator who clears the list by mistake opens the service to everybody.',
      ),
    ];
  },
};
