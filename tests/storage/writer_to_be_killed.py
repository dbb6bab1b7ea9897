"""A process that writes to a vault with four threads and says after each answer what it promised. It is meant to be killed.

Arguments: the data folder, the case id, the case's key in hex, and ``sound`` or ``row-first`` (the planted bug the drill must catch: a
file's row committed by itself, before the file and before the case names it).
"""

import hashlib
import io
import os
import random
import secrets
import sys
import threading
from collections import deque
from pathlib import Path
from typing import Any

from consumer_app.domain.case import Case, Event, Evidence, FileRef, IssuedPaper, Moment
from consumer_app.domain.case.parts import replaced
from consumer_app.storage import Storage, open_storage
from consumer_app.storage.arriving import Arriving, BlobRef
from consumer_app.storage.blobs import BlobStore
from consumer_app.storage.database import writing
from consumer_app.storage.open_case import OpenCase
from consumer_app.storage.vault import StreamSealer

KEPT = 6
"""Exhibits a thread keeps before it takes its oldest out."""
AT = Moment(at="2026-11-04T10:00+08:00", precision="minute")
say = threading.Lock()


def promise(line: str) -> None:
    """One line to the parent, in one write."""
    with say:
        os.write(1, (line + "\n").encode())


def plant(vault: Storage, opened: OpenCase) -> None:
    """The planted bug."""
    add = BlobStore.add

    def put(self: Any, stream: io.BytesIO) -> BlobRef:
        data, blob_id = stream.read(), secrets.token_hex(16)
        ref = BlobRef(blob_id, hashlib.sha256(data).hexdigest(), len(data))
        with writing(vault.engine) as session:
            add(vault.blobs, session, opened.case_id, [ref])
        sealer = StreamSealer(opened.dek, blob_id)
        (self._tmp / blob_id).write_bytes(b"".join([sealer.first, *sealer.sealed(data), sealer.last()]))
        self._refs[blob_id] = ref
        return ref

    Arriving.put = put  # type: ignore[method-assign, assignment]
    BlobStore.add = lambda *_: None  # type: ignore[method-assign, assignment]


def write(vault: Storage, opened: OpenCase, chance: random.Random) -> None:
    mine: deque[str] = deque()
    now = vault.settings.clock
    while True:
        name = secrets.token_hex(6)
        with vault.blobs.arriving(opened) as arriving:
            refs = [arriving.put(io.BytesIO(chance.randbytes(chance.randrange(1000, 200_000)))) for _ in range(3)]
            vault.cases.change(opened, lambda case: with_exhibit(case, f"x{name}", refs), arriving=arriving, now=now())  # noqa: B023
        promise(f"kept x{name} {' '.join(f'{ref.id}:{ref.sha256}' for ref in refs)}")
        mine.append(f"x{name}")
        if len(mine) > KEPT:
            gone = mine.popleft()
            promise(f"going {gone}")
            vault.cases.change(opened, lambda case: replaced(case, f"evidence/{gone}", None), now=now())  # noqa: B023
            promise(f"gone {gone}")
        paper = chance.random() < 0.2
        vault.cases.change(opened, lambda case: with_words(case, name, paper=paper), now=now())  # noqa: B023
        promise(f"event e{name}")


def with_exhibit(case: Case, name: str, refs: list[BlobRef]) -> Case:
    photo, page, thumbnail = refs
    file = FileRef(
        blob=photo.id, name="a.png", media_type="image/png", size=photo.size, sha256=photo.sha256, pages=(page.id,), thumbnail=thumbnail.id
    )  # fmt: skip
    return replaced(case, f"evidence/{name}", Evidence(id=name, kind="photo", title="照片", files=(file,)))


def with_words(case: Case, name: str, *, paper: bool) -> Case:
    case = case.model_copy(update={"events": (*case.events, Event(id=f"e{name}", what="说了一次" * 40))[-250:]})
    if not paper:
        return case
    sent = IssuedPaper(id=f"d{name}", number=1, kind="letter", title="信", issued_at=AT, frozen=f'{{"words":"{name}"}}')
    return case.model_copy(update={"papers": (*case.papers, sent)[-20:]})


if __name__ == "__main__":
    folder, case_id, dek, kind = sys.argv[1:]
    vault = open_storage(Path(folder))
    opened = vault.cases.open(case_id, bytes.fromhex(dek))
    if kind == "row-first":
        plant(vault, opened)
    for number in range(4):
        seed = random.Random(secrets.randbits(60) + number)
        threading.Thread(target=write, args=(vault, opened, seed)).start()
