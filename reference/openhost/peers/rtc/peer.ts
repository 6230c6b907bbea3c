import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DtlsSocket, RTCDtlsTransport, RTCPeerConnection } from 'werift';
import { settled } from '../../../settled.js';
import { onFatalAlert, refuseCertificate } from './alert.js';
import type { DtlsCertificate } from './certificate.js';
import { changeSuites, type SuiteChanges } from './hello.js';
import { oneHelloVerify } from './hello_verify.js';
import { demandPossession, type Refusal } from './possession.js';

/** `refused`: by the peer. `description`: what the peer describes itself by cannot be read. */
export type SessionFailure = Refusal | 'refused' | 'description' | 'unreachable' | 'closed' | 'aborted';

export class SessionFailed extends Error {
  override readonly name = 'SessionFailed';
  constructor(
    readonly failure: SessionFailure,
    detail: string = failure,
  ) {
    super(detail);
  }
}

export interface PeerOptions {
  readonly certificate: DtlsCertificate;
  /** Addresses to be reached at; loopback when absent. */
  readonly addresses?: readonly string[];
  readonly signal?: AbortSignal;
  /** Of a peer that is deliberately wrong. */
  readonly suites?: SuiteChanges;
  /** It takes a certificate without proof that the peer has its key. */
  readonly credulous?: true;
}

/** A werift connection that checks what werift does not, and that leaves nothing behind when it is closed. */
export interface Peer {
  readonly connection: RTCPeerConnection;
  readonly transport: () => RTCDtlsTransport;
  /** DTLS is up, and the peer has proven the pinned certificate. */
  readonly connected: Promise<void>;
  /** Never fulfilled; rejects with the first reason that ended the connection. */
  readonly failed: Promise<never>;
  readonly ended: Promise<void>;
  /** The peer has taken the hello of this side: it has answered with a ServerHello. */
  readonly greeted: Promise<void>;
  /** Begins to watch the DTLS transport; before it starts. */
  guard(pinned: () => Uint8Array | undefined): void;
  close(): Promise<void>;
}

export async function createPeer({
  certificate,
  addresses = ['127.0.0.1'],
  signal,
  suites,
  credulous,
}: PeerOptions): Promise<Peer> {
  const { HashAlgorithm, RTCCertificate, RTCPeerConnection, SignatureAlgorithm } = await import('werift');
  if (signal?.aborted) throw new SessionFailed('aborted');
  const connection = new RTCPeerConnection({
    iceServers: [],
    iceUseIpv6: false,
    iceAdditionalHostAddresses: addresses.filter((address) => address.startsWith('127.')),
    iceFilterCandidatePair: ({ localCandidate }) => addresses.includes(localCandidate.host),
    certificates: [
      new RTCCertificate(certificate.key, certificate.certificate, {
        hash: HashAlgorithm.sha256_4,
        signature: SignatureAlgorithm.ecdsa_3,
      }),
    ],
  });
  const ended = settled();
  const connected = settled();
  const failed = settled<never>();
  const greeted = settled();
  const fail = (failure: SessionFailure, detail?: string) => {
    const error = new SessionFailed(failure, detail);
    failed.reject(error);
    connected.reject(error);
  };
  connection.connectionStateChange.subscribe((state) => {
    if (state === 'connected') connected.resolve();
    if (state === 'failed') fail('unreachable');
    if (state === 'failed' || state === 'closed') ended.resolve();
  });

  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= shut();
    return closing;
  };
  const shut = async () => {
    signal?.removeEventListener('abort', abort);
    fail('closed');
    const socket = connection.sctpTransport?.dtlsTransport.dtls;
    // Ends the loop that repeats a flight which nobody will answer any more.
    if (socket !== undefined) socket.dtls.flight = Number.POSITIVE_INFINITY;
    await connection.sctpTransport?.stop();
    // A datagram goes out in the next turn of the loop: the ABORT of SCTP would die with the socket.
    await nextTurn();
    await connection.close();
    ended.resolve();
  };
  const abort = () => {
    fail('aborted');
    void close();
  };
  signal?.addEventListener('abort', abort, { once: true });
  // What the other side has ended is closed here too: its sockets would keep the process alive.
  void ended.promise.then(close);

  const transport = () => {
    const dtls = connection.sctpTransport?.dtlsTransport;
    if (dtls === undefined) throw new SessionFailed('unreachable', 'the description has no data section');
    return dtls;
  };
  return {
    connection,
    transport,
    connected: connected.promise,
    failed: failed.promise,
    ended: ended.promise,
    greeted: greeted.promise,
    guard(pinned) {
      withoutPublicStun(transport());
      onlyPinned(transport(), pinned);
      // The peer that leaves says so with an SCTP ABORT; nothing else tells of it for half a minute.
      connection.sctpTransport?.sctp.stateChanged.closed.subscribe(() => {
        fail('closed');
        ended.resolve();
      });
      onSocket(transport(), (socket, role) => {
        if (suites) changeSuites(socket, suites);
        oneHelloVerify(socket, greeted.resolve);
        const demand = credulous ? () => {} : demandPossession;
        demand(socket, role, pinned(), async ({ refusal, message }) => {
          if (role === 'server') await refuseCertificate(socket);
          fail(refusal, message);
        });
        onFatalAlert(socket, (description) => {
          if (connection.connectionState === 'connected') return;
          fail('refused', `the peer ended the handshake with alert ${description}`);
          ended.resolve();
        });
      });
    },
    close,
  };
}

/**
 * Where no STUN server is named werift 0.24.4 asks one of Google's, which no test wants, and waits five seconds for it where there
 * is no internet.
 */
function withoutPublicStun({ iceTransport }: RTCDtlsTransport): void {
  delete iceTransport.connection.stunServer;
}

/** werift holds the peer to the fingerprint of its SDP as well: whoever pins nothing takes any. */
function onlyPinned(transport: RTCDtlsTransport, pinned: () => Uint8Array | undefined): void {
  const check: unknown = Reflect.get(transport, 'verifyRemoteCertificateFingerprint');
  if (typeof check !== 'function') return;
  const verify = () => (pinned() === undefined ? undefined : check.call(transport));
  Reflect.set(transport, 'verifyRemoteCertificateFingerprint', verify);
}

/** werift makes the DTLS end and starts it in one breath; this is told in between. */
function onSocket(
  transport: RTCDtlsTransport,
  made: (socket: DtlsSocket, role: 'client' | 'server') => void,
): void {
  let current: DtlsSocket | undefined;
  Object.defineProperty(transport, 'dtls', {
    configurable: true,
    enumerable: true,
    get: () => current,
    set(socket: DtlsSocket) {
      current = socket;
      made(socket, transport.role === 'server' ? 'server' : 'client');
    },
  });
}
