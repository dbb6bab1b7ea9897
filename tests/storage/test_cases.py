"""Cases are made, opened, changed and deleted; nothing is lost between two tabs, and a deleted case is gone."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import text

from consumer_app.domain.case import EMPTY_CASE, Case, Event
from consumer_app.domain.case.parts import fingerprint
from consumer_app.storage import Storage, StorageSettings
from consumer_app.storage.database import Line
from consumer_app.storage.errors import (
    CaseGone,
    Conflict,
    MalformedCode,
    PassphraseNeeded,
    StorageBusy,
    StorageFull,
    Tampered,
    UnknownCode,
    WrongPassphrase,
)
from consumer_app.storage.open_case import OpenCase
from consumer_app.storage.sqlite import VERSION, wal_is_safe
from consumer_app.storage.sqlite import module as sqlite3
from consumer_app.storage.vault import Code

OpenVault = Callable[[StorageSettings], Storage]

TOLD = EMPTY_CASE.model_copy(update={"told": "七月买的电视，装错了"})


def told(words: str) -> Callable[[Case], Case]:
    return lambda case: case.model_copy(update={"told": words})


@contextmanager
def raw(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(folder / "cases.sqlite3")) as database, database:
        yield database


def test_a_case_opens_with_its_code_and_with_nothing_else(vault: Storage, clock: Any) -> None:
    code, made = vault.cases.create(TOLD, now=clock())
    opened = vault.cases.unlock(f"http://localhost/c#{code.text.lower()}", now=clock())
    assert opened.case == TOLD
    assert (opened.case_id, opened.dek, opened.version) == (made.case_id, made.dek, 1)
    with pytest.raises(UnknownCode):
        vault.cases.unlock(Code.new().text, now=clock())
    with pytest.raises(MalformedCode):
        vault.cases.unlock("编号忘了", now=clock())


def test_an_opened_case_prints_neither_its_key_nor_its_content(vault: Storage, clock: Any) -> None:
    _, opened = vault.cases.create(TOLD, now=clock())
    assert "电视" not in repr(opened)
    assert opened.dek.hex() not in repr(opened)
    assert repr(opened.dek) not in repr(opened)


def test_a_change_is_kept_and_counts_as_use(vault: Storage, clock: Any) -> None:
    code, opened = vault.cases.create(TOLD, now=clock())
    before = opened.expires_on
    clock.forward(days=30)
    changed = vault.cases.change(opened, told("改过了"), now=clock())
    assert (changed.version, changed.case.told) == (2, "改过了")
    assert (changed.expires_on - before).days == 30
    assert vault.cases.unlock(code.text, now=clock()).case.told == "改过了"


def test_two_tabs_on_different_parts_both_count(vault: Storage, clock: Any) -> None:
    _, opened = vault.cases.create(TOLD, now=clock())
    order, words = fingerprint(opened.case, "order"), fingerprint(opened.case, "told")
    vault.cases.change(opened, told("第一个窗口"), part="told", seen=words, now=clock())
    edited = opened.case.order.model_copy(update={"no": "123"})
    both = vault.cases.change(
        opened, lambda case: case.model_copy(update={"order": edited}), part="order", seen=order, now=clock()
    )
    assert (both.case.told, both.case.order.no) == ("第一个窗口", "123")


def test_two_tabs_on_the_same_part_are_a_conflict_that_shows_the_other_text(vault: Storage, clock: Any) -> None:
    _, opened = vault.cases.create(TOLD, now=clock())
    seen = fingerprint(opened.case, "told")
    vault.cases.change(opened, told("第一个窗口"), part="told", seen=seen, now=clock())
    with pytest.raises(Conflict) as conflict:
        vault.cases.change(opened, told("第二个窗口"), part="told", seen=seen, now=clock())
    assert conflict.value.theirs.told == "第一个窗口"
    assert vault.cases.open(opened.case_id, opened.dek).case.told == "第一个窗口"


def test_many_threads_saving_at_once_lose_nothing(vault: Storage, clock: Any) -> None:
    _, opened = vault.cases.create(EMPTY_CASE, now=clock())
    ready, refused = threading.Barrier(6), []

    def writer(name: int) -> None:
        ready.wait()
        for count in range(10):
            event = Event(id=f"e{name}-{count}", what="说了一次")
            try:
                vault.cases.change(
                    opened,
                    lambda case, event=event: case.model_copy(update={"events": (*case.events, event)}),
                    now=clock(),
                )
            except Exception as error:
                refused.append(error)

    threads = [threading.Thread(target=writer, args=(name,)) for name in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == []
    found = vault.cases.open(opened.case_id, opened.dek)
    assert len(found.case.events) == 60
    assert found.version == 61


def test_racing_saves_of_one_part_let_exactly_one_through(vault: Storage, clock: Any) -> None:
    _, opened = vault.cases.create(TOLD, now=clock())
    for round_ in range(5):
        seen = fingerprint(vault.cases.open(opened.case_id, opened.dek).case, "told")
        ready, won, lost = threading.Barrier(3), [], []

        def save(name: int, seen: str = seen, ready: Any = ready, won: Any = won, lost: Any = lost) -> None:
            ready.wait()
            try:
                won.append(vault.cases.change(opened, told(f"{round_}-{name}"), part="told", seen=seen, now=clock()))  # noqa: B023
            except Conflict as conflict:
                lost.append(conflict)

        threads = [threading.Thread(target=save, args=(name,)) for name in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (len(won), len(lost)) == (1, 2)
        assert vault.cases.open(opened.case_id, opened.dek).case.told == won[0].case.told


def test_an_edit_that_makes_no_valid_case_changes_nothing(vault: Storage, clock: Any) -> None:
    _, opened = vault.cases.create(TOLD, now=clock())
    twice = (Event(id="e1", what="一"), Event(id="e1", what="二"))
    with pytest.raises(ValidationError):
        vault.cases.change(opened, lambda case: case.model_copy(update={"events": twice}), now=clock())
    assert vault.cases.open(opened.case_id, opened.dek).version == 1


def test_a_deleted_case_is_gone_and_answers_like_one_that_never_was(
    vault: Storage, folder: Path, clock: Any, keep: Any
) -> None:
    code, opened = vault.cases.create(TOLD, now=clock())
    (blob,) = keep(vault, opened, b"photo" * 1000)
    cookie = vault.sessions.start(opened, now=clock())
    device = vault.devices.remember(opened, None, about="手机", now=clock())
    ticket = vault.sessions.make_ticket(opened, now=clock())
    vault.cases.delete(opened.case_id, now=clock())
    answers = []
    for typed in (code.text, Code.new().text):
        with pytest.raises(UnknownCode) as unknown:
            vault.cases.unlock(typed, now=clock())
        answers.append((type(unknown.value), str(unknown.value)))
    assert answers[0] == answers[1]
    assert vault.sessions.find(cookie, now=clock()) is None
    assert vault.devices.cases(device, now=clock()) == []
    assert vault.sessions.redeem(ticket, now=clock()) is None
    clock.forward(hours=2)
    vault.blobs.sweep()
    assert not any(path.is_file() for path in (folder / "blobs").rglob("*"))
    for use in (
        lambda: vault.cases.open(opened.case_id, opened.dek),
        lambda: vault.cases.change(opened, told("还在吗"), now=clock()),
        lambda: keep(vault, opened, b"x"),
        lambda: vault.sessions.start(opened, now=clock()),
    ):
        with pytest.raises(CaseGone):
            use()
    with pytest.raises(KeyError):
        vault.blobs.open(blob.id, opened)
    vault.cases.delete(opened.case_id, now=clock())


def test_what_was_deleted_leaves_no_sealed_trace_in_the_database(vault: Storage, folder: Path, clock: Any) -> None:
    _, opened = vault.cases.create(TOLD, now=clock())
    with raw(folder) as database:
        wrap, document = database.execute(
            "select wraps.sealed, document from wraps join cases on cases.id = case_id"
        ).fetchone()
    held = b"".join(path.read_bytes() for path in folder.glob("cases.sqlite3*"))
    assert wrap in held
    vault.cases.delete(opened.case_id, now=clock())
    held = b"".join(path.read_bytes() for path in folder.glob("cases.sqlite3*"))
    assert wrap not in held
    assert document[1000:1200] not in held


def test_a_restored_backup_does_not_bring_a_deleted_case_back(
    folder: Path, clock: Any, tmp_path: Path, open_vault: OpenVault
) -> None:
    settings = StorageSettings(clock=clock)
    vault = open_vault(settings)
    code, opened = vault.cases.create(TOLD, now=clock())
    kept_code, _ = vault.cases.create(TOLD, now=clock())
    vault.engine.dispose()
    shutil.copy(folder / "cases.sqlite3", tmp_path / "backup")
    vault.cases.delete(opened.case_id, now=clock())
    vault.engine.dispose()
    shutil.copy(tmp_path / "backup", folder / "cases.sqlite3")
    restored = open_vault(settings)
    with pytest.raises(UnknownCode):
        restored.cases.unlock(code.text, now=clock())
    assert restored.cases.unlock(kept_code.text, now=clock()).case == TOLD


def test_a_document_of_an_older_version_put_back_is_refused(vault: Storage, folder: Path, clock: Any) -> None:
    _, opened = vault.cases.create(TOLD, now=clock())
    with raw(folder) as database:
        (old,) = database.execute("select document from cases").fetchone()
    vault.cases.change(opened, told("新的"), now=clock())
    with raw(folder) as database:
        database.execute("update cases set document = ?", (old,))
    with pytest.raises(Tampered):
        vault.cases.open(opened.case_id, opened.dek)


def test_the_wrong_key_never_opens_a_case(vault: Storage, clock: Any) -> None:
    _, one = vault.cases.create(TOLD, now=clock())
    _, two = vault.cases.create(TOLD, now=clock())
    with pytest.raises(Tampered):
        vault.cases.open(one.case_id, two.dek)


# ---- passphrase and new code


@pytest.fixture
def locked(vault: Storage, clock: Any) -> tuple[Code, OpenCase]:
    code, opened = vault.cases.create(TOLD, now=clock())
    vault.cases.set_passphrase(opened, None, "外婆家的石榴树", now=clock())
    return code, opened


def test_a_passphrase_is_needed_beside_the_code_however_it_is_typed(vault: Storage, locked: Any, clock: Any) -> None:
    code, opened = locked
    assert vault.cases.has_passphrase(opened)
    with pytest.raises(PassphraseNeeded):
        vault.cases.unlock(code.text, now=clock())
    with pytest.raises(WrongPassphrase):
        vault.cases.unlock(code.text, "外婆家的桃树", now=clock())
    assert vault.cases.unlock(code.text, " 外婆家的石榴树 ", now=clock()).case == TOLD


def test_an_open_case_changes_and_drops_its_passphrase_and_keeps_its_code(
    vault: Storage, locked: Any, clock: Any
) -> None:
    code, opened = locked
    with pytest.raises(WrongPassphrase):
        vault.cases.set_passphrase(opened, "猜的", "新的口令", now=clock())
    with pytest.raises(PassphraseNeeded):
        vault.cases.set_passphrase(opened, None, "新的口令", now=clock())
    vault.cases.set_passphrase(opened, "外婆家的石榴树", "新的口令", now=clock())
    assert vault.cases.unlock(code.text, "新的口令", now=clock()).case == TOLD
    vault.cases.set_passphrase(opened, "新的口令", None, now=clock())
    assert vault.cases.unlock(code.text, now=clock()).case == TOLD
    assert not vault.cases.has_passphrase(opened)


def test_guessing_waits_longer_and_longer_and_the_count_outlives_a_restart(
    vault: Storage, open_vault: OpenVault, locked: Any, clock: Any
) -> None:
    code, _ = locked

    def guess(storage: Storage) -> int:
        with pytest.raises(WrongPassphrase) as wrong:
            storage.cases.unlock(code.text, "猜一猜", now=clock())
        return wrong.value.wait_seconds

    assert [guess(vault) for _ in range(9)] == [0] * 9
    assert guess(vault) == 1
    with pytest.raises(WrongPassphrase):  # too early: even the right one is not looked at
        vault.cases.unlock(code.text, "外婆家的石榴树", now=clock())
    vault.engine.dispose()
    again = open_vault(vault.settings)
    waits = []
    for _ in range(14):
        clock.forward(seconds=901)
        waits.append(guess(again))
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900, 900]
    clock.forward(seconds=901)
    assert again.cases.unlock(code.text, "外婆家的石榴树", now=clock()).case == TOLD
    assert guess(again) == 0


def test_guesses_made_at_the_same_moment_are_all_counted(vault: Storage, locked: Any, clock: Any) -> None:
    code, _ = locked
    said: list[int] = []

    def guess() -> None:
        with pytest.raises(WrongPassphrase) as wrong:
            vault.cases.unlock(code.text, "猜", now=clock())
        said.append(wrong.value.wait_seconds)

    threads = [threading.Thread(target=guess) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said.count(0) == 9


def test_a_new_code_keeps_the_passphrase_and_ends_the_old_code(vault: Storage, locked: Any, clock: Any) -> None:
    code, opened = locked
    with pytest.raises(PassphraseNeeded):
        vault.cases.new_code(opened, now=clock())
    with pytest.raises(WrongPassphrase):
        vault.cases.new_code(opened, "猜的", now=clock())
    fresh = vault.cases.new_code(opened, "外婆家的石榴树", now=clock())
    with pytest.raises(UnknownCode):
        vault.cases.unlock(code.text, "外婆家的石榴树", now=clock())
    with pytest.raises(PassphraseNeeded):
        vault.cases.unlock(fresh.text, now=clock())
    assert vault.cases.unlock(fresh.text, "外婆家的石榴树", now=clock()).case == TOLD
    vault.cases.set_passphrase(opened, "外婆家的石榴树", None, now=clock())
    assert vault.cases.unlock(fresh.text, now=clock()).case == TOLD


def test_after_a_new_code_only_this_browser_still_has_the_case(vault: Storage, clock: Any) -> None:
    _, opened = vault.cases.create(TOLD, now=clock())
    mine, other = (vault.sessions.start(opened, now=clock()) for _ in range(2))
    my_device, other_device = (vault.devices.remember(opened, None, about=name, now=clock()) for name in "ab")
    ticket = vault.sessions.make_ticket(opened, now=clock())
    vault.close_elsewhere(opened, session=mine, device=my_device)
    assert vault.sessions.find(mine, now=clock()) is not None
    assert vault.sessions.find(other, now=clock()) is None
    assert len(vault.devices.cases(my_device, now=clock())) == 1
    assert vault.devices.cases(other_device, now=clock()) == []
    assert vault.sessions.redeem(ticket, now=clock()) is None


# ---- the database


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
    ],
)
def test_wal_is_used_only_where_the_reset_fault_is_mended(version: tuple[int, ...], safe: bool) -> None:
    assert wal_is_safe(version) is safe


def test_every_connection_is_set_for_durability(vault: Storage) -> None:
    with vault.engine.connect() as connection:
        asked = ("synchronous", "foreign_keys", "secure_delete", "busy_timeout", "temp_store", "journal_mode")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
    assert found == [2, 1, 1, 5000, 2, "wal" if wal_is_safe(VERSION) else "truncate"]


def test_database_and_folders_are_for_the_owner_only(
    tmp_path: Path, open_vault_in: Callable[..., Storage], settings: StorageSettings, clock: Any, keep: Any
) -> None:
    folder = tmp_path / "not there yet" / "data"
    vault = open_vault_in(folder, settings)
    _, opened = vault.cases.create(TOLD, now=clock())
    keep(vault, opened, b"x")
    vault.cases.delete(vault.cases.create(TOLD, now=clock())[1].case_id, now=clock())
    for path in [folder, *folder.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path


def test_an_error_of_the_database_does_not_print_what_was_to_be_stored(vault: Storage) -> None:
    with pytest.raises(Exception) as error, vault.engine.connect() as connection:
        connection.execute(text("insert into nowhere values (:told)"), {"told": "七月买的电视"})
    assert "电视" not in str(error.value)


def test_a_lock_waited_for_in_vain_and_a_read_only_database_are_said(vault: Storage, folder: Path, clock: Any) -> None:
    _, opened = vault.cases.create(TOLD, now=clock())

    def pragma(what: str) -> None:
        with vault.engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA {what}")

    pragma("busy_timeout=50")
    with raw(folder) as other:
        other.execute("begin immediate")
        with pytest.raises(StorageBusy):
            vault.cases.change(opened, told("等着"), now=clock())
        other.rollback()
    assert vault.cases.change(opened, told("好了"), now=clock()).version == 2
    pragma("query_only=ON")
    with pytest.raises(StorageFull):
        vault.cases.change(opened, told("写不进"), now=clock())
    vault.engine.dispose()
    assert vault.cases.change(opened, told("又好了"), now=clock()).version == 3


def test_writers_are_served_in_the_order_they_came() -> None:
    line, served, queued = Line(), [], []

    def writer(name: int) -> None:
        with line.turn(5):
            served.append(name)

    with line.turn(1):
        for name in range(8):
            queued.append(threading.Thread(target=writer, args=(name,)))
            queued[-1].start()
            while len(line._waiting) <= name:
                time.sleep(0.001)
    for thread in queued:
        thread.join()
    assert served == list(range(8))


def test_who_waits_too_long_in_line_is_told_and_leaves_the_line() -> None:
    line = Line()
    with line.turn(1), pytest.raises(StorageBusy), line.turn(0.01):
        pass
    with line.turn(0):
        assert not line._waiting
