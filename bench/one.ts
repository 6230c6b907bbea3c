/** Runs one bench as a forked process: `one.js NAME SHARE`. The figures are its only message. */
import { benchOf } from './list.js';

const [name = '', share = '1'] = process.argv.slice(2);
const rows = await (await benchOf(name)).run(Number(share));
process.send?.(rows, () => process.disconnect());
