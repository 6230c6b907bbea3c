/** What goes wrong in the field when a case fails, by section and slug. The pairings of a case share it. */

const NOT_SERVED = 'A script takes the call for a success, and nobody notices that nothing is served.';
const WRONG_PORT = 'A typo exposes or opens another port than the one that was meant.';
const RANDOM_PORT = 'The system picks a random port, and clients find nobody at the one they know.';
const WRAPPED_PORT = 'A port that is cut to 16 bits exposes a service that nobody meant to expose.';
const SILENT_PROTO = 'A mistyped protocol is served as TCP, and the UDP service behind it is never reached.';
const REPLACED_KEY =
  'A damaged key file is replaced in silence: every peer that knows the old public key loses the service.';

const cli = {
  'cli/no-command': NOT_SERVED,
  'cli/unknown-command': NOT_SERVED,
  'cli/ends-on-sigterm':
    'A service manager waits for its whole stop timeout and then kills the program, at each restart.',
  'cli/ends-on-sigint': 'Ctrl-C does not end the program, and a second terminal is needed to kill it.',
};

const out = {
  'out/no-spec': 'An empty variable in a script leaves a program running that exposes nothing.',
  'out/refuses-zero': RANDOM_PORT,
  'out/refuses-too-high': WRAPPED_PORT,
  'out/refuses-wraps': WRAPPED_PORT,
  'out/refuses-negative': WRAPPED_PORT,
  'out/refuses-empty': 'An empty variable in a script exposes a port that nobody named.',
  'out/refuses-blank': WRONG_PORT,
  'out/refuses-blank-behind': WRONG_PORT,
  'out/refuses-name':
    'A service name stands for different ports on different machines, so a peer reaches another service.',
  'out/refuses-unknown-proto': SILENT_PROTO,
  'out/refuses-no-proto': 'A forgotten protocol exposes the TCP port where the UDP port was meant.',
  'out/refuses-fraction': WRONG_PORT,
  'out/refuses-two-protocols': 'The user believes that both protocols are exposed, and one of them is not.',
  'out/refuses-leading-zero': 'One program reads 080 as octal and the other as decimal: the ports differ.',
  'out/refuses-duplicate':
    'A port that is listed twice hides a typo: the port that was meant is not exposed.',
  'out/refuses-duplicate-spelled':
    'A port that is listed twice hides a typo: the port that was meant is not exposed.',
  'out/key-on-stderr':
    'Nobody can connect without the key, and a script that reads it from stderr waits for ever. A key on stdout ends up in piped data.',
  'out/takes-bounds': 'A service on port 65535 or on a privileged port cannot be exposed at all.',
  'out/peer-killed':
    'A laptop that loses its network blocks the service for everybody else until the connection times out.',
  'out/both-protocols': 'A DNS server answers over one protocol only, and large answers fail.',
};

const into = {
  'in/no-arguments': NOT_SERVED,
  'in/no-mapping': 'An empty variable in a script leaves a connection that forwards nothing.',
  'in/no-key': 'A key that was copied in part is noticed only after a connection timeout, without a reason.',
  'in/two-stdio': 'Two connections read from one stdin, and each gets half of the input.',
  'in/stdio-udp': 'The user believes that packets pass, and the bytes go to a TCP service.',
  'in/refuses-no-colon':
    'A bare port is taken for both ends, and an existing local service keeps the listener from opening.',
  'in/refuses-three-parts': 'A bind address in the style of ssh is misread, and another port is opened.',
  'in/refuses-no-remote': WRONG_PORT,
  'in/refuses-no-local': RANDOM_PORT,
  'in/refuses-local-too-high': WRAPPED_PORT,
  'in/refuses-remote-too-high': WRAPPED_PORT,
  'in/refuses-remote-zero': 'Every connection is refused by the peer, and the reason is far from the typo.',
  'in/refuses-local-zero': RANDOM_PORT,
  'in/refuses-local-negative': WRAPPED_PORT,
  'in/refuses-remote-negative': WRAPPED_PORT,
  'in/refuses-blank': WRONG_PORT,
  'in/refuses-empty': 'An empty variable in a script leaves out a mapping that other programs rely on.',
  'in/refuses-two-protocols': 'The user believes that both protocols are forwarded, and one of them is not.',
  'in/refuses-unknown-proto': SILENT_PROTO,
  'in/loopback-only':
    'A listener on all interfaces gives the remote service to the whole local network, past the access list.',
  'in/loopback-only-udp':
    'A UDP listener on all interfaces gives the remote service to the whole local network, past the access list.',
  'in/base32': 'A key that the iroh tools print in base32 is rejected, although it is right.',
  'in/unknown-peer': 'A script waits for ever on a peer that was switched off.',
  'in/peer-leaves':
    'A service manager does not restart the tunnel, because the program still runs or reports success.',
  'in/peer-killed':
    'After a power loss of the peer the local listener accepts connections that lead nowhere, and nothing restarts it.',
  'in/one-connection':
    'Each mapping has to pass the NAT on its own, so some mappings work and others do not.',
  'in/one-connection-mixed':
    'A browser that opens a hundred connections causes a hundred handshakes, and the NAT or the relay drops some.',
  'in/ports-in-order':
    'A client of the first service talks to the second: a password goes to the wrong server.',
};

const stdio = {
  'in/bridge': 'A file that is piped through the tunnel is cut, or ssh as ProxyCommand breaks.',
  'in/stdio-exits': 'A shell pipeline through the tunnel never ends, although all data has come.',
  'in/remote-ends':
    'An ssh session with the tunnel as ProxyCommand hangs after logout, because its stdin stays open.',
  'in/stdio-refused':
    'A peer reaches a service that was never exposed, or its client takes an error text for data.',
  'in/stdio-beside-port': 'A second mapping beside stdio is dropped in silence.',
};

const identity = {
  'identity/created': 'The key changes at each restart, so every client has to be told a new one.',
  'identity/form': 'Other users of the machine read the secret key, or another program cannot use the file.',
  'identity/path': 'Two services on one machine share one identity, and peers reach the wrong one.',
  'identity/in-created': 'The client has another key at each start, so no access list can name it.',
  'identity/in-path':
    'A client that has a key of its own for one server connects with another key and is rejected.',
  'identity/secret-not-printed':
    'A reader of the log of a service manager or of CI can pose as the peer from then on.',
  'identity/read-only':
    'The program serves under a key that is gone after the restart, and the user has already passed it on.',
  'identity/length-0': REPLACED_KEY,
  'identity/length-31': REPLACED_KEY,
  'identity/length-33': REPLACED_KEY,
  'identity/length-64': REPLACED_KEY,
  'identity/unreadable': REPLACED_KEY,
  'identity/concurrent':
    'Two services that start at boot print two keys, and one of them is gone after the next start.',
};

const access = {
  'access/unset': 'A first try between two machines fails although nothing was configured.',
  'access/listed': 'The one peer that may connect is locked out.',
  'access/listed-first': 'Every listed peer but the last is locked out.',
  'access/listed-second': 'Every listed peer but the first is locked out.',
  'access/listed-base32': 'A peer is locked out because its key was copied in the other spelling.',
  'access/listed-blanks': 'A list with a blank after each comma lets only its first peer in.',
  'access/not-listed': 'A stranger who learns the public key reaches a service that was meant for few.',
  'access/not-listed-udp':
    'A stranger who learns the public key reaches the UDP services, although the list keeps TCP closed.',
  'access/list-malformed': 'A typo in the list opens the service to everybody, or closes it without a word.',
  'access/list-one-bad': 'A typo in one entry locks its peer out, and nothing says why.',
  'access/list-empty': 'A list that was cleared by mistake opens the service to everybody.',
};

const configuration = {
  'configuration/relay-default': 'Peers behind strict NATs never find each other.',
  'configuration/relay-default-word': 'Peers behind strict NATs never find each other.',
  'configuration/relay-url': 'Traffic of a company leaves through public relays instead of its own.',
  'configuration/relay-disabled':
    'Public relays learn who talks to whom, although the operator ruled them out.',
  'configuration/relay-unknown':
    'A typo in the mode sends traffic over public relays that the operator ruled out.',
};

const tcp = {
  'tcp/half-close':
    'Clients that end their half before they read, such as nc, HTTP/1.0 or git, get no answer.',
  'tcp/service-ends-first': 'Uploads are cut when the server answers early and closes its half.',
  'tcp/binary-both-ways': 'Compressed or encrypted data is damaged in transit.',
  'tcp/service-address':
    'On a machine where another program listens on ::1, peers reach that one instead of the exposed service.',
  'tcp/refused': 'A peer reaches a database or an admin page that was never exposed.',
  'tcp/nobody-listens':
    'A client hangs until its own timeout when the service is down, instead of failing at once.',
  'tcp/many-at-once': 'A page with many resources loads in part, or its answers are mixed up.',
  'tcp/http': 'Web pages load once, and the second request on the same connection hangs.',
  'tcp/service-restarted':
    'After a deploy of the service the tunnel has to be restarted by hand on every client.',
  'tcp/client-resets':
    'The service keeps the sessions of clients that are long gone, until it runs out of them.',
  'tcp/service-resets': 'A client waits for an answer of a service that has crashed.',
  'tcp/bulk': 'A backup through the tunnel is damaged or stalls when both sides send at once.',
  'tcp/slow-reader': 'One slow download makes the program swap or be killed for its memory.',
};

const udp = {
  'udp/replies': 'A game or DNS client gets the answers of another one, or none.',
  'udp/late-reply': 'With two clients, slow answers go to the client that asked last.',
  'udp/reply-address':
    'A client that connects its socket, as DNS resolvers and WireGuard do, never sees the reply.',
  'udp/two-mappings': 'A client of two services takes the answer of one for the answer of the other.',
  'udp/burst': 'Voice and video stutter: each packet waits for the one before it.',
  'udp/sizes': 'Packets are cut, or one large packet takes down every mapping.',
  'udp/unlisted': 'A peer reaches a UDP service that was never exposed, such as a local DNS server.',
};

const all: Readonly<Record<string, string>> = {
  ...cli,
  ...out,
  ...into,
  ...stdio,
  ...identity,
  ...access,
  ...configuration,
  ...tcp,
  ...udp,
};

/** The sections and slugs that have a reason. */
export const reasoned: readonly string[] = Object.keys(all);

export const baseOf = (id: string): string =>
  id.replace(/^tunnel\//, '').replace(/-(to|from)-reference$/, '');

export const whyOf = (id: string): string | undefined => all[baseOf(id)];
