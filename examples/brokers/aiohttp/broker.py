"""A Punch broker on aiohttp, written from the RFC alone. Flat bodies, flat messages, one queue for each socket."""
import argparse
import asyncio
import base64
import contextlib
import hashlib
import hmac
import json
import os
import re
import secrets
import time
from collections import defaultdict, deque

from aiohttp import WSCloseCode, WSMsgType, web

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
SECRET = os.environ.get("PUNCH_SECRET", "").encode()
RATE = int(os.environ.get("PUNCH_RATE", "10"))
sessions, posts = {}, defaultdict(deque)


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text):
    if not re.fullmatch(r"[A-Za-z0-9_-]*", text):
        raise ValueError("not base64url")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def sign(session, role, stream, exp):
    payload = json.dumps({"session": session, "role": role, "stream": stream, "exp": exp}, separators=(",", ":")).encode()
    return f"p_{b64(payload)}.{b64(hmac.digest(SECRET, payload, 'sha256'))}"


def verify(token, session):
    """Section 7. Returns the claims, or None for every kind of bad token."""
    try:
        if not token.startswith("p_"):
            return None
        body, mac = token[2:].split(".")
        payload = unb64(body)
        if not hmac.compare_digest(hmac.digest(SECRET, payload, hashlib.sha256), unb64(mac)):
            return None
        claims = json.loads(payload)
        exp, role, stream = claims["exp"], claims["role"], claims["stream"]
        scoped = (role == "admin" and stream is None) or (role == "peer" and isinstance(stream, str))
        fresh = type(exp) in (int, float) and exp > time.time()
        return claims if scoped and fresh and claims["session"] == session else None
    except (ValueError, KeyError, TypeError):
        return None


def failure(status, code, message, **headers):
    return web.json_response({"error": code, "message": message}, status=status, headers=headers)


class Session:
    def __init__(self, name, ttl, streams):
        self.name, self.streams, self.state = name, streams, "WAITING"
        self.expires_at = int((time.time() + ttl) * 1000)
        self.passphrase = secrets.token_hex(32)
        self.sockets = set()
        self.timer = asyncio.get_running_loop().call_later(ttl, self.close)

    def registered(self, stream):
        return [s for s in self.sockets if s.stream == stream and s.endpoint]

    def tell_state(self):
        for socket in self.sockets:
            socket.send(type="session", state=self.state)

    def close(self):
        self.timer.cancel()
        self.state = "CLOSED"
        sessions.pop(self.name, None)
        self.tell_state()
        for socket in self.sockets:
            socket.finish(WSCloseCode.OK)


class Socket:
    def __init__(self, session, claims):
        self.session, self.role, self.stream = session, claims["role"], claims["stream"]
        self.endpoint, self.ready, self.started, self.recent = None, False, False, deque()
        self.out = asyncio.Queue()

    def send(self, **message):
        self.out.put_nowait(message)

    def finish(self, code):
        self.out.put_nowait(code)

    def error(self, code, message):
        self.send(type="error", error=code, message=message)

    def receive(self, text):
        now = time.monotonic()
        while self.recent and self.recent[0] < now - 10:
            self.recent.popleft()
        self.recent.append(now)
        if len(self.recent) > 200:
            return self.error("RATE_LIMITED", "more than 200 messages in 10 seconds")
        try:
            message = json.loads(text)
        except ValueError:
            return self.error("INVALID_MESSAGE", "that was not JSON")
        kind = message.get("type") if isinstance(message, dict) else None
        action = {"register": self.register, "ready": self.on_ready, "status": self.status, "punch.ping": self.ping}.get(kind if isinstance(kind, str) else None)
        if not action:
            return self.error("INVALID_MESSAGE", "type is not one that this broker knows")
        if self.role == "admin" and kind != "punch.ping":
            return self.error("FORBIDDEN", "an admin connection only observes")
        action(message)

    def ping(self, _):
        self.send(type="punch.pong")

    def register(self, message):
        port, local = message.get("port"), message.get("localPort", message.get("port"))
        if not all(type(p) is int and 0 < p < 65536 for p in (port, local)):
            return self.error("INVALID_MESSAGE", "port and localPort are numbers from 1 to 65535")
        others = [s for s in self.session.registered(self.stream) if s is not self]
        if len(others) > 1:
            return self.error("STREAM_FULL", "two peers have this stream already")
        self.endpoint = {"ip": message.get("ip") or self.remote, "port": port, "localPort": local}
        if others:
            self.match(others[0])
        self.session.tell_state()

    def match(self, other):
        shared = {"passphrase": self.session.passphrase, "latency": 120}
        self.send(type="peer", stream=self.stream, **other.endpoint, **shared)
        other.send(type="peer", stream=self.stream, **self.endpoint, **shared)
        if self.session.state == "WAITING":
            self.session.state = "READY"
        for admin in (s for s in self.session.sockets if s.role == "admin"):
            admin.send(type="peer_match", stream=self.stream, peers=[other.endpoint, self.endpoint])

    def on_ready(self, _):
        if not self.endpoint:
            return self.error("INVALID_MESSAGE", "register first")
        self.ready = True
        pair = self.session.registered(self.stream)
        if len(pair) == 2 and all(s.ready and not s.started for s in pair):
            for socket in pair:
                socket.started = True
                socket.send(type="start", stream=self.stream)

    def status(self, message):
        if message.get("status") == "connected" and self.session.state in ("WAITING", "READY"):
            self.session.state = "CONNECTED"
            self.session.tell_state()


async def create(request):
    now, seen = time.monotonic(), posts[request.remote]
    while seen and seen[0] <= now - 60:
        seen.popleft()
    if len(seen) >= RATE:
        return failure(429, "RATE_LIMITED", "too many sessions from this address", **{"Retry-After": str(int(61 - now + seen[0]))})
    seen.append(now)
    try:
        body = json.loads((await request.read()).decode("utf-8"))
        name, ttl, streams = body["name"], body.get("ttl", 1800), body.get("streams", ["main"])
        assert isinstance(name, str) and NAME.fullmatch(name), "name does not match the pattern of section 2"
        assert type(ttl) in (int, float) and 0 < ttl <= 86400, "ttl is a number of seconds up to 86400"
        assert isinstance(streams, list) and streams and all(isinstance(s, str) and NAME.fullmatch(s) for s in streams), "streams is a list of names"
    except (ValueError, KeyError, TypeError, AttributeError, AssertionError) as reason:
        return failure(400, "INVALID_REQUEST", f"the body needs name: {reason}")
    if name in sessions:
        return failure(409, "SESSION_EXISTS", f"{name} is in use")
    session = sessions[name] = Session(name, ttl, streams)
    exp = session.expires_at // 1000
    tokens = {s: sign(name, "peer", s, exp) for s in streams}
    return web.json_response({"name": name, "state": session.state, "expiresAt": session.expires_at, "adminToken": sign(name, "admin", None, exp), "peerTokens": tokens}, status=201)


async def one(request):
    name = request.match_info["name"]
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    claims = verify(token.strip(), name) if scheme.lower() == "bearer" else None
    if not claims or (request.method == "DELETE" and claims["role"] != "admin"):
        return failure(401, "AUTH_FAILED", "the bearer token is not good for this", **{"WWW-Authenticate": "Bearer"})
    session = sessions.get(name)
    if not session or request.match_info.get("rest"):
        return failure(404, "SESSION_NOT_FOUND", "there is no such session")
    if request.method == "DELETE":
        session.close()
        return web.Response(status=204)
    if request.method not in ("GET", "HEAD"):
        return failure(405, "METHOD_NOT_ALLOWED", "GET or DELETE", Allow="GET, HEAD, DELETE")
    return web.json_response({"name": name, "state": session.state, "expiresAt": session.expires_at, "streams": {s: len(session.registered(s)) for s in session.streams}})


async def signalling(request):
    name = request.match_info["name"]
    claims, session = verify(request.query.get("t", ""), name), sessions.get(name)
    if not claims:
        return failure(401, "AUTH_FAILED", "the token in t is not good for this session")
    if not session or (claims["role"] == "peer" and claims["stream"] not in session.streams):
        return failure(404, "SESSION_NOT_FOUND", "there is no such session or stream")
    ws = web.WebSocketResponse(autoping=False, max_msg_size=65536)
    if not ws.can_prepare(request):
        return failure(426, "UPGRADE_REQUIRED", "this address speaks WebSocket", Upgrade="websocket")
    await ws.prepare(request)
    socket = Socket(session, claims)
    socket.remote = request.remote
    session.sockets.add(socket)
    writer = asyncio.create_task(write(ws, socket))
    try:
        await read(ws, socket)
    finally:
        session.sockets.discard(socket)
        writer.cancel()
    return ws


async def read(ws, socket):
    """Every frame counts as traffic (6.3), so this answers pings instead of aiohttp."""
    while True:
        try:
            frame = await ws.receive(timeout=90)
        except asyncio.TimeoutError:
            await ws.close(code=WSCloseCode.INTERNAL_ERROR, message=b"no traffic for 90 s")
            return
        if frame.type is WSMsgType.PING:
            await ws.pong(frame.data)
        elif frame.type is WSMsgType.TEXT:
            socket.receive(frame.data)
        elif frame.type is WSMsgType.BINARY:
            socket.error("INVALID_MESSAGE", "messages are text")
        elif frame.type is not WSMsgType.PONG:
            return


async def write(ws, socket):
    with contextlib.suppress(ConnectionError):
        while True:
            try:
                item = await asyncio.wait_for(socket.out.get(), 30)
            except asyncio.TimeoutError:
                await ws.ping()
                continue
            if isinstance(item, int):
                await ws.close(code=item)
                return
            await ws.send_str(json.dumps(item))


async def health(_):
    return web.json_response({"status": "ok", "version": "1.0.0"})


@web.middleware
async def errors(request, handler):
    try:
        return await handler(request)
    except web.HTTPException as e:
        allow = {"Allow": e.headers["Allow"]} if "Allow" in e.headers else {}
        return failure(e.status, e.reason.upper().replace(" ", "_"), e.reason, **allow)


async def stamp(_, response):
    response.headers["Punch-Version"] = "1.0.0"


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    app = web.Application(middlewares=[errors])
    app.on_response_prepare.append(stamp)
    app.router.add_get("/api/health", health)
    app.router.add_post("/api/session", create)
    app.router.add_route("*", "/api/session/{name}", one)
    app.router.add_route("*", "/api/session/{name}/{rest:.+}", one)
    app.router.add_get("/api/ws/{name}", signalling)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", parser.parse_args().port)
    await site.start()
    print(f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    if not SECRET:
        raise SystemExit("PUNCH_SECRET is not set")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main())
