/** The namespaces of a lab: a network, file systems and processes of its own. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MARK, newMark } from '../cleanup/mark.js';
import { ROOT_VARIABLE, removeFolder, temporaryFolder } from '../cleanup/temporary.js';

const NAMESPACES = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
/** How long the start of a lab may take, in milliseconds. */
export const START = 20_000;

const unshare = (): readonly [string, ...string[]] => [
  'unshare',
  ...(process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']),
  ...NAMESPACES,
];

/** Brings the loopback up and puts our resolv.conf in place, then becomes the words behind. */
const ENTER = 'ip link set lo up && mount --bind "$1" /etc/resolv.conf && shift && exec "$@"';

/** Why no lab can be had here; undefined when it can. */
export async function labRefused(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'a lab needs the namespaces of Linux';
  const [file, ...args] = unshare();
  try {
    await promisify(execFile)(file, [...args, 'sh', '-c', ENTER, 'sh', '/etc/resolv.conf', 'true'], {
      timeout: START,
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const { stderr = '' } = error as { readonly stderr?: string };
    return `no namespaces here: ${(stderr || String(error.code)).trim().split('\n')[0]} (needs unshare of util-linux and ip of iproute2)`;
  }
}

/** The command that starts these words in a lab of their own. `close` removes what was made for it. */
export async function labCommand(inside: readonly string[], from: NodeJS.ProcessEnv) {
  const folder = temporaryFolder('lab');
  const resolv = join(folder, 'resolv.conf');
  await writeFile(resolv, 'nameserver 127.0.0.1\n');
  const [file, ...args] = unshare();
  return {
    file,
    args: [...args, 'sh', '-c', ENTER, 'sh', resolv, ...inside],
    env: { ...from, [MARK]: newMark(), [ROOT_VARIABLE]: folder },
    close: () => removeFolder(folder),
  };
}
