/**
 * A program that is called like a tunnel: it prints the key that it is given, opens all the sockets of a tunnel, and
 * forwards nothing.
 */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

const [key = '', command, , ...mappings] = process.argv.slice(2);
process.stderr.write(`public key: ${key}\n`);
createSocket('udp4').bind(0, '0.0.0.0');
for (const mapping of command === 'in' ? mappings : []) {
  const port = Number(mapping.split(':')[0]);
  if (!(port > 0 && port < 65_536)) continue;
  if (mapping.endsWith('/udp')) createSocket('udp4').bind(port, '127.0.0.1');
  else createServer((socket) => void socket.on('error', () => {})).listen(port, '127.0.0.1');
}
