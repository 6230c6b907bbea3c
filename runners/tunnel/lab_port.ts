/** The lab as a case sees it: programs under test and their local ends, torn down with the case. */
import { base32 } from '../../reference/bytes/base32.js';
import { hex } from '../../reference/bytes/hex.js';
import { publicKeyOf } from '../../reference/tunnel/key_file.js';
import type { Context } from '../../suites/model.js';
import type { Link, TunnelLab } from '../../suites/tunnel/port.js';
import { dial, openService } from './ends.js';
import { homesOf } from './homes.js';
import { askHttp, openHttp } from './http_ends.js';
import type { Lab } from './lab_client.js';
import type { FreePort } from './ports.js';
import type { Program } from './program.js';
import { type ProgramsShared, programsOf } from './programs.js';
import { openUdp } from './udp_end.js';

/** What the cases of one lab share. */
export interface LabShared extends ProgramsShared {
  readonly freePort: FreePort;
}

/** Between two looks at the listeners of a port. */
const LOOK = 25;

export function labPort(shared: LabShared, context: Context): TunnelLab {
  const { lab, freePort, patience } = shared;
  const { random, progress } = context;
  const { agent } = lab;
  const waits = { patience, progress };
  const { broken, fail } = breakOf(lab, context);
  const homes = homesOf(agent, context);
  /** Something that opens after the end of its case is closed at once. */
  const owned = <T extends { close(): unknown }>(opened: T): T => {
    if (context.signal.aborted) opened.close();
    else context.defer(() => opened.close());
    return opened;
  };
  return {
    patience,
    broken,
    ...homes,
    ...programsOf(shared, context, homes.home),
    questions: (of) => agent.questions((of as Program).mark),
    freePort: () => freePort(random),
    async service(onLink, port = 0, host = '127.0.0.1') {
      const handled = async (link: Link) => onLink(link);
      const taken = (link: Link): void => void handled(link).then(undefined, fail);
      return owned(await openService(agent, taken, { port, host }, waits));
    },
    dial: async (port) => owned(await dial(agent, port, waits)),
    udp: async (port = 0) => owned(await openUdp(agent, port, patience)),
    async listeners(port, proto, within = 0) {
      const deadline = performance.now() + within;
      for (;;) {
        const found = await agent.listening(port, proto);
        if (found.length > 0 || performance.now() >= deadline) return found;
        await context.clock.wait(LOOK);
      }
    },
    httpService: async () => owned(await openHttp(agent, fail)),
    httpAsk: (port, bodies) => askHttp(agent, port, bodies, patience),
    identity() {
      const secret = random.bytes(32);
      const key = publicKeyOf(secret);
      return { secret, hex: hex.encode(key), base32: base32.encode(key) };
    },
  };
}

/** A case races `broken`. After the case nobody waits for it, and its rejection must not end the process. */
const heardByTheCase = (): void => {};

/** Ends a case from outside: when one of its services fails, when it is cancelled, and when the lab ends. */
function breakOf({ over }: Lab, { signal, defer }: Context) {
  let fail: (error: unknown) => void = () => {};
  const broken = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  broken.catch(heardByTheCase);
  const gone = (): void => fail(over.reason);
  over.addEventListener('abort', gone);
  defer(() => over.removeEventListener('abort', gone));
  // This comes before the programs are killed, so that no check takes our kill for an exit of the program.
  signal.addEventListener('abort', () => fail(signal.reason), { once: true });
  return { broken, fail: (error: unknown) => fail(error) };
}
