"""kill -9 at any moment: what was answered is whole, what was not leaves nothing that can be seen."""

import hashlib
import random
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from consumer_app.domain.case import EMPTY_CASE
from consumer_app.storage import Storage, StorageSettings, open_storage
from consumer_app.storage.opened import Opened
from consumer_app.storage.sqlite import module as sqlite3

OpenVault = Callable[[StorageSettings], Storage]
WRITER = Path(__file__).with_name("writer_to_be_killed.py")


@dataclass
class Found:
    """What a drill found after its kills."""

    promised: int = 0
    lost: list[str] = field(default_factory=list)
    dangling: list[str] = field(default_factory=list)
    integrity: set[str] = field(default_factory=set)


def drill(folder: Path, kills: int, kind: str = "sound") -> tuple[Found, Opened]:
    vault = open_storage(folder)
    _, opened = vault.cases.create(EMPTY_CASE, now=vault.settings.clock())
    vault.engine.dispose()
    found, chance, promised = Found(), random.Random(11), dict[str, str]()
    for _ in range(kills):
        writer = subprocess.Popen(
            [sys.executable, WRITER, folder, opened.case_id, opened.dek.hex(), kind], stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        first = writer.stdout.readline()  # it is writing now
        time.sleep(chance.uniform(0, 0.25))
        writer.kill()
        said = (first + writer.communicate()[0]).decode()
        events = []
        for line in said.splitlines(keepends=True):
            if line.endswith("\n"):
                sort, name, *rest = line.split()
                found.promised += 1
                if sort == "file":
                    promised[name] = rest[0]
                else:
                    events.append(name)
        vault = open_storage(folder)
        held = {event.id for event in vault.cases.open(opened.case_id, opened.dek).case.events}
        found.lost += [name for name in events[-100:] if name not in held]
        with closing(sqlite3.connect(folder / "cases.sqlite3")) as database, database:
            found.integrity.add(database.execute("pragma integrity_check").fetchone()[0])
            rows = {row[0] for row in database.execute("select id from blobs")}
        found.lost += [name for name in promised if name not in rows]
        found.dangling += [name for name in rows if not (folder / "blobs" / name[:2] / name).exists()]
        vault.engine.dispose()
    vault = open_storage(folder)
    for name, digest in promised.items():
        if hashlib.sha256(vault.blobs.read(name, opened)).hexdigest() != digest:
            found.lost.append(name)
    vault.engine.dispose()
    return found, opened


def check(folder: Path, open_vault: OpenVault, kills: int) -> None:
    found, opened = drill(folder, kills)
    assert found.promised > kills
    assert (found.lost, found.dangling, found.integrity) == ([], [], {"ok"})
    with closing(sqlite3.connect(folder / "cases.sqlite3")) as database, database:
        rows = {row[0] for row in database.execute("select id from blobs")}
    vault = open_vault(StorageSettings())
    vault.blobs.sweep(grace=timedelta(seconds=-60))
    assert list((folder / "tmp").iterdir()) == []
    assert {path.name for path in (folder / "blobs").glob("??/*")} == rows
    for name in rows:  # also those that were kept but not answered any more
        assert vault.blobs.read(name, opened)


def test_a_few_kills_lose_nothing_that_was_answered(folder: Path, open_vault: OpenVault) -> None:
    check(folder, open_vault, 3)


@pytest.mark.drill
def test_two_hundred_kills_lose_nothing_that_was_answered(folder: Path, open_vault: OpenVault) -> None:
    check(folder, open_vault, 200)


@pytest.mark.drill
def test_the_drill_catches_a_row_written_before_its_file(folder: Path) -> None:
    found, _ = drill(folder, 40, "row-first")
    assert found.dangling != []
