"""A Punch broker on FastAPI and uvicorn, written from the RFC alone. Nested bodies, nested messages, join URLs without bare tokens."""
import argparse
import asyncio
import base64
import hmac
import ipaddress
import json
import os
import re
import secrets
import socket
import time
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from fastapi import FastAPI, Header, Request, WebSocket, WebSocketDisconnect
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

SECRET = os.environ.get("PUNCH_SECRET", "")
PER_MINUTE = float(os.environ.get("PUNCH_RATE", "10"))
VERSION = {"punch-version": "1.0.0"}
NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"


class Problem(Exception):
    def __init__(self, status: int, code: str, message: str, headers: dict[str, str] | None = None):
        self.status, self.code, self.message, self.headers = status, code, message, headers or {}

    def response(self) -> JSONResponse:
        # Section 5.1 calls the member `code` and section 8.1 calls it `error`, so the body has both.
        body = {"error": self.code, "message": self.message, "code": self.code}
        return JSONResponse(body, self.status, headers={**VERSION, **self.headers})


def mac(payload: bytes) -> bytes:
    return hmac.digest(SECRET.encode(), payload, "sha256")


def encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode(text: str) -> bytes:
    return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)


def issue(**claims: Any) -> str:
    payload = json.dumps(claims, sort_keys=True).encode()
    return "p_" + encode(payload) + "." + encode(mac(payload))


def claims_of(token: str | None, name: str) -> dict[str, Any]:
    denied = Problem(401, "AUTH_FAILED", "Token missing, malformed, expired or for something else.", {"www-authenticate": 'Bearer realm="punch"'})
    found = re.fullmatch(r"p_([A-Za-z0-9_=-]+)\.([A-Za-z0-9_=-]+)", token or "")
    if not found:
        raise denied
    try:
        payload = decode(found[1])
        claims = json.loads(payload)
        good = hmac.compare_digest(mac(payload), decode(found[2])) and claims["session"] == name and float(claims["exp"]) > time.time()
        good = good and ((claims["role"] == "peer" and type(claims["stream"]) is str) or (claims["role"] == "admin" and claims["stream"] is None))
    except (ValueError, TypeError, KeyError):
        raise denied from None
    if not good:
        raise denied
    return claims


@dataclass(eq=False)
class Link:
    ws: WebSocket
    role: str
    stream: str | None
    endpoint: dict[str, Any] | None = None
    ready: bool = False

    async def send(self, kind: str, **content: Any) -> None:
        try:
            await self.ws.send_json({"type": kind, **content})
        except (RuntimeError, WebSocketDisconnect):
            pass  # The reader of this socket sees the end and removes the link.


@dataclass(eq=False)
class Session:
    name: str
    ttl: float
    streams: list[str]
    state: str = "WAITING"
    passphrase: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    links: list[Link] = field(default_factory=list)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self.expires_at = int(time.time() * 1000 + self.ttl * 1000)
        self.timer = asyncio.create_task(self.expire())

    def view(self) -> dict[str, Any]:
        return {"name": self.name, "state": self.state, "expiresAt": self.expires_at}

    async def announce(self) -> None:
        for link in list(self.links):
            await link.send("session", session=self.view())

    async def expire(self) -> None:
        await asyncio.sleep(self.ttl)
        await self.close()

    async def close(self) -> None:
        SESSIONS.pop(self.name, None)
        self.state = "CLOSED"
        async with self.lock:
            await self.announce()
            for link in list(self.links):
                try:
                    await link.ws.close(1000, "session closed")
                except (RuntimeError, WebSocketDisconnect):
                    pass


SESSIONS: dict[str, Session] = {}
BUCKETS: dict[str, tuple[float, float]] = {}
app = FastAPI(title="Punch", version="1.0.0")


class Stream(BaseModel):
    id: str = Field(pattern=NAME)


class Creation(BaseModel):
    session: str = Field(pattern=NAME)
    ttl: float = Field(1800, gt=0, description="Seconds; more than 86400 is cut to 86400")
    streams: list[Stream | str] = Field(["default"], min_length=1)


def take(ip: str) -> None:
    """A token bucket: it holds a minute's worth and refills evenly."""
    left, then = BUCKETS.get(ip, (PER_MINUTE, 0.0))
    now = time.monotonic()
    left = min(PER_MINUTE, left + (now - then) * PER_MINUTE / 60)
    if left < 1:
        raise Problem(429, "TOO_MANY_REQUESTS", "Slow down.", {"retry-after": str(int((1 - left) * 60 / PER_MINUTE) + 1)})
    BUCKETS[ip] = (left - 1, now)


@app.middleware("http")
async def stamp_and_limit(request: Request, call_next: Any) -> Any:
    try:
        if request.method == "POST" and request.url.path == "/api/session":
            take(request.client.host if request.client else "")
        response = await call_next(request)
    except Problem as problem:
        return problem.response()
    response.headers.update(VERSION)
    return response


@app.exception_handler(Problem)
async def on_problem(_: Request, problem: Problem) -> JSONResponse:
    return problem.response()


@app.exception_handler(RequestValidationError)
async def on_invalid(_: Request, e: RequestValidationError) -> JSONResponse:
    return Problem(400, "BAD_REQUEST", "; ".join(f"{'.'.join(map(str, x['loc']))}: {x['msg']}" for x in e.errors())).response()


@app.exception_handler(HTTPException)
async def on_http(_: Request, e: HTTPException) -> JSONResponse:
    return Problem(e.status_code, "NOT_FOUND" if e.status_code == 404 else "BAD_REQUEST", str(e.detail), dict(e.headers or {})).response()


@app.get("/api/health")
async def health() -> dict[str, Any]:
    return {"service": {"name": "punch", "healthy": True}, "version": "1.0.0"}


@app.post("/api/session", status_code=201)
async def create(body: Creation, request: Request) -> dict[str, Any]:
    if body.session in SESSIONS:
        raise Problem(409, "SESSION_EXISTS", "That name is taken until its session ends.")
    streams = [s if isinstance(s, str) else s.id for s in body.streams]
    session = SESSIONS[body.session] = Session(body.session, min(body.ttl, 86400), streams)
    exp = session.expires_at // 1000
    base = str(request.base_url).replace("http", "ws", 1) + "api/ws/" + session.name
    join = [{"stream": s, "url": f"{base}?t={issue(session=session.name, role='peer', stream=s, exp=exp, n=n)}"} for s in streams for n in (1, 2)]
    return {"session": session.view(), "admin": {"token": issue(session=session.name, role="admin", stream=None, exp=exp)}, "join": join}


def authorised(name: str, authorization: str) -> dict[str, Any]:
    scheme, _, token = authorization.partition(" ")
    return claims_of(token.strip() if scheme.lower() == "bearer" else None, name)


@app.get("/api/session/{name}")
async def show(name: str, authorization: str = Header("")) -> dict[str, Any]:
    authorised(name, authorization)
    if name not in SESSIONS:
        raise Problem(404, "NOT_FOUND", "No open session has that name.")
    return {"session": SESSIONS[name].view()}


@app.delete("/api/session/{name}")
async def remove(name: str, authorization: str = Header("")) -> dict[str, Any]:
    if authorised(name, authorization)["role"] != "admin":
        raise Problem(401, "AUTH_FAILED", "Only the admin token closes a session.")
    if name not in SESSIONS:
        raise Problem(404, "NOT_FOUND", "No open session has that name.")
    session = SESSIONS[name]
    session.timer.cancel()
    await session.close()
    return {"session": session.view()}


@app.api_route("/api/session/{name}/{rest:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)
async def nothing(name: str, rest: str, authorization: str = Header("")) -> None:
    authorised(name, authorization)
    raise Problem(404, "NOT_FOUND", "No such resource.")


@app.websocket("/api/ws/{name}")
async def signalling(ws: WebSocket, name: str) -> None:
    try:
        claims = claims_of(ws.query_params.get("t"), name)
        session = SESSIONS.get(name)
        if session is None or claims["stream"] not in [None, *session.streams]:
            raise Problem(404, "NOT_FOUND", "No open session or stream has that name.")
    except Problem as problem:
        return await ws.send_denial_response(problem.response())
    await ws.accept(headers=[(b"punch-version", b"1.0.0")])
    link = Link(ws, claims["role"], claims["stream"])
    session.links.append(link)
    await link.send("session", session=session.view())
    try:
        while (frame := await ws.receive())["type"] == "websocket.receive":
            async with session.lock:
                if not await handle(session, link, frame.get("text")):
                    return await ws.close(1000)
    except RuntimeError:
        pass
    finally:
        session.links.remove(link)


async def handle(session: Session, link: Link, text: str | None) -> bool:
    """False ends the connection, after the error message of section 8.2."""
    try:
        message = json.loads(text or "")
        kind = message["type"]
    except (ValueError, TypeError, KeyError):
        await link.send("error", error={"code": "BAD_MESSAGE", "message": "Send a JSON object with a type."})
        return False
    if kind == "register" and link.role == "peer":
        return await register(session, link, message)
    if kind == "ready" and link.endpoint:
        link.ready = True
        pair = [x for x in session.links if x.stream == link.stream and x.endpoint]
        if len(pair) == 2 and all(x.ready for x in pair):
            for x in pair:
                x.ready = False
                await x.send("start", start={"stream": link.stream, "at": int(time.time() * 1000) + 500})
    elif message.get("status") == "connected" and link.role == "peer":
        if session.state != "CONNECTED":
            session.state = "CONNECTED"
            await session.announce()
    elif kind == "punch.ping":
        await link.send("punch.pong")
    elif kind not in ("status", "ready"):
        await link.send("error", error={"code": "BAD_MESSAGE", "message": f"A {link.role} cannot send this."})
    return True


async def register(session: Session, link: Link, message: dict[str, Any]) -> bool:
    port, local = message.get("port"), message.get("localPort", message.get("port"))
    try:
        ip = str(ipaddress.ip_address(message.get("ip") or (link.ws.client.host if link.ws.client else "")))
        if any(type(p) is not int or not 1 <= p <= 65535 for p in (port, local)):
            raise ValueError("port and localPort must be UDP ports")
    except ValueError as e:
        await link.send("error", error={"code": "BAD_MESSAGE", "message": str(e)})
        return False
    others = [x for x in session.links if x.stream == link.stream and x.endpoint and x is not link]
    if len(others) > 1:
        await link.send("error", error={"code": "STREAM_TAKEN", "message": "The stream has its two peers."})
        return False
    link.endpoint = {"ip": ip, "port": port, "localPort": local}
    for other in others:
        session.state = "READY" if session.state == "WAITING" else session.state
        await session.announce()  # Section 6.2 leaves the order of session and peer open: here the state comes first.
        for x, y in ((link, other), (other, link)):
            await x.send("peer", peer=y.endpoint, srt={"passphrase": session.passphrase, "latency": 200})
        for admin in [x for x in session.links if x.role == "admin"]:
            await admin.send("peer_match", match={"stream": link.stream, "a": other.endpoint, "b": link.endpoint})
    if not others:
        await session.announce()
    return True


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    listener = socket.create_server(("127.0.0.1", parser.parse_args().port))
    print("http://127.0.0.1:%d" % listener.getsockname()[1], flush=True)
    # The pings of uvicorn implement section 6.3: 30 s + 60 s without a pong, then code 1011.
    config = uvicorn.Config(app, log_level="critical", ws="websockets-sansio", ws_ping_interval=30, ws_ping_timeout=60, ws_max_size=65536)
    await uvicorn.Server(config).serve(sockets=[listener])


if __name__ == "__main__":
    if not SECRET:
        raise SystemExit("PUNCH_SECRET is not set")
    asyncio.run(main())
