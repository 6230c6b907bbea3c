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
    'run cases against targets; without --target, against the built-in codecs',
    async () => import('./run.js'),
  ),
  listed(
    'list',
    'list cases, requirements, structures, targets, reporters and more',
    async () => import('./list.js'),
    '[what]',
  ),
  listed(
    'explain',
    'show a requirement, case, vector, finding or structure in full',
    async () => import('./explain.js'),
    '<id> [op]',
  ),
  listed(
    'coverage',
    'show for each requirement which cases test it, or why it is excluded',
    async () => import('./coverage.js'),
  ),
  listed(
    'findings',
    'show errors and gaps in the specifications, and how we read them',
    async () => import('./findings.js'),
  ),
  listed(
    'drift',
    'compare another version of a spec, and list the requirements, cases and vectors it touches',
    async () => import('./drift.js'),
  ),
  listed(
    'mutants',
    'test the suites: they must fail wrong peers and codecs, and pass correct ones',
    async () => import('./mutants.js'),
  ),
  listed(
    'interop',
    'test each pair of the given peers, and show which end is at fault',
    async () => import('./interop.js'),
  ),
  listed(
    'fuzz',
    'compare a codec with the reference, or with another codec, on generated inputs',
    async () => import('./fuzz.js'),
  ),
  listed(
    'vectors',
    'generate, show or export the vectors',
    async () => import('./vectors.js'),
    '<action> [id]',
  ),
  listed(
    'report',
    'render, merge, compare, sign and verify recorded runs',
    async () => import('./report.js'),
    '<action>',
  ),
  listed(
    'keys',
    'print the keys of the clients that a run uses, or make a key that signs attestations',
    async () => import('./keys.js'),
    '[action]',
  ),
  listed(
    'waivers',
    'accept recorded failures until a date, or drop waivers that are no longer needed',
    async () => import('./waivers.js'),
    '<action>',
  ),
  listed(
    'serve',
    'start a reference peer to develop against',
    async () => import('./serve.js'),
    '<what> [role] [action..]',
  ),
  listed(
    'lab',
    'run a command or a shell in the lab: a network without internet, in which peers find each other',
    async () => import('./lab.js'),
    '[command..]',
  ),
  listed(
    'doctor',
    'check what this machine can test, and what is missing',
    async () => import('./doctor.js'),
  ),
  listed(
    'completion',
    'print the completion script of a shell',
    async () => (await import('./completion.js')).completionOf(commands),
    '<shell>',
  ),
  listed(
    'init',
    'create an adapter, a config, a CI workflow or the record of a clause',
    async () => import('./init.js'),
    '<what>',
  ),
];
