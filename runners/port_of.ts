import type { Context, PortName, Ports, Target } from '../suites/model.js';

/** Opens a port, and throws if the target does not have it. */
export async function portOf<K extends PortName>(
  { name: target, ports }: Target,
  name: K,
  context: Context,
): Promise<Ports[K]> {
  const open: ((context: Context) => Ports[K] | Promise<Ports[K]>) | undefined = ports[name];
  if (!open) throw new Error(`${target} has no port ${name}`);
  return open(context);
}
