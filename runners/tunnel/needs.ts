/** What testing a tunnel program needs: a lab, and a program that starts. */
import { access } from 'node:fs/promises';
import type { Need, Observation } from '../../suites/model.js';
import { whichFile } from '../tools.js';
import { KEY_CASE } from './first_look.js';
import { GONE, isSystemError } from './system_error.js';

const LAB = 'the lab without internet';

/** `refused` says why this machine cannot have a lab; undefined where it can. */
export async function labNeeds(refused: string | undefined): Promise<readonly Need[]> {
  const linux = process.platform === 'linux';
  const tool = (name: string, of: string): Need => {
    const file = whichFile(name);
    return {
      what: name,
      for: LAB,
      ok: file !== undefined,
      seen: file ?? 'not on the PATH',
      mend: `apt-get install ${of}`,
    };
  };
  return [
    {
      what: 'Linux',
      for: LAB,
      ok: linux,
      seen: process.platform,
      mend: 'run it on Linux, or in a container',
    },
    ...(linux
      ? [
          tool('unshare', 'util-linux'),
          tool('mount', 'mount'),
          tool('ip', 'iproute2'),
          {
            what: 'namespaces',
            for: LAB,
            ok: refused === undefined,
            seen: refused ?? (process.getuid?.() === 0 ? 'made, as root' : 'made, as a user'),
            mend: await namespaceMend(),
          },
        ]
      : []),
    await bindingNeed(),
  ];
}

/** Which of the known switches keeps users from making namespaces. */
async function namespaceMend(): Promise<string> {
  const switches = [
    ['kernel/unprivileged_userns_clone', 'kernel.unprivileged_userns_clone=1'],
    ['kernel/apparmor_restrict_unprivileged_userns', 'kernel.apparmor_restrict_unprivileged_userns=0'],
  ] as const;
  for (const [file, setting] of switches) {
    try {
      await access(`/proc/sys/${file}`);
      return `sysctl -w ${setting}, or run as root`;
    } catch (error) {
      // A kernel without this switch.
      if (!isSystemError(error, GONE)) throw error;
    }
  }
  return 'run as root; in a container with --cap-add SYS_ADMIN --security-opt seccomp=unconfined';
}

async function bindingNeed(): Promise<Need> {
  const need = { what: '@number0/iroh', for: 'the reference peer', mend: 'npm ci --include=optional' };
  try {
    await import('@number0/iroh');
    return { ...need, ok: true, seen: 'loads' };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { ...need, ok: false, seen: error.message };
  }
}

export async function programNeeds(
  [file]: readonly [string, ...string[]],
  refused: string | undefined,
  put: (id: string) => Promise<Observation>,
): Promise<readonly Need[]> {
  const found = whichFile(file);
  const program: Need = {
    what: 'the program',
    for: 'every case',
    ok: found !== undefined,
    seen: found ?? `${file} is not an executable file`,
    mend: 'name a program that exists: tunnel:COMMAND',
  };
  if (found === undefined || refused !== undefined) return [program];
  const { ended, checks, reason } = await put(KEY_CASE);
  const ok = ended === 'seen' && checks.every(({ ok }) => ok);
  const why = reason ?? checks.find(({ ok }) => !ok)?.what;
  return [
    program,
    {
      what: 'its public key',
      for: 'every case with a peer',
      ok,
      seen: ok ? 'printed to stderr by `out`, in the lab' : (why ?? 'not printed'),
      mend: `conform explain ${KEY_CASE}`,
    },
  ];
}
