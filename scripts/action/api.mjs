/** The part of GitHub's REST API that the steps of action.yml use. */

const { GITHUB_API_URL = 'https://api.github.com', GITHUB_REPOSITORY = '', TOKEN = '' } = process.env;
const DEADLINE_MS = 30_000;

/** Sends a request about this repository, or to any other path that begins with a slash. */
export async function api(path, { method = 'GET', body } = {}) {
  const url = `${GITHUB_API_URL}${path.startsWith('/') ? path : `/repos/${GITHUB_REPOSITORY}/${path}`}`;
  const answer = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${TOKEN}`,
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  if (!answer.ok) throw new Refused(method, path, answer.status);
  return answer.json();
}

export class Refused extends Error {
  constructor(method, path, status) {
    super(`GitHub answered ${status} to ${method} ${path}`);
    this.status = status;
  }
}

/** A failed comment or comparison must not change the verdict of the run. */
export function warn(what, error) {
  console.error(`::warning title=conform::${what}: ${String(error?.message ?? error).replace(/\s+/g, ' ')}`);
}
