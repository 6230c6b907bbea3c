import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { parseAddress } from '../../address.js';
import { type Setup, describe as sdpOf } from '../../sdp.js';
import { createDtlsCertificate, type DtlsCertificate, stolen } from './certificate.js';
import type { Channel } from './channel.js';
import { SessionFailed } from './peer.js';
import { answerSession, offerSession, type Reach } from './session.js';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((session) => session.close()));
});

const sdp = ({ ufrag, pwd, candidates }: Reach, fingerprint: Uint8Array, setup: Setup) =>
  sdpOf({
    ...{ ufrag, pwd, fingerprint, setup },
    candidates: candidates.map(({ address, port }) => ({ typ: 'host', addr: parseAddress(address), port })),
  });

interface Ends {
  readonly client: DtlsCertificate;
  readonly server: DtlsCertificate;
  readonly pinnedByClient?: Uint8Array;
  readonly pinnedByServer?: Uint8Array;
  readonly prompt?: true;
}

async function dial({ client, server, pinnedByClient, pinnedByServer, prompt }: Ends) {
  const offering = await offerSession({ certificate: client });
  open.push(offering);
  const pinnedClient = pinnedByServer ?? client.fingerprint;
  const answering = await answerSession(sdp(offering.reach, pinnedClient, 'active'), pinnedClient, {
    certificate: server,
    ...(prompt ? { prompt } : {}),
  });
  open.push(answering);
  const theirs = new Promise<Channel>((resolve) => answering.onChannel(resolve));
  const pinnedServer = pinnedByClient ?? server.fingerprint;
  const ours = offering.connect(sdp(answering.reach, pinnedServer, 'passive'), pinnedServer);
  ours.catch(() => {});
  return { offering, answering, ours, theirs };
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => 'connected',
    (error: unknown) => (error instanceof SessionFailed ? error.failure : String(error)),
  );

describe('a session', () => {
  it('carries messages both ways and exports the same secret on both ends', async () => {
    const { offering, answering, ours, theirs } = await dial({
      client: createDtlsCertificate(),
      server: createDtlsCertificate(),
    });
    const [a, b] = await Promise.all([ours, theirs]);
    const answered = new Promise<string>((resolve) =>
      a.listen((bytes) => resolve(Buffer.from(bytes).toString())),
    );
    b.listen((bytes) => void b.send(bytes));
    await a.send(Buffer.from('there and back'));
    expect(await answered).toBe('there and back');
    const secret = offering.exportSecret('EXPORTER-openhost-auth-v1', 32);
    expect(secret).toHaveLength(32);
    expect(answering.exportSecret('EXPORTER-openhost-auth-v1', 32)).toEqual(secret);
    expect(answering.exportSecret('EXPORTER-other', 32)).not.toEqual(secret);
  });

  it('opens further channels, and closing one is seen at the other end', async () => {
    const { offering, answering, ours } = await dial({
      client: createDtlsCertificate(),
      server: createDtlsCertificate(),
    });
    await ours;
    const second = new Promise<Channel>((resolve) => answering.onChannel(resolve));
    const mine = await offering.openChannel();
    const theirs = await second;
    theirs.close();
    await mine.closed;
    expect(mine.open).toBe(false);
    await expect(mine.send(Uint8Array.of(1))).rejects.toThrow('closed');
  });

  it('delivers messages that the peer sends before it acknowledges the channel, on the first and on a second channel', async () => {
    const { offering, answering, ours } = await dial({
      client: createDtlsCertificate(),
      server: createDtlsCertificate(),
      prompt: true,
    });
    answering.onChannel((channel) => void channel.send(Buffer.from('at once')));
    const heard = (channel: Channel) =>
      new Promise<string>((resolve) => channel.listen((bytes) => resolve(Buffer.from(bytes).toString())));
    expect(await heard(await ours)).toBe('at once');
    expect(await heard(await offering.openChannel())).toBe('at once');
  });

  it('closes a channel after all that was sent on it', async () => {
    const { ours, theirs } = await dial({ client: createDtlsCertificate(), server: createDtlsCertificate() });
    const [a, b] = await Promise.all([ours, theirs]);
    const seen: number[] = [];
    b.listen((bytes) => seen.push(bytes.length));
    void a.send(new Uint8Array(1));
    void a.send(new Uint8Array(50_000));
    a.close();
    expect(a.open).toBe(false);
    await expect(a.send(new Uint8Array(2))).rejects.toThrow('closed');
    await a.closed;
    expect(seen).toEqual([1, 50_000]);
  });

  it('delivers 8 MiB in order while the sender waits for room', async () => {
    const { ours, theirs } = await dial({ client: createDtlsCertificate(), server: createDtlsCertificate() });
    const [a, b] = await Promise.all([ours, theirs]);
    const total = 2 << 20;
    const received = createHash('sha256');
    const done = new Promise<string>((resolve) => {
      let seen = 0;
      b.listen((bytes) => {
        received.update(bytes);
        seen += bytes.length;
        if (seen === total) resolve(received.digest('hex'));
      });
    });
    const sent = createHash('sha256');
    for (let at = 0; at < total; at += 1 << 15) {
      const part = Buffer.alloc(1 << 15, at >> 15);
      sent.update(part);
      await a.send(part);
    }
    expect(await done).toBe(sent.digest('hex'));
  });

  it('stops a sender whose receiver pauses, and loses nothing', async () => {
    const { ours, theirs } = await dial({ client: createDtlsCertificate(), server: createDtlsCertificate() });
    const [a, b] = await Promise.all([ours, theirs]);
    const [total, part] = [8 << 20, 1 << 15];
    const received: number[] = [];
    const done = new Promise<void>((resolve) => {
      b.listen((bytes) => {
        received.push(bytes[0] ?? -1);
        if (received.length === total / part) resolve();
      });
    });
    b.pause();
    let sent = 0;
    const sending = (async () => {
      for (; sent < total / part; sent += 1) await a.send(Buffer.alloc(part, sent));
    })();
    // Messages in the other direction still arrive. When 30 of them have come and nothing more was sent here, the
    // sender has stopped.
    let heard = () => {};
    a.listen(() => heard());
    for (let quiet = 0, last = -1; quiet < 30; quiet = sent === last ? quiet + 1 : 0) {
      last = sent;
      const back = new Promise<void>((resolve) => {
        heard = resolve;
      });
      await b.send(Uint8Array.of(1));
      await back;
    }
    expect(received).toHaveLength(0);
    expect(sent * part).toBeLessThan(total / 2);
    b.resume();
    await Promise.all([done, sending]);
    expect(received).toEqual(Array.from({ length: total / part }, (_, i) => i % 256));
  });

  it('rejects a message that is too long for webrtc-rs', async () => {
    const { ours } = await dial({ client: createDtlsCertificate(), server: createDtlsCertificate() });
    await expect((await ours).send(new Uint8Array(65_536))).rejects.toThrow(RangeError);
  });
});

describe('a certificate', () => {
  it('stolen by the server is rejected by the client', async () => {
    const { ours, offering } = await dial({
      client: createDtlsCertificate(),
      server: stolen(createDtlsCertificate()),
    });
    expect(await failure(ours)).toBe('possession');
    expect(await failure(offering.connected)).toBe('possession');
  });

  it('stolen by the client is rejected by the server, which tells the client', async () => {
    const { answering, ours } = await dial({
      client: stolen(createDtlsCertificate()),
      server: createDtlsCertificate(),
    });
    expect(await failure(answering.connected)).toBe('possession');
    expect(await failure(ours)).toBe('refused');
  });

  it('of the server other than the pinned one is rejected by the client', async () => {
    const { ours } = await dial({
      client: createDtlsCertificate(),
      server: createDtlsCertificate(),
      pinnedByClient: createDtlsCertificate().fingerprint,
    });
    expect(await failure(ours)).toBe('fingerprint');
  });

  it('of the client other than the offered one is rejected by the server, which tells the client', async () => {
    const { answering, ours } = await dial({
      client: createDtlsCertificate(),
      server: createDtlsCertificate(),
      pinnedByServer: createDtlsCertificate().fingerprint,
    });
    expect(await failure(answering.connected)).toBe('fingerprint');
    expect(await failure(ours)).toBe('refused');
  });
});

describe('ending', () => {
  it('a session without an answer fails when it is aborted', async () => {
    const stop = new AbortController();
    const offering = await offerSession({ certificate: createDtlsCertificate(), signal: stop.signal });
    const nobody = { ufrag: 'abcd', pwd: 'x'.repeat(22), candidates: [{ address: '127.0.0.1', port: 9 }] };
    const ours = offering.connect(sdp(nobody, new Uint8Array(32), 'passive'), undefined);
    stop.abort();
    expect(await failure(ours)).toBe('aborted');
    await offering.ended;
  });

  it('is reported to the other side at once, which ends, too', async () => {
    const { ours, theirs, offering, answering } = await dial({
      client: createDtlsCertificate(),
      server: createDtlsCertificate(),
    });
    const [, channel] = await Promise.all([ours, theirs]);
    // Longer than any ABORT takes, shorter than the half minute in which ICE misses a peer.
    const late = AbortSignal.timeout(10_000);
    const silent = new Promise<string>((resolve) => late.addEventListener('abort', () => resolve('silent')));
    await offering.close();
    const ended = Promise.all([answering.ended, channel.closed]).then(() => 'ended');
    expect(await Promise.race([ended, silent])).toBe('ended');
  });

  it('leaves no socket open', async () => {
    const sockets = () => process.getActiveResourcesInfo().filter((name) => name.startsWith('UDP')).length;
    // Other files of this worker may have some.
    const before = sockets();
    const { ours, offering, answering } = await dial({
      client: createDtlsCertificate(),
      server: createDtlsCertificate(),
    });
    await ours;
    expect(sockets()).toBeGreaterThan(before);
    await Promise.all([offering.close(), answering.close()]);
    await expect.poll(sockets).toBeLessThanOrEqual(before);
  });
});
