import type { HttpAnswer, HttpRequest } from '../../suites/punch/port.js';
import { post } from './creations.js';
import { type Asker, once } from './one_request.js';
import { patiently } from './patiently.js';

/** Sends a request of a case. A creation has its own rules. */
export async function http(asker: Asker, request: HttpRequest): Promise<HttpAnswer> {
  if (request.method === 'POST' && /^\/api\/session\/?$/.test(request.path)) return post(asker, request);
  const question = {
    what: `${request.method} ${request.path}`,
    isSafe: request.method === 'GET' || request.method === 'HEAD',
  };
  const { answer } = await patiently(question, asker.signal, async () => {
    const answer = await once(asker, request, false);
    return { status: answer.status, answer };
  });
  return answer;
}
