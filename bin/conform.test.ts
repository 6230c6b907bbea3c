import { describe, expect, it } from 'vitest';
import { conform as ask } from './testing/conform.js';

const conform = (...words: string[]) => ask(words);

describe('conform', () => {
  it('lists its commands', async () => {
    const { status, stdout } = await conform('--help');
    expect(status).toBe(0);
    expect(stdout).toContain('conform findings');
  });

  it('speaks English in every locale, as its own texts do', async () => {
    const env = { ...process.env, LC_ALL: 'de_DE.UTF-8' };
    const { stdout } = await ask(['findings', '--help'], { env });
    expect(stdout).toContain('Options:');
    expect(stdout).not.toContain('Optionen');
  });

  it.each([
    [['covrage'], 'did you mean "coverage"?'],
    [['findings', '--formt', 'json'], 'did you mean "--format"?'],
    [['run', '--only'], 'only'],
    [['findings', '--format', 'html'], 'markdown'],
    [['findings', 'extra'], 'extra'],
    [[], 'the command is missing'],
  ])('refuses %j with 2 and says what was wrong', async (words, told) => {
    const { status, stdout, stderr } = await conform(...words);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(told);
  });
});

describe('conform findings', () => {
  it('prints a table that fits 100 columns', async () => {
    const { status, stdout } = await conform('findings', '--protocol', 'punch');
    expect(status).toBe(0);
    expect(stdout).toContain('PUNCH-F01');
    expect(stdout).not.toContain('OPENHOST-');
    expect(stdout.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });

  it('prints all of them as JSON', async () => {
    const findings: unknown = JSON.parse((await conform('findings', '--format', 'json')).stdout);
    expect(findings).toEqual(expect.arrayContaining([expect.objectContaining({ id: 'OPENHOST-G14' })]));
  });

  it('prints Markdown', async () => {
    const { stdout } = await conform('findings', '--protocol', 'tunnel', '--format', 'markdown');
    expect(stdout).toMatch(/^# Findings/);
    expect(stdout).toContain('| TUNNEL-F01 |');
  });

  it('does not take a protocol that it does not know', async () => {
    const { status, stderr } = await conform('findings', '--protocol', 'opnhost');
    expect(status).toBe(2);
    expect(stderr).toContain('did you mean "openhost"?');
  });
});

describe('conform coverage', () => {
  it('says by exit code and in words whether anything is missing', async () => {
    const { status, stdout } = await conform('coverage', '--protocol', 'punch', '--json');
    const { complete, rows } = JSON.parse(stdout) as { complete: boolean; rows: { standing: string }[] };
    const open = rows.filter(({ standing }) => standing === 'neither' || standing === 'waits');
    expect(complete).toBe(open.length === 0);
    expect(status).toBe(complete ? 0 : 1);
    const said = await conform('coverage', '--protocol', 'punch');
    expect(said.status).toBe(status);
    expect(said.stdout).toContain(complete ? 'Every requirement is tested' : `${open.length} `);
  });

  it('names the case that tests a clause', async () => {
    expect((await conform('coverage', '--protocol', 'punch')).stdout).toMatch(/PUNCH-7-6 +must +tested/);
  });

  it('does not take a protocol that it does not know', async () => {
    expect((await conform('coverage', '--protocol', 'webrtc')).status).toBe(2);
  });
});
