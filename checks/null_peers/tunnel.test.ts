import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { tryCases } from '../../runners/try_cases.js';
import { builtFile } from '../../runners/tunnel/built_file.js';
import { labRefused } from '../../runners/tunnel/namespaces.js';
import { liveCases } from '../../suites/tunnel/cases.js';
import { tunnelPeers } from './tunnel.js';

const refused =
  (await labRefused()) ?? (existsSync(builtFile('program/lab_agent.js')) ? undefined : 'nothing is built');

/** A few cases of each section that a program without service once passed. Their controls run, too. */
const ONLY = [
  'cli/no-command',
  'out/refuses-zero',
  'out/key-on-stderr',
  'identity/length-31',
  'access/list-malformed',
].map((id) => `tunnel/${id}`);
const asked = liveCases.filter(({ id }) => ONLY.includes(id));

it.skipIf(refused !== undefined)(
  'no case passes for a program that does nothing, refuses or accepts everything, dies or talks garbage',
  async () => {
    const passed = async ({ open, name }: ReturnType<typeof tunnelPeers>[number]) => {
      const { target, close } = await open();
      const outcomes = await tryCases(asked, target, 1, liveCases);
      await close();
      expect(outcomes).toHaveLength(ONLY.length);
      return outcomes.filter(({ verdict }) => verdict === 'pass').map(({ id }) => `${name} passes ${id}`);
    };
    expect((await Promise.all(tunnelPeers(400).map(passed))).flat()).toEqual([]);
  },
  180_000,
);
