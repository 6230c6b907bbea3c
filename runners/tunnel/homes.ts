/** The home folders of a case, which are in the lab. */
import type { Context } from '../../suites/model.js';
import type { Home, TunnelLab } from '../../suites/tunnel/port.js';
import type { CallLab } from './lab_calls.js';

const homeAt = (call: CallLab, path: string): Home => ({
  path,
  file: (name) => call('file', path, name),
  names: () => call('names', path),
});

export function homesOf(
  call: CallLab,
  { defer }: Pick<Context, 'defer'>,
): Pick<TunnelLab, 'home' | 'readOnlyHome'> {
  const home: TunnelLab['home'] = async (files = []) => {
    const path = await call('home', files);
    defer(() => call('removeHome', path));
    return homeAt(call, path);
  };
  return {
    home,
    async readOnlyHome() {
      const sealed = await home();
      await call('sealHome', sealed.path);
      return sealed;
    },
  };
}
