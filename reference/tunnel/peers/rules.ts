/** The rules of the text for the two commands. The peers are built from this record. */
import type { Socket as UdpSocket } from 'node:dgram';
import type { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import type { Mapping } from '../mapping.js';
import type { Proto } from '../port.js';
import type { PortSpec } from '../port_spec.js';
import type { RelayMode } from '../relay_mode.js';
import type { IrohPeer, IrohPeerOptions, PeerConnection, PeerStream } from './iroh.js';

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Aborted by SIGINT and SIGTERM: the clean way out. */
  readonly signal: AbortSignal;
}

type Environment = Surroundings['env'];
export type Tell = (text: string) => void;

/** Keys in hex. */
export interface Allowed {
  has(key: string): boolean;
}

/** The local end of a stream. A socket is readable and writable at once. */
export interface Local {
  readonly readable: Readable;
  readonly writable: Writable;
  /** Ends it at once, so that the program there notices. */
  abort(): void;
}

/** The sender of a packet, and the socket that received it, from which the reply must leave. */
export interface ReplyTo {
  readonly socket: UdpSocket;
  readonly address: string;
  readonly port: number;
}

export interface InOptions {
  readonly connection: PeerConnection;
  /** Another connection to the same peer. */
  readonly again: () => Promise<PeerConnection>;
  readonly mappings: readonly Mapping[];
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly tell: Tell;
  readonly rules: Rules;
}

export interface In {
  /** Resolves when stdio has ended, to whether it ended well; never without a stdio mapping. */
  readonly stdio: Promise<boolean>;
  close(): void;
}

export interface Rules extends Words, Identity, Commands, Streams, Packets {}

/** Sections out, in, access and configuration: what words and variables mean. */
interface Words {
  readonly environment: (env: Environment) => Environment;
  readonly readPortSpecs: (words: readonly string[]) => readonly PortSpec[];
  readonly readPublicKey: (word: string) => Uint8Array | Promise<Uint8Array>;
  readonly readMappings: (words: readonly string[]) => readonly Mapping[];
  /** Undefined lets every peer in. */
  readonly readAllowList: (text: string | undefined) => Allowed | undefined;
  readonly readRelayMode: (text: string | undefined) => RelayMode;
}

/** Section identity. */
interface Identity {
  readonly keyPath: (env: Environment, home: string) => string;
  /** Undefined when there is no key file. */
  readonly readKey: (path: string) => Promise<Uint8Array | undefined>;
  /** Writes a fresh key, and returns the key to use: that of another program if it was faster. */
  readonly keepKey: (path: string, fresh: Uint8Array) => Promise<Uint8Array>;
  readonly printKey: (key: string, around: Surroundings) => void;
}

/** Section cli: how the commands start and end. */
interface Commands {
  readonly exitCodes: { readonly failed: number; readonly wrongUsage: number };
  /** Aborted by the signals that end a command. */
  readonly stop: (signal: AbortSignal) => AbortSignal;
  readonly bind: (options: IrohPeerOptions) => Promise<IrohPeer>;
  /** All mappings share one connection. `again` makes another one. */
  readonly connectionFor: (
    mapping: Mapping,
    shared: PeerConnection,
    again: () => Promise<PeerConnection>,
  ) => Promise<PeerConnection>;
  readonly serveIn: (options: InOptions) => Promise<In>;
  /** Resolve to the exit code of `in`. */
  readonly unreachable: (error: unknown, tell: Tell) => number;
  readonly lost: (why: string, tell: Tell) => number;
}

/** Section tcp. */
interface Streams {
  /** Where the listeners of `in` are bound. */
  readonly bindAddress: (proto: Proto) => string;
  readonly exposes: (specs: readonly PortSpec[], port: number, proto: Proto) => boolean;
  readonly connectLocal: (port: number) => Promise<Socket>;
  readonly refuse: (stream: PeerStream) => void;
  readonly send: (stream: PeerStream, bytes: Uint8Array) => Promise<void>;
  /** Waits for a slow reader. */
  readonly deliver: (to: Writable, bytes: Uint8Array) => Promise<void>;
  /** The local end has ended its half, so only this half of the stream ends. */
  readonly finish: (stream: PeerStream, from: Readable) => Promise<void>;
  /** The half of the stream has ended, so only this half of the local end ends. */
  readonly endLocal: (to: Writable) => void;
  readonly breakOff: (stream: PeerStream, local: Local) => void;
  /** Whether `in` exits when the remote has ended, although its stdin is open. */
  readonly stdioEndsWithRemote: boolean;
}

/** Section udp. */
interface Packets {
  /** The key of a flow: the local port of the mapping, and the sender. */
  readonly flowOf: (local: number, address: string, from: number) => string;
  readonly reply: (payload: Uint8Array, to: ReplyTo) => void;
}
