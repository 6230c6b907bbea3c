#!/usr/bin/env python3
"""A conform adapter: JSON Lines on standard input and output.

Put your own codecs in place of those listed in STRUCTURES: an operation takes the request's `given` and `input`, returns what it
accepts and raises Refused for what it does not. Standard error is yours.
"""

import json
import sys

sys.dont_write_bytecode = True

import openhost_fragment
import openhost_frame
import openhost_identity
import openhost_record
import punch_token
from refused import Refused

NAME = "conform-python-example"
VERSION = "1.0.0"
STRUCTURES = {
    "punch/token": punch_token.OPERATIONS,
    "openhost/fragment": openhost_fragment.OPERATIONS,
    "openhost/frame": openhost_frame.OPERATIONS,
    "openhost/identity": openhost_identity.OPERATIONS,
    "openhost/record": openhost_record.OPERATIONS,
}


def hello():
    structures = {name: list(operations) for name, operations in STRUCTURES.items()}
    return {"conform": 1, "hello": {"name": NAME, "version": VERSION, "structures": structures}}


def answer(request):
    operation = STRUCTURES.get(request["structure"], {}).get(request["op"])
    if operation is None:
        return {"unsupported": f"{request['structure']} {request['op']}"}
    try:
        return {"accept": operation(request["given"], request["input"])}
    except Refused as refusal:
        return {"reject": str(refusal)}
    except Exception as error:  # a defect of this program is not a refusal
        return {"error": f"{type(error).__name__}: {error}"}


def main():
    for line in sys.stdin.buffer:
        request = json.loads(line)
        reply = hello() if "hello" in request else {"id": request["id"], **answer(request)}
        sys.stdout.write(json.dumps(reply) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
