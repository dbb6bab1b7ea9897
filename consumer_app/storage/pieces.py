"""How a case document lies in the database: sealed whole, or, when it is long, in pieces, so that a save seals and writes what it changed.

A document in pieces is a head (the case without its lists) and runs of items, each sealed on its own. The head's place in the case's row
also holds the list of them, in order; sealed with it, so that no piece can be put in, left out or kept from before.
"""

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from consumer_app.domain.case import Case
from consumer_app.domain.case.parts import LISTS
from consumer_app.domain.case.writing import head_of, put_together, text_of
from consumer_app.storage.errors import Tampered
from consumer_app.storage.vault import open_document, seal_document

WHOLE = 64 * 1024
"""A document up to this size lies in one."""
SMALL, LARGE = 16 * 1024, 48 * 1024
"""A run ends once it is large; a small new one joins the run before it."""


@dataclass(frozen=True)
class Piece:
    """A sealed run of items: the id of its row, the list they are of, how many, and their size as text with a comma after each."""

    id: str
    name: str
    count: int
    size: int


@dataclass(frozen=True)
class Sealed:
    """A document ready to be kept: what stands in the case's row, the new pieces by id, all its pieces in order, its size as text."""

    document: bytes = field(repr=False)
    new: Mapping[str, bytes] = field(repr=False)
    pieces: tuple[Piece, ...]
    size: int


def seal(case: Case, dek: bytes, about: str, latest: Case, before: tuple[Piece, ...]) -> Sealed:
    """The case sealed. Runs whose items are still the same ones as in ``latest``, which lies in the pieces ``before``, are used again."""
    if not before and len(body := text_of(case)) <= WHOLE:
        return Sealed(seal_document(dek, body, about), {}, (), len(body))
    pieces: list[Piece] = []
    new: dict[str, bytes] = {}
    for name in LISTS:
        for run in _runs(getattr(case, name), _known(name, latest, before)):
            if isinstance(run, _Kept):
                pieces.append(run.piece)
            else:
                text = b"[" + b",".join(text_of(item) for item in run) + b"]"
                pieces.append(Piece(secrets.token_hex(16), name, len(run), len(text) - 1))
                new[pieces[-1].id] = seal_document(dek, text, _about_piece(pieces[-1].id))
    head = head_of(case)
    if (size := size_of(head, pieces)) <= WHOLE:
        return seal(case, dek, about, case, ())
    listed = json.dumps([[one.id, one.name, one.count, one.size] for one in pieces], separators=(",", ":")).encode()
    return Sealed(seal_document(dek, listed + b"\n" + head, about), new, tuple(pieces), size)


def size_of(head: bytes, pieces: Iterable[Piece]) -> int:
    """How long the text of the whole document is."""
    listed = list(pieces)
    return len(head) + sum(piece.size for piece in listed) - len({piece.name for piece in listed})


def unsealed(document: bytes, dek: bytes, about: str) -> tuple[bytes, tuple[Piece, ...]]:
    """What stands in a case's row: the document, or its head and the list of its pieces. Raises Tampered."""
    body = open_document(dek, document, about)
    if body[:1] != b"[":
        return body, ()
    listed, _, head = body.partition(b"\n")
    return head, tuple(Piece(*one) for one in json.loads(listed))


def joined(head: bytes, pieces: tuple[Piece, ...], sealed: Mapping[str, bytes], dek: bytes) -> Case:
    """The case out of its head and its pieces. Raises Tampered when one is missing or not the one of that id."""
    return put_together(head, ((piece.name, _opened(piece, sealed, dek)) for piece in pieces))


def _opened(piece: Piece, sealed: Mapping[str, bytes], dek: bytes) -> bytes:
    if piece.id not in sealed:
        raise Tampered("a piece of a case document is missing")
    return open_document(dek, sealed[piece.id], _about_piece(piece.id))


@dataclass(frozen=True)
class _Kept:
    """A run that is sealed already."""

    piece: Piece
    items: tuple[Any, ...]


def _known(name: str, latest: Case, before: Iterable[Piece]) -> dict[int, _Kept]:
    """The sealed runs of a list, by their first item."""
    items, start = getattr(latest, name), 0
    known: dict[int, _Kept] = {}
    for piece in before:
        if piece.name == name:
            run = items[start : start + piece.count]
            known[id(run[0])] = _Kept(piece, run)
            start += piece.count
    return known


def _runs(items: tuple[Any, ...], known: Mapping[int, _Kept]) -> Iterator[_Kept | list[Any]]:
    """The list as runs: those that are still whole as they were sealed, and between them what is new or changed."""
    last: _Kept | None = None
    fresh: list[Any] = []
    at = 0
    while at < len(items):
        kept = known.get(id(items[at]))
        if kept and _same(kept.items, items[at : at + len(kept.items)]):
            yield from _ended(last, fresh)
            last, fresh = kept, []
            at += len(kept.items)
        else:
            fresh.append(items[at])
            at += 1
    yield from _ended(last, fresh)


def _ended(last: _Kept | None, fresh: list[Any]) -> Iterator[_Kept | list[Any]]:
    """A sealed run and the new items after it, these in runs of their own unless they are few."""
    size = sum(len(text_of(item)) for item in fresh)
    if last and fresh and size < SMALL and last.piece.size < LARGE:
        fresh = [*last.items, *fresh]
        last = None
    if last:
        yield last
    run: list[Any] = []
    size = 0
    for item in fresh:
        run.append(item)
        size += len(text_of(item))
        if size >= LARGE:
            yield run
            run, size = [], 0
    if run:
        yield run


def _same(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))


def _about_piece(piece_id: str) -> str:
    return f"piece:{piece_id}"
