"""The list of deleted cases: every record stands on its own, and no older copy of the database opens a case that was deleted."""

import errno
import os
import secrets
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from consumer_app.domain.case import EMPTY_CASE
from consumer_app.storage import Storage, StorageSettings
from consumer_app.storage.deletions import DeletedCases, Deletion
from consumer_app.storage.dropping import Drops
from consumer_app.storage.errors import StorageFull, UnknownCode
from consumer_app.storage.vault import Code

DAY = date(2026, 11, 4)


def deletion(lookups: int = 1) -> Deletion:
    return Deletion(DAY, secrets.token_hex(16), tuple(secrets.token_bytes(16) for _ in range(lookups)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deleted-cases"


def test_what_was_written_is_read(path: Path) -> None:
    wanted = [deletion(), deletion(0), deletion(3)]
    deleted = DeletedCases(path)
    assert deleted.read() == []
    deleted.add(wanted[:1])
    deleted.add(wanted[1:])
    assert DeletedCases(path).read() == wanted
    assert path.read_text().count("\n") == 3


@pytest.mark.parametrize("left", [1, 5, 30, 70, 88])
def test_a_record_cut_short_by_a_crash_hurts_only_itself(path: Path, left: int) -> None:
    first, torn, after = deletion(), deletion(), deletion()
    DeletedCases(path).add([first, torn])
    path.write_bytes(path.read_bytes()[: len(f"{first}\n") + left])
    DeletedCases(path).add([after])
    assert DeletedCases(path).read() == [first, after]


def test_a_record_with_a_changed_character_is_not_believed_and_the_others_are(path: Path) -> None:
    records = [deletion() for _ in range(3)]
    DeletedCases(path).add(records)
    whole = path.read_text()
    at = whole.index(records[1].case_id) + 3
    path.write_text(whole[:at] + ("0" if whole[at] != "0" else "1") + whole[at + 1 :])
    assert DeletedCases(path).read() == [records[0], records[2]]


@pytest.mark.parametrize("taken", [0, 1, 40])
def test_a_record_written_short_is_taken_back(path: Path, monkeypatch: pytest.MonkeyPatch, taken: int) -> None:
    first, short, later = deletion(), deletion(), deletion()
    DeletedCases(path).add([first])
    before, write = path.read_bytes(), os.write

    def full(descriptor: int, data: Any) -> int:
        if path.stat().st_size > len(before) or not taken:
            raise OSError(errno.ENOSPC, "full")
        return write(descriptor, bytes(data)[:taken])

    with monkeypatch.context() as disk:
        disk.setattr(os, "write", full)
        with pytest.raises(StorageFull):
            DeletedCases(path).add([short])
    assert path.read_bytes() == before
    DeletedCases(path).add([later])
    assert DeletedCases(path).read() == [first, later]


def test_a_write_that_the_system_takes_in_two_is_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, bytes(data)[:20]))
    wanted = [deletion(), deletion()]
    DeletedCases(path).add(wanted)
    assert DeletedCases(path).read() == wanted


def test_a_record_that_did_not_reach_the_disk_is_taken_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.EIO, "no")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", refuse)
        with pytest.raises(StorageFull):
            DeletedCases(path).add([deletion()])
    assert DeletedCases(path).read() == []


def test_the_list_of_the_first_version_is_read_with_its_torn_lines(path: Path) -> None:
    one, two, three = deletion(), deletion(2), deletion()

    def older(of: Deletion) -> str:
        return " ".join([of.on.isoformat(), of.case_id, *(lookup.hex() for lookup in of.lookups)])

    # The first version ignored how much was written, so the next record stands in the same line.
    torn = older(two)[:70]
    path.write_text(f"{older(one)}\n{torn}{older(three)}\n2026-11-04 abc\n\n")
    assert DeletedCases(path).read() == [one, Deletion(DAY, two.case_id), three]
    new = deletion()
    DeletedCases(path).add([new])
    assert DeletedCases(path).read()[-1] == new


def test_only_what_is_new_is_read_and_a_changed_list_from_its_beginning(path: Path) -> None:
    deleted, first, second = DeletedCases(path), deletion(), deletion()
    deleted.add([first])
    records, mark = deleted.since(None)
    assert list(records) == [first]
    assert (list(deleted.since(mark)[0]), deleted.since(mark)[1]) == ([], mark)
    deleted.add([second])
    assert list(deleted.since(mark)[0]) == [second]
    path.write_bytes(path.read_bytes().replace(b"gone", b"GONE", 1))
    assert list(deleted.since(mark)[0]) == [second]  # from the beginning, where the first is not to be read any more
    path.write_text(f"{second}\n{first}\n")
    assert list(deleted.since(mark)[0]) == [second, first]
    for odd in ("", "x y", "999999 abc", "-1 abc"):
        assert list(deleted.since(odd)[0]) == [second, first]


# ---- with a vault


def copied(folder: Path, to: Path) -> None:
    """A copy of the database as a careful operator makes one, with nobody writing."""
    to.mkdir(exist_ok=True)
    for path in folder.glob("cases.sqlite3*"):
        shutil.copy(path, to / path.name)


def put_back(copy: Path, folder: Path) -> None:
    for path in folder.glob("cases.sqlite3*"):
        path.unlink()
    for path in copy.iterdir():
        shutil.copy(path, folder / path.name)


def opens(vault: Storage, code: Code, clock: Any) -> bool:
    try:
        vault.cases.unlock(code.text, now=clock())
    except UnknownCode:
        return False
    return True


@pytest.fixture
def again(open_vault: Callable[[StorageSettings], Storage], settings: StorageSettings) -> Any:
    return lambda: open_vault(settings)


def test_no_older_copy_opens_a_deleted_case_whenever_it_was_made(
    folder: Path, clock: Any, tmp_path: Path, again: Any
) -> None:
    vault, codes = again(), []
    for number in range(4):
        codes.append(vault.cases.create(EMPTY_CASE, now=clock()))
        vault.close()
        copied(folder, tmp_path / f"copy{number}")
        vault = again()
    for _, opened in codes[:3]:
        vault.cases.delete(opened.case_id, now=clock())
    vault.close()
    copied(folder, tmp_path / "copy4")
    for number in (0, 3, 1, 4, 2):
        put_back(tmp_path / f"copy{number}", folder)
        vault = again()
        assert [opens(vault, code, clock) for code, _ in codes] == [False, False, False, number >= 3]
        vault.close()


def test_a_case_whose_code_was_made_anew_stays_deleted_under_every_code(
    folder: Path, clock: Any, tmp_path: Path, again: Any
) -> None:
    vault = again()
    old, opened = vault.cases.create(EMPTY_CASE, now=clock())
    vault.close()
    copied(folder, tmp_path / "copy")
    vault = again()
    new = vault.cases.new_code(opened, now=clock())
    vault.cases.delete(opened.case_id, now=clock())
    vault.close()
    put_back(tmp_path / "copy", folder)
    vault = again()
    assert not opens(vault, old, clock)
    assert not opens(vault, new, clock)


def test_a_case_taken_in_again_from_an_export_is_another_case_and_stays(
    folder: Path, clock: Any, tmp_path: Path, again: Any
) -> None:
    vault = again()
    _, first = vault.cases.create(EMPTY_CASE.model_copy(update={"told": "一"}), now=clock())
    taken_in, _ = vault.cases.create(first.case, now=clock())
    vault.close()
    copied(folder, tmp_path / "copy")
    vault = again()
    vault.cases.delete(first.case_id, now=clock())
    vault.close()
    put_back(tmp_path / "copy", folder)
    assert opens(again(), taken_in, clock)


def test_a_deletion_that_was_broken_off_is_finished_by_the_next_round(
    vault: Storage, clock: Any, keep: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, opened = vault.cases.create(EMPTY_CASE, now=clock())
    keep(vault, opened, b"photo")

    def broken(*_: Any, **__: Any) -> None:
        raise StorageFull("in the middle")

    with monkeypatch.context() as crash:
        crash.setattr(Drops, "_take", broken)
        with pytest.raises(StorageFull):
            vault.cases.delete(opened.case_id, now=clock())
    assert not opens(vault, code, clock)
    vault.sweep()
    with vault.engine.connect() as connection:
        assert [connection.scalar(text(f"select count(*) from {name}")) for name in ("cases", "blobs")] == [0, 0]


def test_a_start_applies_what_is_new_and_reads_nothing_twice(folder: Path, clock: Any, again: Any) -> None:
    vault = again()
    codes = [vault.cases.create(EMPTY_CASE, now=clock()) for _ in range(3)]
    vault.cases.delete(codes[0][1].case_id, now=clock())
    vault.close()
    DeletedCases(folder / "deleted-cases").add([Deletion(DAY, codes[1][1].case_id)])
    vault = again()
    assert [opens(vault, code, clock) for code, _ in codes] == [False, False, True]
    with vault.engine.connect() as connection:
        mark = connection.scalar(text("select value from marks where name = 'deleted-cases'"))
    assert str(mark).split()[0] == str((folder / "deleted-cases").stat().st_size)
    assert list(DeletedCases(folder / "deleted-cases").since(str(mark))[0]) == []
