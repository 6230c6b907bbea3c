/** A step of action.yml: keeps one comment on the pull request, which each run rewrites. */
import { readFileSync } from 'node:fs';
import { api, warn } from './api.mjs';

const { NUMBER = '', ARTIFACT = '' } = process.env;
/** The longest comment of GitHub, minus room for the marker. */
const LONGEST = 65_000;
const MOST_PAGES = 30;
const PAGE = 100;

/** The marker is invisible and differs for each artifact, so two jobs have two comments. */
const marker = `<!-- p2p-conform ${encodeURIComponent(ARTIFACT)} -->`;

try {
  const body = `${marker}\n${shortened(readFileSync(process.argv[2], 'utf8'))}`;
  const own = await earlier();
  if (own === undefined) await api(`issues/${NUMBER}/comments`, { method: 'POST', body: { body } });
  else await api(`issues/comments/${own}`, { method: 'PATCH', body: { body } });
} catch (error) {
  warn('the comment was not written; it needs the permission pull-requests: write', error);
}

function shortened(text) {
  if (text.length <= LONGEST) return text;
  const end = text.lastIndexOf('\n<details>', LONGEST);
  return `${text.slice(0, end > 0 ? end : LONGEST)}\n\nThe rest is in the job summary.\n`;
}

/** Only a comment of our own account is replaced, also if another one has the marker. */
async function earlier() {
  const login = await me();
  for (let page = 1; page <= MOST_PAGES; page++) {
    const all = await api(`issues/${NUMBER}/comments?per_page=${PAGE}&page=${page}`);
    const own = all.find(({ body, user }) => user?.login === login && body.startsWith(marker));
    if (own) return own.id;
    if (all.length < PAGE) return undefined;
  }
  return undefined;
}

/** The token of a workflow may not query its user. Then it belongs to the bot. */
async function me() {
  try {
    return (await api('/user')).login;
  } catch (error) {
    if (error?.status === 403 || error?.status === 401) return 'github-actions[bot]';
    throw error;
  }
}
