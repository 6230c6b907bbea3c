"""Reads octets from front to back, and rejects missing and extra octets."""

import struct

from refused import Refused


class Reader:
    def __init__(self, octets, at=0):
        self.octets, self.at = octets, at

    def take(self, size):
        start, self.at = self.at, self.at + size
        if self.at > len(self.octets):
            raise Refused(f"ends {self.at - len(self.octets)} bytes too soon")
        return self.octets[start : self.at]

    def unpack(self, layout):
        return struct.unpack(layout, self.take(struct.calcsize(layout)))

    def number(self, code):
        """B, H, I or Q of module struct, in network order."""
        return self.unpack(">" + code)[0]

    def end(self):
        if self.at < len(self.octets):
            raise Refused(f"{len(self.octets) - self.at} bytes behind the end")


def read_whole(read, octets):
    """The result of `read` for all the octets."""
    reader = Reader(octets)
    value = read(reader)
    reader.end()
    return value
