export const dht = {
  form: 'list',
  describe:
    'openhost: HOST:PORT of Mainline DHT nodes to publish to and look at, beside or instead of relays',
} as const;

export const ca = { form: 'certificate', describe: 'openhost: authority of the relay' } as const;

/** What a daemon and a client take alike. */
export const endOptions = {
  secret: { form: 'secret', describe: 'openhost: the keys of clients derive from it' },
  relay: { form: 'list', describe: 'openhost: where to publish' },
  dht,
  ca,
  dialect: { form: 'choice', choices: ['spec', 'deployed'], describe: 'openhost: which reading' },
} as const;
