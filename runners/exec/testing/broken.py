"""The Python example with one defect: broken.py FOLDER-OF-THE-EXAMPLE DEFECT [INPUT]. INPUT triggers the defect."""

import json
import os
import signal
import subprocess
import sys
import time

folder, defect, victim = (sys.argv[1:] + [None])[:3]
sys.path.insert(0, folder)

import adapter  # noqa: E402
import openhost_frame  # noqa: E402
import openhost_fragment  # noqa: E402
import openhost_record  # noqa: E402


sound_answer = adapter.answer
out = sys.stdout


def put(octets):
    out.flush()
    out.buffer.write(octets)
    out.buffer.flush()


def flood():
    while True:
        put(b"x" * 65536)


def leave_children():
    for own_session in (False, True):
        subprocess.Popen(["sleep", "600"], stdin=subprocess.DEVNULL, start_new_session=own_session)


def line_of(request):
    return json.dumps({"id": request["id"], **sound_answer(request)}) + "\n"


# Runs for that one input. The result replaces the answer; None leaves it as it is.
on_victim = {
    "crash": lambda request: os._exit(9),
    "signal": lambda request: os.kill(os.getpid(), signal.SIGKILL),
    "hang": lambda request: time.sleep(600),
    "flood": lambda request: flood(),
    "partial": lambda request: (put(b'{"id":'), os._exit(0)),
    "not-utf8": lambda request: put(b'{"id":%d,"reject":"\xc3("}\n' % request["id"]),
    "wrong-id": lambda request: put(b'{"id":1000000,"reject":"no"}\n'),
    "twice": lambda request: out.write(line_of(request)) and None,
    "traceback": lambda request: put(b"Traceback (most recent call last):\n"),
    "stderr": lambda request: sys.stderr.write("noise " * 2_000_000) and None,
    "children": lambda request: leave_children(),
    "error": lambda request: {"error": "the database is down"},
    "unsupported": lambda request: {"unsupported": "not today"},
}

# Changes every answer.
always = {
    "accept-all": lambda request, answer: {"accept": {}} if "reject" in answer else answer,
    "reject-all": lambda request, answer: {"reject": "no"},
    "crash-always": lambda request, answer: os._exit(9),
}


def crash_on_byte(byte):
    """Crashes on an input that has this byte."""
    return lambda request, answer: os._exit(9) if byte in payload_of(request) else answer


def payload_of(request):
    if request["structure"] != "openhost/fragment" or request["op"] != "decode":
        return b""
    return bytes.fromhex(request["input"])


limits = {
    "limit-fragment": lambda: openhost_fragment.CAP.update(spec=181),
    "limit-record": lambda: setattr(openhost_record, "FRESH", 7201),
    "limit-frame": lambda: setattr(openhost_frame, "MAX_PAYLOAD", 2**24),
}


def answer(request):
    if defect in on_victim and json.dumps(request["input"]) == json.dumps(json.loads(victim)):
        return on_victim[defect](request) or sound_answer(request)
    sound = sound_answer(request)
    if defect == "crash-on-byte":
        return crash_on_byte(int(victim, 16))(request, sound)
    return always[defect](request, sound) if defect in always else sound


adapter.answer = answer
if defect in limits:
    limits[defect]()
if defect == "deaf":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if defect == "exit-first":
    sys.exit("no configuration")
if defect == "silent-first":
    time.sleep(600)
adapter.main()
if defect == "deaf":
    time.sleep(600)
