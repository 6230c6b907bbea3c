/** The home folders of a case, which are in the lab. */
import type { Context } from '../../suites/model.js';
import type { TunnelLab } from '../../suites/tunnel/port.js';
import type { Agent } from './agent/agent.js';
import type { homes } from './agent/homes.js';

export function homesOf(
  agent: Pick<Agent, keyof typeof homes>,
  { defer }: Pick<Context, 'defer'>,
): Pick<TunnelLab, 'home' | 'readOnlyHome'> {
  const home: TunnelLab['home'] = async (files = []) => {
    const path = await agent.home(files);
    defer(() => agent.removeHome(path));
    return { path, file: (name) => agent.file(path, name), names: () => agent.names(path) };
  };
  return {
    home,
    async readOnlyHome() {
      const sealed = await home();
      await agent.sealHome(sealed.path);
      return sealed;
    },
  };
}
