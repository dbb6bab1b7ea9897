"""The store: saves and uploads against what the disk and the ciphers take by themselves, one case beside another, and a house of many cases."""

import hashlib
import io
import os
import random
import tempfile
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.clock import interleaved, line
from consumer_app.domain.case import EMPTY_CASE, Case, Event, Evidence, FileRef
from consumer_app.domain.case.parts import replaced
from consumer_app.domain.law import LawBook
from consumer_app.storage import Storage, open_storage
from consumer_app.storage.arriving import Writing
from consumer_app.storage.open_case import OpenCase
from consumer_app.storage.vault import CHUNK_BYTES, StreamSealer, new_key

ROUNDS = 7
RECEIVED = 64 * 1024
TABS = 8


def report(_book: LawBook, data_dir: Path) -> Iterator[str]:
    """Everything about the store; on the disk of the data folder, or of the temporary folder where there is none."""
    where = data_dir.parent if data_dir.parent.is_dir() else None
    with tempfile.TemporaryDirectory(dir=where) as folder:
        vault = open_storage(Path(folder) / "data")
        yield "The store: a save and a photo"
        yield from _saves(vault)
        yield "An upload as it is received, against hashing, sealing and writing the same bytes (CPU)"
        yield from _uploads(vault, Path(folder))
        yield f"Another's save, while {TABS} tabs save a case of 4 MB"
        yield from _beside(vault)
        vault.close()
    for count in (1_000, 100_000, 1_000_000):
        with tempfile.TemporaryDirectory(dir=where) as folder:
            yield f"A house of {count:,} cases"
            yield from _house(Path(folder) / "data", count)


def _saves(vault: Storage) -> Iterator[str]:
    now = vault.settings.clock()
    _, small = vault.cases.create(_told(12, 100), now=now)
    photo, page, thumbnail = os.urandom(3_000_000), os.urandom(300_000), os.urandom(9_000)
    words = iter(range(10**9))
    found = interleaved(
        {
            "save": lambda: vault.cases.change(small, lambda case: replaced(case, "told", f"{next(words)}"), now=now),
            "photo": lambda: _keep(vault, small, photo, page, thumbnail),
            "open": lambda: vault.cases.open(small.case_id, small.dek),
        },
        ROUNDS * 4,
    )
    yield line("opening a case", found["open"], "ms")
    yield line("a save", found["save"], "ms")
    yield line("a photo of 3 MB with a page and a thumbnail", found["photo"], "ms")
    many = [vault.cases.create(EMPTY_CASE, now=now)[1] for _ in range(16)]
    start = time.perf_counter()
    _together([lambda opened=opened: _save_often(vault, opened, 20) for opened in many])
    yield line("saves a second, 16 people", 16 * 20 / (time.perf_counter() - start), "/s")


def _uploads(vault: Storage, folder: Path) -> Iterator[str]:
    _, opened = vault.cases.create(EMPTY_CASE, now=vault.settings.clock())
    for megabytes in (3, 10, 49):
        data = os.urandom(megabytes * 1_000_000)
        floor, ours = [], []
        for _ in range(ROUNDS):
            floor.append(_cpu(lambda data=data: _bare(data, folder / "bare")))
            ours.append(_cpu(lambda data=data: _received(vault, opened, data)))
        yield line(f"{megabytes} MB, floor / ours", min(floor) / min(ours), "×")
    files = [bytes(megabytes * 1_000_000) for megabytes in (3, 49)]
    small, large = (_memory(lambda data=data: _received(vault, opened, data)) for data in files)  # type: ignore[misc]
    yield line("memory while 49 MB come / while 3 MB come", large / small, "×")


def _beside(vault: Storage) -> Iterator[str]:
    now = vault.settings.clock()
    _, large = vault.cases.create(_told(280, 4_700), now=now)
    _, small = vault.cases.create(_told(12, 100), now=now)
    stop, saved = threading.Event(), [0]

    def tab(seed: int) -> None:
        chance = random.Random(seed)
        while not stop.is_set():
            with vault.cases.alone(large.case_id):
                opened = vault.cases.open(large.case_id, large.dek)
                event = opened.case.events[chance.randrange(280)]
                again = event.model_copy(update={"what": event.what[::-1]})
                vault.cases.change(
                    opened, lambda case, again=again: replaced(case, f"events/{again.id}", again), now=now
                )  # type: ignore[misc]
            saved[0] += 1

    alone = _times(vault, small)
    tabs = [threading.Thread(target=tab, args=(seed,)) for seed in range(TABS)]
    for thread in tabs:
        thread.start()
    beside = _times(vault, small)
    stop.set()
    for thread in tabs:
        thread.join()
    for name, at in (("the middle one", 0.5), ("one in twenty (p95)", 0.95)):
        one, other = alone[int(len(alone) * at)], beside[int(len(beside) * at)]
        yield line(f"{name}: alone {one:.1f} ms, beside {other:.1f} ms", other / one, "×")


def _house(folder: Path, count: int) -> Iterator[str]:
    open_storage(folder).close()
    vault = open_storage(folder)
    with vault.engine.begin() as connection:
        many = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
        for statement in (
            f"INSERT INTO cases {many} SELECT printf('%032x', i), 1, randomblob(200), '2026-01-01', date('now'), date('now', '+180 days'), NULL FROM n",
            f"INSERT INTO wraps {many} SELECT printf('%032x', i), printf('%032x', i), 'code', randomblob(16), randomblob(70), NULL, '2026-01-01', NULL, NULL, NULL, 0, NULL FROM n",
            f"INSERT INTO blobs {many} SELECT lower(hex(randomblob(16))), printf('%032x', i), 1000, '2026-01-01' FROM n",
        ):
            connection.exec_driver_sql(statement)
    vault.close()
    start = time.perf_counter()
    vault = open_storage(folder)
    yield line("start", (time.perf_counter() - start) * 1000, "ms")
    found = interleaved({"deleted": vault.cases.drop_deleted, "files": vault.blobs.sweep, "all": vault.sweep}, 3)
    yield line("applying the list of deleted cases", found["deleted"], "ms")
    yield line("sweeping files", found["files"], "ms")
    yield line("the whole round, retention too", found["all"], "ms")
    vault.close()


def _told(events: int, words: int) -> Case:
    chance = random.Random(5)
    said = "店家说发货了但是一直没有收到东西我打电话问了三次都没有人接后来又说要等退款的事情客服不回答"
    return EMPTY_CASE.model_copy(
        update={
            "events": tuple(
                Event(
                    id=f"e{number}",
                    what="".join(chance.choices(said, k=words // 2)),
                    quote="".join(chance.choices(said, k=words // 2)),
                )
                for number in range(events)
            )
        }
    )


def _keep(vault: Storage, opened: OpenCase, *files: bytes) -> None:
    with vault.blobs.arriving(opened) as arriving:
        photo, page, thumbnail = (arriving.put(io.BytesIO(data)) for data in files)
        file = FileRef(
            blob=photo.id, name="a.jpg", media_type="image/jpeg", size=photo.size, sha256=photo.sha256, pages=(page.id,),
            thumbnail=thumbnail.id,
        )  # fmt: skip
        exhibit = Evidence(id="x1", kind="photo", title="照片", files=(file,))
        edit: Callable[[Case], Case] = lambda case: replaced(case, "evidence/x1", exhibit)  # noqa: E731
        vault.cases.change(opened, edit, arriving=arriving, now=vault.settings.clock())


def _save_often(vault: Storage, opened: OpenCase, times: int) -> None:
    for number in range(times):
        vault.cases.change(opened, lambda case, n=number: replaced(case, "told", f"{n}"), now=vault.settings.clock())  # type: ignore[misc]


def _times(vault: Storage, opened: OpenCase) -> list[float]:
    taken = []
    for _ in range(150):
        start = time.perf_counter()
        _save_often(vault, vault.cases.open(opened.case_id, opened.dek), 1)
        taken.append((time.perf_counter() - start) * 1000)
        time.sleep(0.005)
    return sorted(taken)


def _together(works: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _received(vault: Storage, opened: OpenCase, data: bytes) -> None:
    """As a server hands it over: in pieces of its own size."""
    with vault.blobs.arriving(opened) as arriving:
        writing: Writing = arriving.begin()
        for start in range(0, len(data), RECEIVED):
            writing.write(data[start : start + RECEIVED])
        writing.finish()


def _bare(data: bytes, path: Path) -> None:
    """The same bytes hashed, sealed and written, with nothing around it."""
    sealer, digest = StreamSealer(new_key(), "0" * 32), hashlib.sha256()
    with path.open("wb", buffering=0) as file:
        file.write(sealer.first)
        for start in range(0, len(data), CHUNK_BYTES):
            chunk = data[start : start + CHUNK_BYTES]
            digest.update(chunk)
            for sealed in sealer.sealed(chunk):
                file.write(sealed)
        file.write(sealer.last())
        os.fsync(file.fileno())


def _cpu(work: Callable[[], None]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _memory(work: Callable[[], None]) -> int:
    """The most that it held at a time beyond what it was given."""
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    work()
    most = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    return most
