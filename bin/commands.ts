import type { Command, Listed } from './command.js';

const listed = <Options>(
  name: string,
  describe: string,
  load: () => Promise<Command<Options>>,
  words = '',
): Listed => ({
  name,
  words,
  describe,
  load: load as unknown as Listed['load'],
});

export const commands: readonly Listed[] = [
  listed(
    'run',
    'put cases to targets; to the codecs of the references when none is named',
    async () => import('./run.js'),
  ),
  listed(
    'list',
    'cases, requirements, structures, targets, reporters',
    async () => import('./list.js'),
    '[what]',
  ),
  listed(
    'explain',
    'a requirement, case, vector, finding or structure in full',
    async () => import('./explain.js'),
    '<id> [op]',
  ),
  listed(
    'coverage',
    'requirement by requirement: tested by what, or excluded why',
    async () => import('./coverage.js'),
  ),
  listed(
    'findings',
    'what the specifications leave wrong or open, and our stance',
    async () => import('./findings.js'),
  ),
  listed(
    'drift',
    'what another text of a spec changes, and what hangs on it',
    async () => import('./drift.js'),
  ),
  listed(
    'mutants',
    'whether the suites find wrong peers and codecs, and leave right ones alone',
    async () => import('./mutants.js'),
  ),
  listed(
    'interop',
    'every pair of the peers given: who works with whom, and which end is at fault',
    async () => import('./interop.js'),
  ),
  listed(
    'fuzz',
    'generated inputs for a codec, beside the reference or another codec',
    async () => import('./fuzz.js'),
  ),
  listed('vectors', 'make, show or export the vectors', async () => import('./vectors.js'), '<action> [id]'),
  listed(
    'report',
    'draw recorded runs again, as one, or what changed; sign and verify them',
    async () => import('./report.js'),
    '<action>',
  ),
  listed(
    'keys',
    'keys of the clients that a run plays, to admit them; or a new key that signs attestations',
    async () => import('./keys.js'),
    '[action]',
  ),
  listed(
    'waivers',
    'accept recorded failures for a while, or drop what is no longer needed',
    async () => import('./waivers.js'),
    '<action>',
  ),
  listed(
    'serve',
    'a reference peer to develop against',
    async () => import('./serve.js'),
    '<what> [role] [action..]',
  ),
  listed(
    'lab',
    'a command or shell in the lab without internet, in which peers find each other',
    async () => import('./lab.js'),
    '[command..]',
  ),
  listed('doctor', 'what can be tested here, and what is missing', async () => import('./doctor.js')),
  listed(
    'completion',
    'the completion script of a shell',
    async () => (await import('./completion.js')).completionOf(commands),
    '<shell>',
  ),
  listed(
    'init',
    'begin an adapter, a config, a CI workflow or the record of a clause',
    async () => import('./init.js'),
    '<what>',
  ),
];
