"""A token adapter as a newcomer writes it: mistaken.py FOLDER-OF-THE-EXAMPLE MISTAKE... has these of five mistakes."""

import base64
import hmac
import json
import sys

folder, *mistakes = sys.argv[1:]
sys.path.insert(0, folder)

import adapter  # noqa: E402
import base64url  # noqa: E402
import punch_token  # noqa: E402
from given import octets  # noqa: E402
from refused import Refused  # noqa: E402


def signs_the_text():
    """The signature covers the base64url text, and not the payload."""
    punch_token.mac_of = lambda given, _payload, text: hmac.digest(octets(given["secret"]), text.encode(), "sha256")


def takes_now_for_seconds():
    """`now` is in milliseconds, `exp` in seconds: every token is long expired."""
    sound = punch_token.verify

    def verify(given, text):
        claims = sound({**given, "now": 0}, text)
        if given["now"] >= claims["exp"]:
            raise Refused("expired")
        return claims

    punch_token.OPERATIONS["verify"] = verify


def forgets_the_stream():
    """A token for one stream opens another."""
    sound = punch_token.OPERATIONS["verify"]
    punch_token.OPERATIONS["verify"] = lambda given, text: sound(
        {name: value for name, value in given.items() if name != "stream"}, text
    )


def decodes_leniently():
    """Python's decoder skips what it does not know."""
    base64url.decode = lambda text: base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def drops_null():
    """Members that are null are left out of what is written."""

    def encode(given, claims):
        present = {name: value for name, value in claims.items() if value is not None}
        return punch_token.sign(given, json.dumps(present, separators=(",", ":")).encode().hex())

    punch_token.OPERATIONS["encode"] = encode


BY_NAME = {
    "signs-the-text": signs_the_text,
    "takes-now-for-seconds": takes_now_for_seconds,
    "forgets-the-stream": forgets_the_stream,
    "decodes-leniently": decodes_leniently,
    "drops-null": drops_null,
}

for mistake in mistakes:
    BY_NAME[mistake]()
adapter.STRUCTURES = {"punch/token": punch_token.OPERATIONS}
adapter.main()
