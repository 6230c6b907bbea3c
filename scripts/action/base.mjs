/**
 * A step of action.yml: finds the last run of this workflow on the base branch with a recording. Runs of pull requests
 * do not count, because the branch of a fork may have the name of the base branch.
 */
import { api, warn } from './api.mjs';

const { GITHUB_BASE_REF = '', GITHUB_REPOSITORY = '', GITHUB_WORKFLOW_REF = '', ARTIFACT = '' } = process.env;
const MOST_RUNS = 20;

/** OWNER/REPO/.github/workflows/FILE@REF */
const workflow = GITHUB_WORKFLOW_REF.slice(`${GITHUB_REPOSITORY}/`.length).split('@')[0];

try {
  console.log(`run=${await found()}`);
} catch (error) {
  warn('no recording of the base branch was found', error);
  console.log('run=');
}

async function found() {
  const query = new URLSearchParams({ branch: GITHUB_BASE_REF, status: 'completed', per_page: '100' });
  const { workflow_runs: runs } = await api(`actions/runs?${query}`);
  const own = runs.filter(
    ({ path, event, head_repository: head }) =>
      path.split('@')[0] === workflow &&
      !event.startsWith('pull_request') &&
      head?.full_name === GITHUB_REPOSITORY,
  );
  for (const { id } of own.slice(0, MOST_RUNS)) {
    const { artifacts } = await api(
      `actions/runs/${id}/artifacts?${new URLSearchParams({ name: ARTIFACT })}`,
    );
    if (artifacts.some(({ name, expired }) => name === ARTIFACT && !expired)) return id;
  }
  return '';
}
