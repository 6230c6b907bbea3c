/** Live cases: connectrpc's runner with its reference server and client, and ours with `serve punch`. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { inPackage } from '../../package.js';
import type { Measured } from '../model.js';
import { installed } from './go.js';
import { type Ran, start, timed } from './timed.js';

const VERSION = 'v1.0.7';
const COMMANDS = 'connectrpc.com/conformance/cmd';
const CONFIG = `features:
  versions: [HTTP_VERSION_1]
  protocols: [PROTOCOL_CONNECT]
  codecs: [CODEC_JSON]
  compressions: [COMPRESSION_IDENTITY]
  supportsTls: false
`;

interface Asked extends Ran {
  readonly cases: number;
}

export async function connectrpc(): Promise<readonly Measured[]> {
  const names = ['connectconformance', 'referenceserver', 'referenceclient'];
  const go = await installed(
    VERSION,
    names.map((name) => `${COMMANDS}/${name}`),
  );
  if ('missing' in go) return [{ what: `skipped: ${go.missing}`, ratio: 1 }];
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const config = join(folder, 'config.yaml');
    writeFileSync(config, CONFIG);
    const runner = [go.program('connectconformance'), '--conf', config, '--mode'];
    const [server, client] = [go.program('referenceserver'), go.program('referenceclient')];
    const ours = await askBroker();
    const theirs: readonly (readonly [string, Asked])[] = [
      ['server', counted(await timed([...runner, 'server', '--', server]))],
      ['client', counted(await timed([...runner, 'client', '--', client]))],
    ];
    return theirs.flatMap(([mode, other]) => rows(ours, other, `connectconformance in ${mode} mode`));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function counted(ran: Ran): Asked {
  const [, cases, , failed] = /(\d+)( passed), (\d+) failed/.exec(ran.stdout) ?? [];
  if (cases === undefined || Number(failed) > 0)
    throw new Error(`no passed cases: ${ran.stdout.slice(-500)}`);
  return { ...ran, cases: Number(cases) };
}

/** Measures whole sides: the time of the broker counts for us, as that of their server does for them. */
async function askBroker(): Promise<Asked> {
  const program = [process.execPath, inPackage('dist', 'bin', 'conform.js')];
  const broker = start([...program, 'serve', 'punch', '--port', '0', '--secret', 'bench-secret']);
  const { stdout } = broker.child;
  if (!stdout) throw new Error('the broker has no stdout');
  const [url] = (await once(createInterface({ input: stdout }), 'line')) as [string];
  const asked = await timed([
    ...[
      ...program,
      'run',
      '--target',
      url,
      '--secret',
      'bench-secret',
      '--fast',
      '--quiet',
      '--report',
      'json',
    ],
  ]);
  broker.child.kill('SIGTERM');
  const { cpu } = await broker.ran;
  const { footer } = JSON.parse(asked.stdout) as { footer: { counts: { pass: number } } };
  return { ...asked, cpu: asked.cpu + cpu, cases: footer.counts.pass };
}

const rate = ({ cases, wall }: Asked): number => cases / wall;
const perCase = ({ cases, cpu }: Asked): number => (1000 * cpu) / cases;

const rows = (ours: Asked, other: Asked, name: string): Measured[] => [
  {
    what: `${rate(ours).toFixed(0)} live cases/s against ${rate(other).toFixed(0)} of ${name} (${ours.cases} and ${other.cases} cases)`,
    ratio: rate(ours) / rate(other),
  },
  {
    what: `${perCase(ours).toFixed(1)} ms of CPU a case, both ends, against ${perCase(other).toFixed(1)} of ${name}`,
    ratio: perCase(other) / perCase(ours),
  },
];
