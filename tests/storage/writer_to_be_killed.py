"""A process that writes to a vault with four threads and says after each answer what it promised. It is meant to be killed.

Arguments: the data folder, the case id, the case's key in hex, and ``sound`` or ``row-first`` (the planted bug the drill must catch).
"""

import hashlib
import io
import os
import random
import secrets
import sys
import threading
from pathlib import Path
from typing import Any

from consumer_app.domain.case import Event
from consumer_app.storage import open_storage
from consumer_app.storage.blobs import BlobRef, BlobStore
from consumer_app.storage.open_case import OpenCase
from consumer_app.storage.vault import seal_stream

say = threading.Lock()


def promise(line: str) -> None:
    """One line to the parent, in one write, only after the vault has answered."""
    with say:
        os.write(1, (line + "\n").encode())


def put_row_first(self: Any, stream: io.BytesIO, opened: OpenCase) -> BlobRef:
    """The planted bug: the row before the file."""
    data, blob_id = stream.read(), secrets.token_hex(16)
    self._add_row(blob_id, opened.case_id, len(data))
    home = self._path(blob_id)
    home.parent.mkdir(exist_ok=True)
    home.write_bytes(b"".join(seal_stream(opened.dek, blob_id, [data])))
    return BlobRef(blob_id, hashlib.sha256(data).hexdigest(), len(data))


def write(vault: Any, opened: OpenCase, chance: random.Random) -> None:
    while True:
        data = chance.randbytes(chance.randrange(1000, 300_000))
        ref = vault.blobs.put(io.BytesIO(data), opened)
        promise(f"file {ref.id} {ref.sha256}")
        event = Event(id=f"e{secrets.token_hex(6)}", what=ref.id)
        vault.cases.change(
            opened,
            lambda case, event=event: case.model_copy(update={"events": (*case.events, event)[-250:]}),
            now=vault.settings.clock(),
        )
        promise(f"event {event.id}")


if __name__ == "__main__":
    folder, case_id, dek, kind = sys.argv[1:]
    if kind == "row-first":
        BlobStore.put = put_row_first  # type: ignore[method-assign, assignment]
    vault = open_storage(Path(folder))
    opened = vault.cases.open(case_id, bytes.fromhex(dek))
    for number in range(4):
        seed = random.Random(secrets.randbits(60) + number)
        threading.Thread(target=write, args=(vault, opened, seed)).start()
