/** What people write on the command line and in the environment. */
import type { Json } from '../../../reference/structure.js';
import { accepting, refusing } from '../drafted.js';
import type { Draft, Recipe } from '../recipe.js';
import { vectorKeys } from './keys.js';

const range = 'A number that is cut to 16 bits is another port.';
const form = 'What cannot be read has to be refused, not guessed.';

const read = accepting({ op: 'decode' });
const refused = { op: 'decode', tags: ['form'] };

const accepts = (
  requires: string,
  rows: readonly (readonly [slug: string, input: Json, accept: Json, why: string])[],
): Draft[] =>
  rows.map(([slug, input, accept, why]) =>
    read(slug, `${JSON.stringify(input)} is understood`, input, accept, requires, why),
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
      `${JSON.stringify(input)} is refused`,
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
      ['port', ['8080'], [tcp(8080)], 'tcp is the default.'],
      ['tcp', ['8080/tcp'], [tcp(8080)], 'The default can be said.'],
      ['udp', ['5353/udp'], [udp(5353)], 'The other protocol.'],
      ['lowest', ['1'], [tcp(1)], 'The lowest port.'],
      ['highest', ['65535'], [tcp(65_535)], 'The highest port.'],
      ['several', ['8080', '5353/udp', '22'], [tcp(8080), udp(5353), tcp(22)], 'Several in one call.'],
      [
        'both-protocols',
        ['53', '53/udp'],
        [tcp(53), udp(53)],
        'A DNS server has one port over both (TUNNEL-F09).',
      ],
    ]),
    ...refuses([
      ['none', [], 'port-spec/none', 'TUNNEL-OUT-2', 'port', 'Nothing to expose is a mistake.'],
      ['zero', ['0'], 'port/range', 'TUNNEL-OUT-3', 'lowest', 'Port 0 is no port to connect to.'],
      ['65536', ['65536'], 'port/range', 'TUNNEL-OUT-3', 'highest', range],
      ['73616', ['73616'], 'port/range', 'TUNNEL-OUT-3', 'port', range],
      ['2-to-32', ['4294967376'], 'port/range', 'TUNNEL-OUT-3', 'port', range],
      ['negative', ['-1'], 'port/digits', 'TUNNEL-OUT-3', 'lowest', form],
      ['empty', [''], 'port/empty', 'TUNNEL-OUT-3', 'port', 'A script with an unset variable.'],
      ['blank', ['80 '], 'port/digits', 'TUNNEL-OUT-3', 'port', form],
      ['fraction', ['80.5'], 'port/digits', 'TUNNEL-OUT-3', 'port', form],
      ['hex', ['0x50'], 'port/digits', 'TUNNEL-OUT-3', 'port', form],
      ['name', ['http'], 'port/digits', 'TUNNEL-OUT-3', 'port', 'Names of services are not in the grammar.'],
      [
        'range',
        ['80-90'],
        'port/digits',
        'TUNNEL-OUT-3',
        'port',
        'Reading the first number exposes less, or more, than meant.',
      ],
      [
        'second-wrong',
        ['8080', 'x'],
        'port/digits',
        'TUNNEL-OUT-3',
        'several',
        'All specs are validated, not the first alone.',
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
        'Said twice is said by mistake.',
      ],
      [
        'duplicate-spelled',
        ['80', '80/tcp'],
        'port-spec/duplicate',
        'TUNNEL-OUT-4',
        'both-protocols',
        'The default is the same protocol as its name.',
      ],
      [
        'duplicate-udp',
        ['80/udp', '22', '80/udp'],
        'port-spec/duplicate',
        'TUNNEL-OUT-4',
        'several',
        'Duplicates need not be neighbours.',
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
      ['ports', ['9000:8080'], [map(9000, 8080)], 'Local first, remote second.'],
      ['tcp', ['9000:8080/tcp'], [map(9000, 8080)], 'The default can be said.'],
      ['udp', ['5353:53/udp'], [map(5353, 53, 'udp')], 'The other protocol.'],
      [
        'bounds',
        ['1:65535', '65535:1'],
        [map(1, 65_535), map(65_535, 1)],
        'The lowest and the highest port.',
      ],
      [
        'several',
        ['9000:80', '9001:80', '-:22'],
        [map(9000, 80), map(9001, 80), map('stdio', 22)],
        'Several share one connection.',
      ],
      [
        'both-protocols',
        ['53:53', '53:53/udp'],
        [map(53, 53), map(53, 53, 'udp')],
        'One local port over both protocols.',
      ],
    ]),
    ...accepts('TUNNEL-IN-3', [
      ['stdio', ['-:22'], [map('stdio', 22)], 'A hyphen is stdio.'],
      ['stdio-tcp', ['-:22/tcp'], [map('stdio', 22)], 'The default can be said.'],
    ]),
    ...refuses([
      ['no-colon', ['8080'], 'mapping/no-colon', 'TUNNEL-IN-2', 'ports', 'A port spec is no mapping.'],
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
        'Only the hyphen stands for stdio.',
      ],
      ['two-hyphens', ['--:80'], 'port/digits', 'TUNNEL-IN-3', 'stdio', form],
      ['remote-zero', ['9000:0'], 'port/range', 'TUNNEL-IN-2', 'bounds', 'No peer exposes port 0.'],
      ['remote-65536', ['9000:65536'], 'port/range', 'TUNNEL-IN-2', 'bounds', range],
      ['remote-hyphen', ['9000:-'], 'port/digits', 'TUNNEL-IN-2', 'ports', 'Stdio is at this end only.'],
      ['two-protocols', ['5:5/udp/tcp'], 'proto/unknown', 'TUNNEL-IN-2', 'udp', form],
      ['sctp', ['5:5/sctp'], 'proto/unknown', 'TUNNEL-IN-2', 'udp', form],
      ['proto-local', ['5/udp:5'], 'port/digits', 'TUNNEL-IN-2', 'udp', 'The protocol stands at the end.'],
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
        'They need not be neighbours.',
      ],
      ['stdio-udp', ['-:53/udp'], 'mapping/stdio-udp', 'TUNNEL-IN-9', 'stdio', 'A stream has no packets.'],
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
      refusing({ ...refused, beside })(slug, `a list is refused: ${slug}`, input, reject, requires, why);
    return [
      ...accepts('TUNNEL-ACCESS-2', [
        ['one', one, [one], 'One key.'],
        ['two', `${one},${two}`, [one, two], 'Several, by commas.'],
        ['any-order', `${two},${one}`, [one, two], 'The order means nothing.'],
      ]),
      refuse(
        'semicolon',
        `${one};${two}`,
        'public-key/length',
        'TUNNEL-ACCESS-5',
        'two',
        'The list is by commas.',
      ),
      refuse(
        'no-key',
        'everybody',
        'public-key/length',
        'TUNNEL-ACCESS-5',
        'one',
        'Ignoring what is no key leaves no list, and then all are let in.',
      ),
      refuse(
        'second-no-key',
        `${one},${two.slice(1)}`,
        'public-key/length',
        'TUNNEL-ACCESS-5',
        'two',
        'A typo must be told to the operator.',
      ),
      refuse('star', '*', 'public-key/length', 'TUNNEL-ACCESS-5', 'one', 'There are no patterns.'),
      refuse(
        'empty',
        '',
        'allow-list/empty',
        'TUNNEL-ACCESS-6',
        'one',
        'An operator who clears the list does not mean everybody.',
      ),
    ];
  },
};
