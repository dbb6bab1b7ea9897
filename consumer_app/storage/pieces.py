"""How a case document lies in the database: sealed whole, or, when it is long, in pieces, so that a save writes what it changed.

The document of a case in pieces is the list of them, sealed like any document: it says which piece comes where, and what it must be.
"""

import json
import re
import secrets
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from consumer_app.storage.errors import Tampered
from consumer_app.storage.vault import open_document, seal_document

WHOLE = 64 * 1024
"""A document up to this size lies in one."""
SHORTEST, LONGEST = 16 * 1024, 128 * 1024
"""A piece begins at an item; it is about so long."""
_NEXT_ITEM = re.compile(rb'(?<=\},)\{"id":"')
_NAME_OF_AN_ITEM = 40


@dataclass(frozen=True)
class Piece:
    """One piece: the id of its row and the digest of its plain bytes."""

    id: str
    digest: str


@dataclass(frozen=True)
class Sealed:
    """A document ready to be kept: what stands in the case's row, the new pieces by id, and all its pieces in order."""

    document: bytes = field(repr=False)
    new: Mapping[str, bytes] = field(repr=False)
    pieces: tuple[Piece, ...]


def seal(body: bytes, dek: bytes, about: str, before: tuple[Piece, ...]) -> Sealed:
    """The document sealed; of ``before``, the pieces it has now, those that say the same are used again."""
    if len(body) <= WHOLE:
        return Sealed(seal_document(dek, body, about), {}, ())
    known = {piece.digest: piece for piece in before}
    new: dict[str, bytes] = {}
    pieces = []
    for plain in _split(body):
        digest = _digest(plain)
        if digest not in known:
            known[digest] = Piece(secrets.token_hex(16), digest)
            new[known[digest].id] = seal_document(dek, plain, _about_piece(known[digest].id))
        pieces.append(known[digest])
    listed = json.dumps([[piece.id, piece.digest] for piece in pieces], separators=(",", ":")).encode()
    return Sealed(seal_document(dek, listed, about), new, tuple(pieces))


def read(document: bytes, dek: bytes, about: str) -> bytes | tuple[Piece, ...]:
    """What stands in a case's row: the document, or the list of its pieces. Raises Tampered."""
    body = open_document(dek, document, about)
    return tuple(Piece(*one) for one in json.loads(body)) if body[:1] == b"[" else body


def joined(pieces: tuple[Piece, ...], sealed: Mapping[str, bytes], dek: bytes) -> bytes:
    """The document out of its pieces. Raises Tampered when one is missing or not what the list says."""
    return b"".join(_opened(piece, sealed, dek) for piece in pieces)


def _opened(piece: Piece, sealed: Mapping[str, bytes], dek: bytes) -> bytes:
    if piece.id not in sealed:
        raise Tampered("a piece of a case document is missing")
    plain = open_document(dek, sealed[piece.id], _about_piece(piece.id))
    if _digest(plain) != piece.digest:
        raise Tampered("a piece of a case document is not what it was")
    return plain


def _split(body: bytes) -> Iterator[bytes]:
    """Pieces that begin at items, chosen by what the item is called: an item put in or taken out moves the ends near it only."""
    start = 0
    for found in _NEXT_ITEM.finditer(body):
        at = found.start()
        chosen = zlib.crc32(body[at : at + _NAME_OF_AN_ITEM]) % 4 == 0
        if (at - start >= SHORTEST and chosen) or at - start >= LONGEST:
            yield body[start:at]
            start = at
    yield body[start:]


def _digest(plain: bytes) -> str:
    return blake2b(plain, digest_size=16).hexdigest()


def _about_piece(piece_id: str) -> str:
    return f"piece:{piece_id}"
