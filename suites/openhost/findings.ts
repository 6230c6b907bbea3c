import type { Finding } from '../findings.js';
import { identityAndRecord } from './findings/1_identity_record.js';
import { connection } from './findings/3_connection.js';
import { offersAndAnswers } from './findings/3_offers_answers.js';
import { framingAndHttp } from './findings/4_framing_http.js';
import { ours } from './findings/ours.js';
import { related } from './findings/related.js';

export const findings: readonly Finding[] = [
  ...identityAndRecord,
  ...connection,
  ...offersAndAnswers,
  ...framingAndHttp,
  ...related,
  ...ours,
];
