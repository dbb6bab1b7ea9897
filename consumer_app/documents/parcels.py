"""A header and named bytes as one run of bytes, to send to a child and back."""

import json
import struct
from collections.abc import Mapping
from typing import Any

_LENGTH = struct.Struct("!Q")


def pack(header: Mapping[str, object], parts: Mapping[str, bytes]) -> bytes:
    """The header (as JSON) and the parts, one after the other."""
    head = json.dumps({**header, "parts": [[name, len(data)] for name, data in parts.items()]}).encode()
    return b"".join([_LENGTH.pack(len(head)), head, *parts.values()])


def unpack(payload: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The header and the parts again."""
    (length,) = _LENGTH.unpack_from(payload)
    start = _LENGTH.size + length
    header = json.loads(payload[_LENGTH.size : start])
    parts = {}
    for name, size in header["parts"]:
        parts[name], start = payload[start : start + size], start + size
    return header, parts
