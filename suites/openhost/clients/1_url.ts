import { defineCase } from '../../case.js';
import type { Case } from '../../model.js';
import { ports } from './meeting.js';

const refused = (slug: string, text: string, requires: readonly string[]): Case =>
  defineCase({
    id: `openhost/1/client-url-${slug}`,
    title: `${text} is no URL of a host`,
    requires,
    ports,
    async run({ openhostClient, expect }) {
      expect.that('it is refused', (await openhostClient.open(text)).refused);
    },
  });

const key = 'o4dksfbqk85ogzdb5osziw6befigbuxmuxkuxq8434q89uj56uyy';

export const url: readonly Case[] = [
  refused('short', `oh://${key.slice(1)}/`, ['OPENHOST-1-2', 'OPENHOST-1-4']),
  refused('alphabet', `oh://l${key.slice(1)}/`, ['OPENHOST-1-2']),
  refused('query', `oh://${key}/?a=1`, ['OPENHOST-1-9']),
];
