import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inPackage } from '../../package.js';
import { liveCases } from '../../suites/punch/cases.js';
import { same } from './same_changes.js';
import { wrongPeers } from './wrong_peers.js';

describe('the wrong brokers', () => {
  it('have a path, a clause and cases of their own', () => {
    const paths = wrongPeers.trials.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    const ids = new Set(liveCases.map(({ id }) => id));
    for (const { path, clause, asks = [] } of wrongPeers.trials) {
      expect(clause.length, path).toBeGreaterThan(0);
      expect(asks.length, path).toBeGreaterThan(0);
      expect(
        asks.filter((id) => !ids.has(id)),
        path,
      ).toEqual([]);
    }
  });

  it('stand where the recording of kills looks for them', () => {
    const { entries = [], lists = [], data = [] } = wrongPeers.built ?? {};
    for (const file of [...entries, ...lists])
      expect(existsSync(inPackage(file.replace(/\.js$/, '.ts'))), file).toBe(true);
    for (const folder of data) expect(existsSync(inPackage(folder)), folder).toBe(true);
  });

  it('leave out only cases that there are', () => {
    const ids = liveCases.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(Object.keys(wrongPeers.reasons)));
  });
});

it('no change of a codec is listed twice as one that nobody can see', () => {
  const changes = same.flatMap((one) => one.changes);
  expect(new Set(changes).size).toBe(changes.length);
});
