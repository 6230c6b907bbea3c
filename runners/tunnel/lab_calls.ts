/**
 * The messages between the runner and its agent in the lab, over the channel that Node has between a process and its child.
 * The runner calls, the agent answers, and tells what happens in between. Sockets travel as handles: the agent opens them in
 * the network of the lab, and the runner reads and writes them itself.
 */
import type { Socket as UdpSocket } from 'node:dgram';
import type { Socket } from 'node:net';
import type { HomeFile, Running } from '../../suites/tunnel/port.js';

/** What a program may print on either stream; the agent tells no more of it. */
export const MOST_OUTPUT = 4 * 1024 * 1024;

type Signal = Parameters<Running['signal']>[0];

export interface ProgramStart {
  readonly command: readonly [string, ...string[]];
  /** The home folder, in which it runs. */
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface At {
  /** 0 for any that is free. */
  readonly port: number;
  readonly host: '127.0.0.1' | '::1';
}

/** A program is named by the mark that all its processes carry in their environment, a service by a number that the runner chooses. */
export interface LabCalls {
  start(mark: string, program: ProgramStart): void;
  write(mark: string, bytes: Uint8Array): void;
  endInput(mark: string): void;
  signal(mark: string, name: Signal): void;
  /** At once, with everything it started. */
  kill(mark: string): void;
  /** As `kill`, after a time to end by itself unless it was killed before. Nothing is told of it any more. */
  stop(mark: string): void;
  /** Resident bytes of all its processes. */
  memory(mark: string): number;
  /** Whether it listens for peers. */
  listensForPeers(mark: string): boolean;
  /** From now on the DNS answers for this key, in z-base-32, with the addresses of the program. */
  announce(key: string, mark: string): void;
  /** Addresses that something listens on at this port. */
  listening(port: number, proto: 'tcp' | 'udp'): readonly string[];
  /** Opens a service, and returns its port; each of its connections is told. */
  listen(service: number, at: At): number;
  unlisten(service: number): void;
  /** A connection to this port, within so many milliseconds. */
  dial(port: number, within: number): Socket;
  udp(port: number): UdpSocket;
  /** A fresh home folder with these files; returns its path. */
  home(files: readonly HomeFile[]): string;
  /** Nobody can write to this home folder from now on, whatever the rights. */
  sealHome(path: string): void;
  removeHome(path: string): void;
  file(home: string, name: string): { readonly bytes: Uint8Array; readonly mode: number } | 'absent';
  names(home: string): readonly string[];
}

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  /** Why it never started. */
  readonly failed?: string;
}

/** Events that the agent sends by itself. */
export interface LabEvents {
  ready(): void;
  output(mark: string, stream: 'stdout' | 'stderr', bytes: Uint8Array): void;
  ended(mark: string, how: Ended): void;
  /** All its output was sent. */
  closed(mark: string): void;
  connection(service: number, socket: Socket): void;
  /** A program asked the DNS for this name, which is not one of a peer. */
  asked(name: string, mark: string): void;
}

export type Tell = <K extends keyof LabEvents>(event: K, ...told: Parameters<LabEvents[K]>) => void;

export type CallLab = <K extends keyof LabCalls>(
  name: K,
  ...given: Parameters<LabCalls[K]>
) => Promise<ReturnType<LabCalls[K]>>;

/** The calls as the agent implements them. */
export type Answering = {
  readonly [K in keyof LabCalls]: (
    ...given: Parameters<LabCalls[K]>
  ) => ReturnType<LabCalls[K]> | Promise<ReturnType<LabCalls[K]>>;
};

export interface Call {
  readonly call: number;
  readonly name: keyof LabCalls;
  readonly given: readonly unknown[];
}

export interface Failure {
  readonly message: string;
  /** Of a system call. */
  readonly code?: string;
  /** A fault of the program under test. */
  readonly lost?: true;
}

/** A handle that comes with a message is the value of the answer, or the last argument of the event. */
export type FromAgent =
  | { readonly answer: number; readonly value?: unknown }
  | { readonly answer: number; readonly failure: Failure }
  | { readonly event: keyof LabEvents; readonly told: readonly unknown[] };

export type Handle = Socket | UdpSocket;
