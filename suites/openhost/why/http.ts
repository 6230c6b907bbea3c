/** Sections 4.1 and 4.2: requests, headers and WebSockets. */
const CUT_UPLOAD = 'Uploads and form posts are damaged, or reach the service as another method.';
const CONFUSED = 'A hop-by-hop header of the client controls the connection between daemon and service.';
const SPOOFED = 'A service that trusts the header grants a visitor the rights of another address.';
const WRONG_SITE = 'A service with several sites shows the wrong one, or an internal one.';
const PARSED_TWICE =
  'Daemon and service read the head differently, and an attacker hides a second request in it.';
const EXPOSED = 'A WebSocket endpoint that the operator did not list is reachable from outside.';
const BROKEN_TUNNEL = 'Chats and live views stop with a message that the application cannot read.';
const LEAKED = 'The daemon keeps a socket for each page that was ever open, until it can open no more.';
const SMUGGLED = 'A client sends HTTP frames into an upgraded connection, past every rule for requests.';

export const ofHttp = {
  '4/request-response': 'No page of the service can be loaded.',
  '4/method-post': CUT_UPLOAD,
  '4/method-put': CUT_UPLOAD,
  '4/method-patch': CUT_UPLOAD,
  '4/method-delete': CUT_UPLOAD,
  '4/method-options': CUT_UPLOAD,
  '4/body-answered': 'A form post to a service that is down hangs until the client times out.',
  '4/head': 'The client takes the body for the start of the next response, and every later page is wrong.',
  '4/status-empty': 'Applications take a success for a failure, or wait for a body that never comes.',
  '4/status-unchanged': 'Caches of browsers do not work, and each visit loads everything again.',
  '4/status-teapot': 'Applications that use less common codes see another code and act on it.',
  '4/status-early': 'A page with early hints is shown empty.',
  '4/chunked': 'Generated pages are cut, or show the chunk sizes in their text.',
  '4/large': 'Large downloads end early, and programs report a damaged file.',
  '4/slow-service': 'Reports and exports that take a while to prepare always fail.',
  '4.1/strips-connection': CONFUSED,
  '4.1/strips-keep-alive': CONFUSED,
  '4.1/strips-proxy-authenticate': CONFUSED,
  '4.1/strips-proxy-authorization': 'The service or its log learns a password that was meant for a proxy.',
  '4.1/strips-te': CONFUSED,
  '4.1/strips-trailer': CONFUSED,
  '4.1/strips-transfer-encoding':
    'Daemon and service disagree on where the body ends, and an attacker hides a second request in it.',
  '4.1/strips-upgrade':
    'The service switches the protocol of a connection that the daemon still reads as HTTP.',
  '4.1/strips-x-named': CONFUSED,
  '4.1/strips-x-forwarded-for': SPOOFED,
  '4.1/strips-forwarded': SPOOFED,
  '4.1/strips-x-real-ip': SPOOFED,
  '4.1/strips-x-forwarded-host': 'Password mails of the service link to the site of an attacker.',
  '4.1/strips-x-forwarded-proto': 'The service builds links with a scheme that the visitor chose.',
  '4.1/keeps-other-headers': 'Logins, languages and API keys do not reach the service.',
  '4.1/own-forwarded-for': SPOOFED,
  '4.1/host': WRONG_SITE,
  '4.1/configured-host': WRONG_SITE,
  '4.1/absolute-target': 'A visitor uses the daemon as a proxy into the network behind it.',
  '4.1/service-down':
    'A visitor sees a hanging page instead of an error, and has to connect again after a restart.',
  '4.1/body-over-limit': 'One visitor fills the memory or the disk of the daemon.',
  '4.1/body-at-limit': 'Uploads that the operator allowed fail, or those that he forbade pass.',
  '4.1/malformed-no-blank-line': PARSED_TWICE,
  '4.1/malformed-version': PARSED_TWICE,
  '4.1/malformed-no-colon': PARSED_TWICE,
  '4.1/malformed-empty': PARSED_TWICE,
  '4.1/malformed-line-break': PARSED_TWICE,
  '4.2/unconfigured': EXPOSED,
  '4.2/unlisted': EXPOSED,
  '4.2/prefix': EXPOSED,
  '4.2/case': EXPOSED,
  '4.2/not-101': 'The client takes an error page of the service for WebSocket data.',
  '4.2/empty-list':
    'An operator who clears the list believes that WebSockets are off, or that all are allowed.',
  '4.2/wildcard': 'Applications that open WebSockets at many paths cannot be served.',
  '4.2/query': 'Applications that pass a token in the query of their WebSocket cannot connect.',
  '4.2/accept': 'Every WebSocket library rejects the handshake.',
  '4.2/passthrough': BROKEN_TUNNEL,
  '4.2/service-closes': 'The page shows a live connection that is long dead.',
  '4.2/client-closes': LEAKED,
  '4.2/client-leaves':
    'Browsers end connections more often than channels, and the daemon keeps a socket to the service for each (OPENHOST-S11).',
  '4.2/error': LEAKED,
  '4.2/pong-ignored': BROKEN_TUNNEL,
  '4.2/legacy-frame': 'Clients that were built before version 2 of the frames lose their live views.',
  '4.2/ping': 'Clients take an idle tunnel for a dead one and connect again and again.',
  '4.2/tunnel-request-head': SMUGGLED,
  '4.2/tunnel-request-end': SMUGGLED,
  '4.2/tunnel-request-body': SMUGGLED,
  '4.2/tunnel-response-head': SMUGGLED,
  '4.2/tunnel-response-end': SMUGGLED,
  '4.2/tunnel-response-body': SMUGGLED,
  '4.2/tunnel-ws-upgrade': SMUGGLED,
  '4.2/tunnel-auth-client':
    'A client changes its identity inside a tunnel, and the access log names the wrong one.',
  '4.2/tunnel-auth-nonce': SMUGGLED,
  '4.2/tunnel-auth-host': SMUGGLED,
} as const;
