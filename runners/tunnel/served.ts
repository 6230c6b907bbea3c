import { runTunnel } from '../../reference/tunnel/peers/command.js';
import type { RawPeer } from '../served_peer.js';

const HELP = `conform serve tunnel out PORT[/PROTO]...
conform serve tunnel in KEY LOCAL:REMOTE[/PROTO]...

The reference of the tunnel: out offers local ports to peers, in opens them elsewhere by the key that out printed.
PROTO is tcp (the default) or udp. LOCAL is a port, or - for standard input and output.

in finds out by the DNS of the internet (dns.iroh.link). Without the internet run both in one lab: conform lab.
Both bind a UDP port on all interfaces, because peers connect to it. in listens for its clients on 127.0.0.1 only.

Environment:
  PUNCH_SECRET_KEY  the key file; ~/.local/share/punch/secret.key unless set; created if it does not exist
  PUNCH_ALLOW       out: keys that may connect, separated by commas; anybody when it is not set
  PUNCH_RELAY_MODE  default, disabled or the URL of a relay

Examples:
  conform serve tunnel out 8080 5353/udp       prints a key, and offers two ports
  conform serve tunnel in KEY 9000:8080        what listens on 8080 there answers on 9000 here
  conform serve tunnel in KEY -:22             for ProxyCommand of ssh
`;

/** Both ends. Their words go to them as they are, for `-:22` is no option. */
export const tunnelEnds: RawPeer = {
  name: 'tunnel',
  help: HELP,
  example: ['tunnel out 8080', 'one end of a tunnel; its words are its own: serve tunnel --help'],
  run: (words, streams) => runTunnel(words, streams),
};

export const raw = [tunnelEnds];
