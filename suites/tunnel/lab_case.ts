/** How a case of the lab is written. */
import { defineCase } from '../case.js';
import type { Case, Context } from '../model.js';
import type { Exited, HomeFile, TunnelLab } from './port.js';

export type Ends = Context & { readonly tunnelLab: TunnelLab };

/** Where the key lies unless told otherwise, beneath the home folder. */
export const KEY_PATH = '.local/share/punch/secret.key';
export const withKey = (bytes: Uint8Array, mode = 0o600): HomeFile[] => [{ path: KEY_PATH, bytes, mode }];

export const lab = (
  id: string,
  title: string,
  requires: readonly string[],
  run: (context: Ends) => Promise<void>,
  level?: Case['level'],
  waits?: number,
): Case =>
  defineCase({
    id: `tunnel/${id}`,
    title,
    requires,
    ports: ['tunnelLab'],
    deadline: 60_000 + (waits ?? 0),
    ...(level ? { level } : {}),
    ...(waits === undefined ? {} : { waits }),
    run,
  });

/** By itself, with an exit code that is not zero: one that a signal has ended has none. */
export const failed = (ended: Exited | undefined): boolean => ended?.code !== undefined && ended.code !== 0;

/** Refused: it ends by itself, not with 0, and never serves. */
export const refused = (
  id: string,
  words: (key: string, port: number) => readonly string[],
  requires: readonly string[],
  env: Readonly<Record<string, string>> = {},
  level?: Case['level'],
): Case =>
  lab(
    id,
    `${JSON.stringify(words('KEY', 22))}${Object.entries(env)
      .map(([name, value]) => ` with ${name}="${value}"`)
      .join('')} is refused`,
    requires,
    async ({ tunnelLab, expect }) => {
      // A peer that is there, so that what is not refused at once runs on.
      const service = await tunnelLab.service(() => {});
      const takesKey = words('KEY', 22).includes('KEY');
      const key = takesKey ? (await tunnelLab.out([`${service.port}`], { program: 'reference' })).key : '';
      const ended = await tunnelLab.exits(words(key, service.port), { env });
      expect.that('it ends by itself', ended !== undefined);
      expect.that('its exit code is not zero', ended?.code !== 0, { observed: ended?.code ?? null });
      expect.that('it says something on stderr', (ended?.stderr ?? '').trim() !== '');
      expect.that(
        'it is no crash',
        ended?.code !== undefined && !/panicked at|Segmentation/.test(ended.stderr),
        {
          observed: ended?.stderr.slice(0, 200) ?? null,
        },
      );
      expect.equal('bytes on stdout', ended?.stdout.length ?? 0, 0);
    },
    level,
  );
