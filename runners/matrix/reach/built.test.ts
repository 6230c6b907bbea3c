/** A wrong list in a plug-in would hide a change from the cache of kills. */
import { describe, expect, it } from 'vitest';
import { plugins } from '../../registry/plugins.js';
import { builtGraph } from './digests.js';
import { closureOf } from './graph.js';

/** Modules that read only package.json and the names of optional packages, not data of a protocol. */
const COVERED = new Set(['package.js', 'optional_package.js']);

describe.each(plugins.map((plugin) => [plugin.protocol, plugin] as const))('%s', (_protocol, { wrong }) => {
  it('names entries and lists that are in the build, and all data that they read', async () => {
    const { built } = (await wrong()).wrongPeers;
    const graph = builtGraph();
    if (!built || !graph) throw new Error('not built');
    const { entries, lists, data } = built;
    expect([...entries, ...lists].filter((path) => graph.read(path) === undefined)).toEqual([]);
    const modules = closureOf(graph, entries);
    expect(lists.filter((path) => !modules.includes(path))).toEqual([]);
    const text = (path: string): string => graph.read(path) ?? '';
    const reading = modules.filter(
      (path) => /\b(?:inPackage|compiledAt)\(/.test(text(path)) && !COVERED.has(path),
    );
    expect(reading.length > 0).toBe(data.length > 0);
  });

  it('loads no module by a computed name', async () => {
    const { built } = (await wrong()).wrongPeers;
    const graph = builtGraph();
    if (!built || !graph) throw new Error('not built');
    const computed = closureOf(graph, built.entries).filter((path) =>
      /\bimport\((?!\s*['"`])/.test(graph.read(path) ?? ''),
    );
    expect(computed).toEqual([]);
  });
});
