/** A program that is called like a client: it reads the packet of the host once and fails. */
const [relay = '', url = ''] = process.argv.slice(2);
const [, key = ''] = /^oh:\/\/([^/]*)/.exec(url) ?? [];
const answer = await fetch(new URL(key, relay));
console.error(`${answer.status}, ${(await answer.arrayBuffer()).byteLength} bytes`);
process.exitCode = 1;
