import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DtlsSocket, RTCDtlsTransport, RTCPeerConnection } from 'werift';
import { settled } from '../../../settled.js';
import { onFatalAlert, refuseCertificate } from './alert.js';
import type { DtlsCertificate } from './certificate.js';
import { changeSuites, type SuiteChanges } from './hello.js';
import { oneHelloVerify } from './hello_verify.js';
import { demandPossession, type PossessionRefusal } from './possession.js';

/** `refused`: the peer has ended the handshake. `description`: the SDP of the peer cannot be read. */
export type SessionFailure =
  | PossessionRefusal
  | 'refused'
  | 'description'
  | 'unreachable'
  | 'closed'
  | 'aborted';

export class SessionFailed extends Error {
  override readonly name = 'SessionFailed';
  constructor(
    readonly failure: SessionFailure,
    detail: string = failure,
  ) {
    super(detail);
  }
}

export interface RtcPeerOptions {
  readonly certificate: DtlsCertificate;
  /** Addresses at which it can be reached; loopback when absent. */
  readonly addresses?: readonly string[];
  readonly signal?: AbortSignal;
  /** What it does to the cipher suites in the hellos that it sends and receives. */
  readonly suites?: SuiteChanges;
  /** Whether the peer must prove that it has the key of its certificate. */
  readonly demandsPossession?: boolean;
}

/** A werift connection with the checks that werift lacks. It frees everything when it is closed. */
export interface RtcPeer {
  readonly connection: RTCPeerConnection;
  readonly transport: () => RTCDtlsTransport;
  /** DTLS is up, and the peer has proven the pinned certificate. */
  readonly connected: Promise<void>;
  /** Rejects with the first reason that ended the connection, and never resolves. */
  readonly failed: Promise<never>;
  readonly ended: Promise<void>;
  /** The peer has answered the hello of this side with a ServerHello. */
  readonly greeted: Promise<void>;
  /** Watches the DTLS transport. Call it before the transport starts. */
  guard(pinned: () => Uint8Array | undefined): void;
  close(): Promise<void>;
}

export async function createPeer({
  certificate,
  addresses = ['127.0.0.1'],
  signal,
  suites,
  demandsPossession = true,
}: RtcPeerOptions): Promise<RtcPeer> {
  const werift = await import('werift');
  if (signal?.aborted) throw new SessionFailed('aborted');
  const connection = openConnection(werift, certificate, addresses);
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
    await hangUp(connection);
    ended.resolve();
  };
  const abort = () => {
    fail('aborted');
    void close();
  };
  signal?.addEventListener('abort', abort, { once: true });
  // The sockets of a connection that the other side has ended would keep the process alive.
  void ended.promise.then(close);

  const transport = () => transportOf(connection);
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
      // A peer that leaves sends an SCTP ABORT. Otherwise ICE notices it after half a minute.
      connection.sctpTransport?.sctp.stateChanged.closed.subscribe(() => {
        fail('closed');
        ended.resolve();
      });
      onSocket(transport(), (socket, role) => {
        if (suites) changeSuites(socket, suites);
        oneHelloVerify(socket, greeted.resolve);
        const demand = demandsPossession ? demandPossession : () => {};
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

function openConnection(
  { HashAlgorithm, RTCCertificate, RTCPeerConnection, SignatureAlgorithm }: typeof import('werift'),
  { key, certificate }: DtlsCertificate,
  addresses: readonly string[],
): RTCPeerConnection {
  return new RTCPeerConnection({
    iceServers: [],
    iceUseIpv6: false,
    iceAdditionalHostAddresses: addresses.filter((address) => address.startsWith('127.')),
    iceFilterCandidatePair: ({ localCandidate }) => addresses.includes(localCandidate.host),
    certificates: [
      new RTCCertificate(key, certificate, {
        hash: HashAlgorithm.sha256_4,
        signature: SignatureAlgorithm.ecdsa_3,
      }),
    ],
  });
}

function transportOf({ sctpTransport }: RTCPeerConnection): RTCDtlsTransport {
  if (sctpTransport !== undefined) return sctpTransport.dtlsTransport;
  throw new SessionFailed('unreachable', 'the description has no data section');
}

/** Tells the peer that this side leaves, and frees the sockets. */
async function hangUp(connection: RTCPeerConnection): Promise<void> {
  const socket = connection.sctpTransport?.dtlsTransport.dtls;
  // Ends the loop in which werift repeats its last flight.
  if (socket !== undefined) socket.dtls.flight = Number.POSITIVE_INFINITY;
  await connection.sctpTransport?.stop();
  // A datagram goes out in the next turn. Without this wait, the ABORT of SCTP would be lost with the socket.
  await nextTurn();
  await connection.close();
}

/**
 * Without a configured STUN server, werift 0.24.4 asks one of Google's, and waits five seconds for it when there is no
 * internet. A test must not leave the machine.
 */
function withoutPublicStun({ iceTransport }: RTCDtlsTransport): void {
  delete iceTransport.connection.stunServer;
}

/** werift also checks the fingerprint in the SDP of the peer. A peer that pins nothing accepts any certificate. */
function onlyPinned(transport: RTCDtlsTransport, pinned: () => Uint8Array | undefined): void {
  const check: unknown = Reflect.get(transport, 'verifyRemoteCertificateFingerprint');
  if (typeof check !== 'function') return;
  const verify = () => (pinned() === undefined ? undefined : check.call(transport));
  Reflect.set(transport, 'verifyRemoteCertificateFingerprint', verify);
}

/** werift creates the DTLS end and starts it in one call. `made` is called between the two. */
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
