import type { Context, PortName, Ports, Target } from '../suites/model.js';

/** A port that has to be there. */
export async function portOf<K extends PortName>(
  { name: target, ports }: Target,
  name: K,
  context: Context,
): Promise<Ports[K]> {
  const open: ((context: Context) => Ports[K] | Promise<Ports[K]>) | undefined = ports[name];
  if (!open) throw new Error(`${target} has no port ${name}`);
  return open(context);
}
