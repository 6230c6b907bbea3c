export const dht = {
  form: 'list',
  describe:
    'openhost: HOST:PORT of Mainline DHT nodes to publish to and to read from, with or without relays',
} as const;

export const ca = { form: 'certificate', describe: 'openhost: authority of the relay' } as const;

/** The options that a daemon and a client share. */
export const endOptions = {
  secret: { form: 'secret', describe: 'openhost: the keys of clients derive from it' },
  relay: { form: 'list', describe: 'openhost: URL of a relay to publish to' },
  dht,
  ca,
  dialect: { form: 'choice', choices: ['spec', 'deployed'], describe: 'openhost: which reading' },
} as const;
