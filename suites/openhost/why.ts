/** What goes wrong in the field when a case fails, by section and slug. */
import type { Case } from '../model.js';
import { ofChannel } from './why/channel.js';
import { ofHttp } from './why/http.js';
import { ofOffers } from './why/offers.js';
import { ofRecord } from './why/record.js';

export const whys: Readonly<Record<string, string>> = { ...ofRecord, ...ofOffers, ...ofChannel, ...ofHttp };

export const baseOf = (id: string): string => id.replace(/^openhost\//, '');

export function withWhy(one: Case): Case {
  const why = whys[baseOf(one.id)];
  return why === undefined ? one : { ...one, why };
}
