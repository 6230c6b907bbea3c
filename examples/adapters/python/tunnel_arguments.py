"""The arguments of the tunnel commands: ports to expose, mappings, and the relay mode."""

import re
from urllib.parse import urlsplit

from given import whole_number
from refused import Refused

PORT = re.compile(r"0|[1-9][0-9]*")
DEFAULT_PORTS = {"http": 80, "https": 443}


def port_of(text):
    """Plain digits: no sign, no blank, no leading zero, and no port 0."""
    if not PORT.fullmatch(text) or len(text) > 5 or not 1 <= int(text) <= 65535:
        raise Refused(f"{text!r} is no port")
    return int(text)


def port_and_proto(text):
    port, slash, proto = text.partition("/")
    read = port_of(port)
    if slash and proto not in ("tcp", "udp"):
        raise Refused(f"{proto!r} is no protocol")
    return read, proto or "tcp"


def suffix(proto):
    if proto not in ("tcp", "udp"):
        raise Refused("no protocol")
    return "" if proto == "tcp" else f"/{proto}"


def several(read_one, name_of):
    """All arguments of a command: at least one, without duplicates."""

    def decode(_given, texts):
        if not texts:
            raise Refused("none at all")
        read = [read_one(text) for text in texts]
        names = [name_of(one) for one in read]
        if len(set(names)) < len(names):
            raise Refused("one of them twice")
        return read

    return decode


def read_spec(text):
    port, proto = port_and_proto(text)
    return {"port": port, "proto": proto}


def write_spec(_given, spec):
    return f"{whole_number(spec['port'], 0, 65535)}{suffix(spec['proto'])}"


def read_mapping(text):
    local_text, colon, rest = text.partition(":")
    if not colon:
        raise Refused("no colon")
    local = "stdio" if local_text == "-" else port_of(local_text)
    remote, proto = port_and_proto(rest)
    if local == "stdio" and proto == "udp":
        raise Refused("stdio is tcp only")
    return {"local": local, "remote": remote, "proto": proto}


def write_mapping(_given, mapping):
    local = mapping["local"]
    local = "-" if local == "stdio" else whole_number(local, 0, 65535)
    return f"{local}:{whole_number(mapping['remote'], 0, 65535)}{suffix(mapping['proto'])}"


def read_relay_mode(_given, text):
    if text in ("default", "disabled"):
        return {"kind": text}
    try:
        url = urlsplit(text)
        port = url.port
    except ValueError:
        raise Refused("not a URL") from None
    if url.scheme not in DEFAULT_PORTS or not url.hostname or " " in text:
        raise Refused("neither a mode nor an http(s) URL")
    host = f"[{url.hostname}]" if ":" in url.hostname else url.hostname
    if port is not None and port != DEFAULT_PORTS[url.scheme]:
        host = f"{host}:{port}"
    behind = (f"?{url.query}" if url.query else "") + (f"#{url.fragment}" if url.fragment else "")
    return {"kind": "url", "url": f"{url.scheme}://{host}{url.path or '/'}{behind}"}


PORT_SPEC = {"decode": several(read_spec, lambda spec: (spec["port"], spec["proto"])), "encode": write_spec}
MAPPING = {"decode": several(read_mapping, lambda one: (one["local"], one["proto"])), "encode": write_mapping}
RELAY_MODE = {"decode": read_relay_mode}
