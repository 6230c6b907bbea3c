/** What /proc says of processes and their sockets. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { GONE, isSystemError } from './system_error.js';

const read = (path: string): string => {
  try {
    return readFileSync(path, 'latin1');
  } catch (error) {
    if (!isSystemError(error, GONE)) throw error;
    return '';
  }
};

export const processes = (): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

export const environment = (pid: number): readonly string[] => read(`/proc/${pid}/environ`).split('\0');

/** The words that a process was started with. */
export const argumentsOf = (pid: number): readonly string[] => read(`/proc/${pid}/cmdline`).split('\0');

/** The variable that a program and all that it starts carry in their environment. Its value is the mark of the program. */
export const MARKED = 'CONFORM_LAB_CHILD=';

/** Processes that have this in their environment, also those that we did not start. */
export const carriers = (mark: string): readonly number[] =>
  processes().filter((pid) => environment(pid).includes(mark));

/** The marks of the programs that hold these UDP ports, by port. It looks once for all, because a look costs milliseconds. */
export function holdersOf(ports: ReadonlySet<number>): ReadonlyMap<number, string> {
  const ofInode = new Map(
    [...sockets('udp'), ...sockets('udp6')].flatMap(({ port, inode }) =>
      ports.has(port) ? [[inode, port] as const] : [],
    ),
  );
  const held = processes().map((pid) => ({
    pid,
    ports: [...socketsOf(pid)].flatMap((inode) => ofInode.get(inode) ?? []),
  }));
  return new Map(
    held.flatMap(({ pid, ports }) => {
      const mark = ports.length === 0 ? undefined : environment(pid).find((one) => one.startsWith(MARKED));
      return mark === undefined ? [] : ports.map((port) => [port, mark] as const);
    }),
  );
}

/** As many addresses as fit an answer of the DNS over UDP, of which the first is nearly always the one. */
const MOST_ADDRESSES = 4;

/**
 * Where these processes listen for peers: UDP sockets that are not bound to the loopback address alone. Each question of
 * theirs to the DNS is such a socket too, by the hundred where the machine is busy; the one for peers was opened before.
 * A program may bind [::] alone: such a socket takes IPv6, and IPv4 unless it was told otherwise.
 */
export const peerAddresses = (pids: readonly number[]): readonly string[] => {
  const held = pids.flatMap((pid) => [...socketsOf(pid)]);
  const portsIn = (table: 'udp' | 'udp6', anywhere: string): readonly number[] => {
    const ports = new Map(
      sockets(table)
        .filter(({ address }) => address === anywhere)
        .map(({ inode, port }) => [inode, port]),
    );
    return held.flatMap((inode) => ports.get(inode) ?? []).slice(0, MOST_ADDRESSES);
  };
  const four = portsIn('udp', '0.0.0.0').map((port) => `127.0.0.1:${port}`);
  if (four.length > 0) return four;
  return portsIn('udp6', '0'.repeat(32)).flatMap((port) => [`127.0.0.1:${port}`, `[::1]:${port}`]);
};

/** Inodes of the sockets that a process holds, the longest held first as far as their descriptors tell. */
function socketsOf(pid: number): ReadonlySet<string> {
  const found = new Set<string>();
  let names: string[] = [];
  try {
    names = readdirSync(`/proc/${pid}/fd`).toSorted((a, b) => Number(a) - Number(b));
  } catch (error) {
    if (!isSystemError(error, GONE)) throw error;
    return found;
  }
  for (const name of names) {
    try {
      const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${name}`))?.[1];
      if (inode !== undefined) found.add(inode);
    } catch (error) {
      if (!isSystemError(error, GONE)) throw error;
    }
  }
  return found;
}

/** The sockets whose lines have this text: most lines of TCP are of connections that have ended. */
const sockets = (table: 'tcp' | 'tcp6' | 'udp' | 'udp6', text = '') =>
  read(`/proc/net/${table}`)
    .split('\n')
    .slice(1)
    .filter((line) => line.includes(text))
    .flatMap((line) => {
      const [, local = '', , state = '', , , , , , inode = ''] = line.trim().split(/\s+/);
      const [ip = '', port] = local.split(':');
      return port === undefined ? [] : [{ address: ipOf(ip), port: Number.parseInt(port, 16), state, inode }];
    });

/** Addresses of IPv6 stay in hex. */
const ipOf = (hex: string): string =>
  hex.length === 8
    ? (hex.match(/../g) ?? [])
        .reverse()
        .map((byte) => Number.parseInt(byte, 16))
        .join('.')
    : hex;

const hexOf = (port: number): string => `:${port.toString(16).toUpperCase().padStart(4, '0')} `;

const TCP_LISTEN = '0A';

/** Addresses that something listens on at this port. */
export const listening = (port: number, proto: 'tcp' | 'udp'): readonly string[] =>
  ([proto, `${proto}6`] as const).flatMap((table) =>
    sockets(table, hexOf(port))
      .filter((one) => one.port === port && (proto === 'udp' || one.state === TCP_LISTEN))
      .map(({ address }) => address),
  );

/** Resident memory in bytes. */
export const residentOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
