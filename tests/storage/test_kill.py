"""kill -9 at any moment: what was answered is whole, what was not leaves nothing that can be seen, and nothing is left that nobody names."""

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
from consumer_app.domain.case.files import named_files
from consumer_app.storage import Storage, StorageSettings, open_storage
from consumer_app.storage.blobs import home
from consumer_app.storage.open_case import OpenCase
from consumer_app.storage.sqlite import module as sqlite3

OpenVault = Callable[[StorageSettings], Storage]
WRITER = Path(__file__).with_name("writer_to_be_killed.py")


@dataclass
class Found:
    """What a drill found after its kills."""

    promised: int = 0
    lost: list[str] = field(default_factory=list)
    dangling: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)
    integrity: set[str] = field(default_factory=set)


def rows(folder: Path) -> set[str]:
    with closing(sqlite3.connect(folder / "cases.sqlite3")) as database, database:
        return {row[0] for row in database.execute("select id from blobs")}


def drill(folder: Path, kills: int, kind: str = "sound") -> tuple[Found, OpenCase]:
    vault = open_storage(folder)
    _, opened = vault.cases.create(EMPTY_CASE, now=vault.settings.clock())
    vault.close()
    found, chance = Found(), random.Random(11)
    held: dict[str, dict[str, str]] = {}  # exhibit: its files with what they must be
    for _ in range(kills):
        writer = subprocess.Popen(
            [sys.executable, WRITER, folder, opened.case_id, opened.dek.hex(), kind], stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        first = writer.stdout.readline()  # it is writing now
        time.sleep(chance.uniform(0, 0.25))
        writer.kill()
        said = (first + writer.communicate()[0]).decode()
        events, gone = [], set()
        for line in said.splitlines(keepends=True):
            if line.endswith("\n"):
                sort, name, *rest = line.split()
                found.promised += sort != "going"
                if sort == "kept":
                    held[name] = dict(one.split(":") for one in rest)  # type: ignore[arg-type, misc]
                elif sort in ("going", "gone"):
                    held.pop(name, None)  # while it is going it may be there or not
                    gone |= {name} if sort == "gone" else set()
                else:
                    events.append(name)
        vault = open_storage(folder)
        case = vault.cases.open(opened.case_id, opened.dek).case
        exhibits = {item.id for item in case.evidence}
        found.lost += [name for name in events[-100:] if name not in {event.id for event in case.events}]
        found.lost += [name for name in held if name not in exhibits]
        found.lost += [f"{name} is back" for name in gone & exhibits]
        with closing(sqlite3.connect(folder / "cases.sqlite3")) as database, database:
            found.integrity.add(database.execute("pragma integrity_check").fetchone()[0])
        found.unnamed += rows(folder) ^ named_files(case)
        found.dangling += [name for name in rows(folder) if not home(folder / "blobs", name).exists()]
        vault.close()
    vault = open_storage(folder)
    for files in held.values():
        for name, digest in files.items():
            if hashlib.sha256(vault.blobs.read(name, opened)).hexdigest() != digest:
                found.lost.append(name)
    vault.close()
    return found, opened


def check(folder: Path, open_vault: OpenVault, kills: int) -> None:
    found, opened = drill(folder, kills)
    assert found.promised > kills
    assert (found.lost, found.dangling, found.unnamed, found.integrity) == ([], [], [], {"ok"})
    vault = open_vault(StorageSettings())
    vault.blobs.sweep(unnamed=timedelta(seconds=-60), leaving=timedelta(seconds=-60))
    assert list((folder / "tmp").iterdir()) == []
    assert {path.name for path in (folder / "blobs").glob("??/*")} == rows(folder)
    for name in rows(folder):  # also those that were kept but not answered any more
        assert vault.blobs.read(name, opened)


def test_a_few_kills_lose_nothing_that_was_answered(folder: Path, open_vault: OpenVault) -> None:
    check(folder, open_vault, 3)


@pytest.mark.drill
def test_two_hundred_kills_lose_nothing_that_was_answered(folder: Path, open_vault: OpenVault) -> None:
    check(folder, open_vault, 200)


@pytest.mark.drill
def test_the_drill_catches_a_row_written_by_itself_before_its_file(folder: Path) -> None:
    found, _ = drill(folder, 40, "row-first")
    assert found.dangling != []
    assert found.unnamed != []
