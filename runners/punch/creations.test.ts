import { afterAll, describe, expect, it } from 'vitest';
import { answering, type Change, isCreation } from '../../reference/mutants/punch/mutant.js';
import { proxyAnswer } from '../../reference/mutants/punch/proxy.js';
import { startChanged } from '../../reference/mutants/punch/start.js';
import { openapi } from '../../reference/punch/companion/files.js';
import { liveCases } from '../../suites/punch/cases.js';
import { tryCases } from '../try_cases.js';
import { type PunchTargetOptions, punchTarget } from './target.js';

const closers: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

async function outcomeOf(id: string, change: Change, given: Partial<PunchTargetOptions> = {}) {
  const broker = await startChanged(change);
  const target = await punchTarget({
    url: broker.url,
    secret: broker.secret,
    ...given,
    onClose: broker.close,
  });
  closers.push(target.close);
  const cases = liveCases.filter((one) => one.id === id);
  const [outcome] = await tryCases(cases, target, 1, liveCases);
  return `${outcome?.verdict} ${outcome?.reason}`.trim();
}

const refusing = (status: number, body: string): Change =>
  answering((answer, asked) => (isCreation(asked) ? { ...answer, status, body } : answer));

describe('a creation that is rejected', { timeout: 60_000 }, () => {
  it('shows the body, the answer and the option that helps', async () => {
    const body = '{"error":"INVALID_REQUEST","message":"tenant is missing"}';
    const seen = await outcomeOf('punch/2/admin-observes', refusing(400, body));
    expect(seen).toMatch(
      /^blocked no session could be created: POST \/api\/session with \{"name":"conform-\w+-\w+"/,
    );
    expect(seen).toContain(`returned 400 ${body}; `);
    expect(seen).toContain('--openapi FILE');
  });

  it('does not advise --openapi if it was given', async () => {
    const seen = await outcomeOf('punch/2/admin-observes', refusing(400, 'no'), { openapi: openapi() });
    expect(seen).toContain('the body follows the file of --openapi');
  });

  it('names no option that does not help', async () => {
    const seen = await outcomeOf('punch/2/admin-observes', refusing(500, 'oops'));
    expect(seen).toContain('returned 500 oops');
    expect(seen).not.toContain('--');
  });
});

describe('a server in front of the broker', { timeout: 60_000 }, () => {
  it('that never reaches it blocks the case', async () => {
    const lost = answering((answer, { method }) => (method === 'GET' ? proxyAnswer(502) : answer));
    expect(await outcomeOf('punch/5/health', lost)).toMatch(
      /^blocked GET \/api\/health returned 502: a server in front of the broker does not reach it$/,
    );
  });

  it('that loses the answer to a DELETE blocks the case, which is not sent again', async () => {
    const deletes: string[] = [];
    const lost = answering((answer, { method, path }) => {
      if (method !== 'DELETE') return answer;
      deletes.push(path);
      return proxyAnswer(502);
    });
    expect(await outcomeOf('punch/9.1/peer-deletes', lost)).toMatch(/^blocked DELETE \S+ returned 502/);
    expect(deletes.length).toBeGreaterThan(0);
    expect(new Set(deletes).size).toBe(deletes.length);
  });

  it('that loses the answers to creations blocks the case', async () => {
    const lost = answering((answer, asked) => (isCreation(asked) ? proxyAnswer(503) : answer));
    expect(await outcomeOf('punch/2/admin-observes', lost)).toMatch(/lost the answer to a creation \(503\)$/);
  });

  it('is not blamed for a 502 of the broker itself, which has the body of RFC 8.1', async () => {
    const failing = answering((answer, { path }) =>
      path === '/api/health'
        ? { ...answer, status: 502, body: '{"error":"SERVER_ERROR","message":"no store"}' }
        : answer,
    );
    expect(await outcomeOf('punch/5/health', failing)).toMatch(/^fail /);
  });
});
