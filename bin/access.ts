import type { TargetSettings } from './config.js';

/** How to get at targets that the command line names. */
export interface Access {
  readonly secret: string | undefined;
  readonly relay: string[] | undefined;
  readonly ca: string | undefined;
}

export const accessOptions = {
  secret: {
    requiresArg: true,
    type: 'string',
    describe: 'signing secret of a broker: text, env:NAME or file:PATH',
  },
  relay: {
    type: 'string',
    array: true,
    requiresArg: true,
    describe: 'where an openhost daemon publishes (repeatable)',
  },
  ca: { requiresArg: true, type: 'string', describe: 'certificate file to trust' },
} as const;

export const accessOf = ({ secret, relay, ca }: Access): Omit<TargetSettings, 'target'> => ({
  ...(secret === undefined ? {} : { secret }),
  ...(relay === undefined ? {} : { relays: relay }),
  ...(ca === undefined ? {} : { ca }),
});
