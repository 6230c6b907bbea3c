#!/usr/bin/env python3
"""A conform adapter: JSON Lines on standard input and output.

Replace the codecs listed in STRUCTURES. An operation takes `given` and `input` of a request. It returns the result, or
raises Refused to reject the input. Standard error is free for your output.
"""

import json
import sys

sys.dont_write_bytecode = True

import openhost_answer
import openhost_answer_blob
import openhost_binding
import openhost_compression
import openhost_eviction
import openhost_fragment
import openhost_frame
import openhost_identity
import openhost_label
import openhost_offer
import openhost_offer_blob
import openhost_packet
import openhost_reassembly
import openhost_record
import openhost_sealed_box
import punch_token
import tunnel_arguments
import tunnel_headers
import tunnel_keys
from refused import Refused

NAME = "conform-python-example"
VERSION = "1.0.0"
STRUCTURES = {
    "punch/token": punch_token.OPERATIONS,
    "openhost/answer": openhost_answer.OPERATIONS,
    "openhost/answer-blob": openhost_answer_blob.OPERATIONS,
    "openhost/binding": openhost_binding.OPERATIONS,
    "openhost/compression": openhost_compression.OPERATIONS,
    "openhost/eviction": openhost_eviction.OPERATIONS,
    "openhost/fragment": openhost_fragment.OPERATIONS,
    "openhost/frame": openhost_frame.OPERATIONS,
    "openhost/identity": openhost_identity.OPERATIONS,
    "openhost/label": openhost_label.OPERATIONS,
    "openhost/offer": openhost_offer.OPERATIONS,
    "openhost/offer-blob": openhost_offer_blob.OPERATIONS,
    "openhost/packet": openhost_packet.OPERATIONS,
    "openhost/reassembly": openhost_reassembly.OPERATIONS,
    "openhost/record": openhost_record.OPERATIONS,
    "openhost/sealed-box": openhost_sealed_box.OPERATIONS,
    "tunnel/allow-list": tunnel_keys.ALLOW_LIST,
    "tunnel/flow": tunnel_headers.FLOW,
    "tunnel/key-file": tunnel_keys.KEY_FILE,
    "tunnel/mapping": tunnel_arguments.MAPPING,
    "tunnel/packet-back": tunnel_headers.PACKET_BACK,
    "tunnel/packet-out": tunnel_headers.PACKET_OUT,
    "tunnel/port-spec": tunnel_arguments.PORT_SPEC,
    "tunnel/public-key": tunnel_keys.PUBLIC_KEY,
    "tunnel/relay-mode": tunnel_arguments.RELAY_MODE,
    "tunnel/stream-header": tunnel_headers.STREAM_HEADER,
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
    except Exception as error:  # a defect of this program is not a rejection
        return {"error": f"{type(error).__name__}: {error}"}


def main():
    for line in sys.stdin.buffer:
        request = json.loads(line)
        reply = hello() if "hello" in request else {"id": request["id"], **answer(request)}
        sys.stdout.write(json.dumps(reply) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
