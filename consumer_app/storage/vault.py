"""Keys and sealing: the only place where a case code becomes keys, and plain bytes become sealed ones.

Sealing is libsodium's (XChaCha20-Poly1305, secretstream, SecretBox), derivation HKDF-SHA256 (RFC 5869), passphrases Argon2id (RFC 9106).
"""

import re
import secrets
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from urllib.parse import unquote

import nacl.exceptions
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from nacl import bindings as sodium
from nacl.secret import Aead, SecretBox

from consumer_app.storage.errors import MalformedCode, Tampered

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 26
KEY_BYTES = 32
CHUNK_BYTES = 64 * 1024
PAGE_BYTES = 4096
LONGEST_PASSPHRASE = 256

_SUITE = b"\x01"
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_RUN = re.compile(r"(?<![0-9A-Z])(?:[0-9A-Z][^0-9A-Z]{0,3}){25}[0-9A-Z](?![0-9A-Z])")
_FINAL = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
_MESSAGE = sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_OVERHEAD = sodium.crypto_secretstream_xchacha20poly1305_ABYTES
_HEADER = sodium.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_two_at_a_time = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Code:
    """A case code: 26 Crockford characters, 130 bits. It is shown to the shopper and never stored or logged."""

    text: str = field(repr=False)

    @classmethod
    def new(cls) -> "Code":
        """A fresh code from the system's random source."""
        return cls("".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)))

    @classmethod
    def read(cls, typed: str) -> "Code":
        """The code in what a person typed or pasted: lower case, O for 0, I or L for 1, spaces, dashes, full width, the whole link.

        Raises MalformedCode when there is none.
        """
        text = unicodedata.normalize("NFKC", typed[:2000])
        if "#" in text:
            text = unquote(text.rpartition("#")[2])
        text = text.upper()
        bare = "".join(character for character in text if character.isalnum())
        if not re.fullmatch(r"[0-9A-Z]{26}", bare) and (run := _RUN.search(text)):
            bare = re.sub(r"[^0-9A-Z]", "", run[0])
        bare = bare.translate(_LOOKALIKES)
        if len(bare) != CODE_LENGTH or not set(bare) <= set(ALPHABET):
            raise MalformedCode(len(bare))
        return cls(bare)

    @property
    def groups(self) -> tuple[str, ...]:
        """Five groups (6-5-5-5-5) for reading aloud and for the card."""
        return (self.text[:6], *(self.text[start : start + 5] for start in range(6, CODE_LENGTH, 5)))

    @property
    def lookup(self) -> bytes:
        """16 bytes that find the case and say nothing about its key."""
        return derive(self.text.encode(), "lookup", 16)

    @property
    def base(self) -> bytes:
        """The code's share of the wrapping key. Kept sealed under the case's own key, it lets an open case change its passphrase."""
        return derive(self.text.encode(), "base")


@dataclass(frozen=True)
class Argon2Cost:
    """Argon2id cost: passes, memory in KiB, lanes. Stored beside each wrap, so that changing it locks nobody out."""

    passes: int = 3
    memory_kib: int = 65536
    lanes: int = 4

    @classmethod
    def read(cls, text: str) -> "Argon2Cost":
        """From the text form that ``str`` gives."""
        return cls(*(int(number) for number in text.split(",")))

    def __str__(self) -> str:
        return f"{self.passes},{self.memory_kib},{self.lanes}"


def wrapping_key(base: bytes, stretched: bytes = b"") -> bytes:
    """The key that unwraps a case's key: from the code's share and the stretched passphrase (empty without one)."""
    return derive(base + stretched, "kek")


def stretch(passphrase: str, salt: bytes, cost: Argon2Cost) -> bytes:
    """32 bytes from a passphrase. At most two run at once, so that guesses cannot eat the memory of the server."""
    plain = unicodedata.normalize("NFKC", passphrase).strip()[:LONGEST_PASSPHRASE].encode()
    with _two_at_a_time:
        return hash_secret_raw(plain, salt, cost.passes, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID)


def derive(secret: bytes, purpose: str, length: int = KEY_BYTES) -> bytes:
    """HKDF-SHA256 of a secret for one named purpose."""
    return HKDF(SHA256(), length, salt=None, info=b"juli/1/" + purpose.encode()).derive(secret)


def new_key() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(KEY_BYTES)


def seal_key(kek: bytes, secret: bytes) -> bytes:
    """A short secret (a key, a label, a session's content) sealed under a key."""
    return _SUITE + bytes(SecretBox(kek).encrypt(secret))


def open_key(kek: bytes, sealed: bytes) -> bytes:
    """What ``seal_key`` sealed. Raises Tampered for another key or changed bytes."""
    try:
        if sealed[:1] != _SUITE:
            raise Tampered("unknown suite")
        return bytes(SecretBox(kek).decrypt(sealed[1:]))
    except (nacl.exceptions.CryptoError, ValueError):
        raise Tampered("a sealed key does not open") from None


def seal_document(dek: bytes, body: bytes, about: str) -> bytes:
    """A case document sealed and bound to ``about`` (its id and version), padded so that its size says little."""
    padded = body + b" " * (-len(body) % PAGE_BYTES)
    return _SUITE + bytes(Aead(derive(dek, "document")).encrypt(padded, about.encode()))


def open_document(dek: bytes, sealed: bytes, about: str) -> bytes:
    """What ``seal_document`` sealed. Raises Tampered for another key, id or version, or changed bytes."""
    try:
        if sealed[:1] != _SUITE:
            raise Tampered("unknown suite")
        return bytes(Aead(derive(dek, "document")).decrypt(sealed[1:], about.encode())).rstrip(b" ")
    except (nacl.exceptions.CryptoError, ValueError):
        raise Tampered("a case document does not open") from None


class StreamSealer:
    """Seals a file while it comes in: ``first`` begins it, ``sealed`` gives what is ready of each piece, ``last`` ends it.

    The sealed file is bound to its id; its last chunk carries the FINAL mark.
    """

    def __init__(self, dek: bytes, blob_id: str) -> None:
        self._state = sodium.crypto_secretstream_xchacha20poly1305_state()
        header = sodium.crypto_secretstream_xchacha20poly1305_init_push(self._state, _blob_key(dek, blob_id))
        self.first, self._about, self._waiting = _SUITE + header, blob_id.encode(), bytearray()

    def sealed(self, piece: bytes) -> Iterator[bytes]:
        """The sealed chunks that are complete with this piece, which may be of any size."""
        come, start = memoryview(piece), 0
        while len(self._waiting) + len(come) - start > CHUNK_BYTES:
            end = start + CHUNK_BYTES - len(self._waiting)
            chunk = bytes(self._waiting + come[start:end]) if self._waiting else bytes(come[start:end])
            self._waiting.clear()
            start = end
            yield self._push(chunk, _MESSAGE)
        self._waiting += come[start:]

    def last(self) -> bytes:
        """The end of the sealed file."""
        return self._push(bytes(self._waiting), _FINAL)

    def _push(self, chunk: bytes, tag: int) -> bytes:
        return bytes(sodium.crypto_secretstream_xchacha20poly1305_push(self._state, chunk, self._about, tag))


def sealed_size(plain: int) -> int:
    """How many bytes a sealed file of so many plain ones has."""
    chunks = max(1, -(-plain // CHUNK_BYTES))
    return len(_SUITE) + _HEADER + plain + chunks * _OVERHEAD


def open_stream(dek: bytes, blob_id: str, sealed: BinaryIO) -> Iterator[bytes]:
    """The plain pieces of a sealed file. Raises Tampered at the first piece that is not as it was written, or when the end is missing."""
    start = sealed.read(1 + _HEADER)
    if start[:1] != _SUITE or len(start) != 1 + _HEADER:
        raise Tampered("a sealed file has no beginning")
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, start[1:], _blob_key(dek, blob_id))
    tag = _MESSAGE
    while piece := sealed.read(CHUNK_BYTES + _OVERHEAD):
        if tag == _FINAL:
            raise Tampered("a sealed file goes on after its end")
        try:
            plain, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(state, piece, blob_id.encode())
        except (nacl.exceptions.CryptoError, RuntimeError, ValueError, TypeError):
            raise Tampered("a piece of a sealed file does not open") from None
        yield plain
    if tag != _FINAL:
        raise Tampered("a sealed file ends too early")


def _blob_key(dek: bytes, blob_id: str) -> bytes:
    return derive(dek, f"blob:{blob_id}")
