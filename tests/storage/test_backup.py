"""A backup taken while people write is whole: every row has its file. Restored anywhere, it opens, and never a case deleted since."""

import errno
import io
import json
import os
import random
import shutil
import stat
import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from consumer_app.domain.case import EMPTY_CASE, Case, Event, Evidence, FileRef
from consumer_app.domain.case.parts import replaced
from consumer_app.storage import Storage, StorageSettings, copies, open_storage
from consumer_app.storage import backup as backing_up
from consumer_app.storage.arriving import BlobRef
from consumer_app.storage.backup import back_up, last_backup
from consumer_app.storage.blobs import home
from consumer_app.storage.disk import BACKING_UP, RESTORING, Lock
from consumer_app.storage.errors import BackupRefused, RestoreRefused, RestoreUnfinished, StorageFull, UnknownCode
from consumer_app.storage.restore import restore
from consumer_app.storage.vault import Code

PHOTO = os.urandom(150_000)


@pytest.fixture
def again(folder: Path, settings: StorageSettings, open_vault_in: Callable[..., Storage]) -> Callable[..., Storage]:
    """Opens the vault of a folder, again and again."""
    return lambda where=folder: open_vault_in(where, settings)


def opens(vault: Storage, code: Code) -> bool:
    try:
        vault.cases.unlock(code.text, now=vault.settings.clock())
    except UnknownCode:
        return False
    return True


def test_a_backup_restored_elsewhere_holds_everything(
    vault: Storage, folder: Path, tmp_path: Path, clock: Any, keep: Any, again: Any, settings: StorageSettings
) -> None:
    long = EMPTY_CASE.model_copy(update={"events": tuple(Event(id=f"e{n}", what="说" * 900) for n in range(200))})
    code, opened = vault.cases.create(long, now=clock())
    (photo,) = keep(vault, opened, PHOTO)
    (folder / "secret_key").write_bytes(b"k" * 32)
    made = back_up(folder, tmp_path / "backup", at=clock())
    assert (made.cases, made.files, made.lost) == (1, 1, ())
    assert json.loads((tmp_path / "backup" / "backup.json").read_text())["made_at"] == "2026-11-04T10:00:00+08:00"
    assert last_backup(folder) == made
    shutil.rmtree(folder)
    done = restore(tmp_path / "backup", tmp_path / "new", settings=settings)
    assert (done.cases, done.files, done.deleted, done.lost) == (1, 1, 0, ())
    found = again(tmp_path / "new")
    opened = found.cases.unlock(code.text, now=clock())
    assert opened.case.events == long.events
    assert found.blobs.read(photo.id, opened) == PHOTO
    assert (tmp_path / "new" / "secret_key").read_bytes() == b"k" * 32


def test_nobody_else_can_read_a_backup_or_what_was_restored(
    vault: Storage, folder: Path, tmp_path: Path, clock: Any, keep: Any, settings: StorageSettings
) -> None:
    keep(vault, vault.cases.create(EMPTY_CASE, now=clock())[1], PHOTO)
    vault.cases.delete(vault.cases.create(EMPTY_CASE, now=clock())[1].case_id, now=clock())
    back_up(folder, tmp_path / "backup", at=clock())
    restore(tmp_path / "backup", tmp_path / "new", settings=settings)
    for path in [
        tmp_path / "backup",
        *(tmp_path / "backup").rglob("*"),
        tmp_path / "new",
        *(tmp_path / "new").rglob("*"),
    ]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_a_file_deleted_while_the_backup_runs_is_in_it(
    vault: Storage, folder: Path, tmp_path: Path, clock: Any, keep: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, opened = vault.cases.create(EMPTY_CASE, now=clock())
    (photo,) = keep(vault, opened, PHOTO)
    copy_files = copies.rows

    def meanwhile(connection: Any) -> Any:
        if not (tmp_path / "backup" / "blobs").exists():
            vault.cases.change(opened, lambda case: replaced(case, "evidence/x1", None), now=clock())
            clock.forward(days=2)
            vault.sweep()
        return copy_files(connection)

    monkeypatch.setattr(copies, "rows", meanwhile)
    assert back_up(folder, tmp_path / "backup", at=clock()).lost == ()
    assert home(tmp_path / "backup" / "blobs", photo.id).exists()
    vault.sweep()
    assert not home(folder / "blobs", photo.id).exists()


def test_a_file_that_was_just_named_and_not_moved_yet_is_in_the_backup(
    vault: Storage, folder: Path, tmp_path: Path, clock: Any, keep: Any
) -> None:
    _, opened = vault.cases.create(EMPTY_CASE, now=clock())
    (photo,) = keep(vault, opened, PHOTO)
    home(folder / "blobs", photo.id).rename(folder / "tmp" / photo.id)
    assert back_up(folder, tmp_path / "backup", at=clock()).lost == ()
    assert home(tmp_path / "backup" / "blobs", photo.id).exists()


def test_a_backup_on_another_disk_is_copied(
    vault: Storage, folder: Path, tmp_path: Path, clock: Any, keep: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, opened = vault.cases.create(EMPTY_CASE, now=clock())
    (photo,) = keep(vault, opened, PHOTO)

    def other_disk(*_: Any) -> None:
        raise OSError(errno.EXDEV, "another disk")

    monkeypatch.setattr(os, "link", other_disk)
    made = back_up(folder, tmp_path / "backup", at=clock())
    assert (made.files, made.linked, made.lost) == (1, 0, ())
    there = home(tmp_path / "backup" / "blobs", photo.id)
    assert there.read_bytes() == home(folder / "blobs", photo.id).read_bytes()
    assert there.stat().st_nlink == 1


def test_what_is_missing_already_is_named_and_the_rest_is_copied(
    vault: Storage, folder: Path, tmp_path: Path, clock: Any, keep: Any
) -> None:
    _, opened = vault.cases.create(EMPTY_CASE, now=clock())
    gone, cut, whole = (ref.id for ref in keep(vault, opened, PHOTO, PHOTO, PHOTO))
    home(folder / "blobs", gone).unlink()
    short = home(folder / "blobs", cut)
    short.write_bytes(short.read_bytes()[:-1])
    assert set(back_up(folder, tmp_path / "backup", at=clock()).lost) == {gone, cut}
    assert home(tmp_path / "backup" / "blobs", whole).exists()


def test_a_backup_goes_to_a_new_folder_outside_the_old_one(
    vault: Storage, folder: Path, tmp_path: Path, clock: Any
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "something").write_text("x")
    for into, source, why in (
        (tmp_path / "full", folder, "not_empty"),
        (folder / "backup", folder, "inside"),
        (tmp_path / "new", tmp_path / "nothing", "no_vault"),
    ):
        with pytest.raises(BackupRefused) as refused:
            back_up(source, into, at=clock())
        assert refused.value.why == why
    assert (tmp_path / "full" / "something").read_text() == "x"
    assert not (tmp_path / "new").exists()


def test_a_backup_that_does_not_fit_leaves_nothing_behind(
    vault: Storage, folder: Path, tmp_path: Path, clock: Any, keep: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(vault, vault.cases.create(EMPTY_CASE, now=clock())[1], PHOTO)

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as disk:
        disk.setattr(os, "link", full)
        with pytest.raises(StorageFull):
            back_up(folder, tmp_path / "backup", at=clock())
    assert list((tmp_path / "backup").iterdir()) == []
    assert back_up(folder, tmp_path / "backup", at=clock()).files == 1


def test_two_backups_at_once_and_a_round_do_not_disturb_each_other(
    vault: Storage, folder: Path, tmp_path: Path, clock: Any
) -> None:
    vault.cases.create(EMPTY_CASE, now=clock())
    other = Lock(folder / BACKING_UP, shared=True)
    assert back_up(folder, tmp_path / "one", at=clock()).cases == 1
    other.close()
    sweeping = Lock(folder / BACKING_UP, shared=False)
    made: list[int] = []
    backup = threading.Thread(target=lambda: made.append(back_up(folder, tmp_path / "two", at=clock()).cases))
    backup.start()
    backup.join(0.3)
    assert made == []
    sweeping.close()
    backup.join()
    assert made == [1]


# ---- restoring


def test_a_case_deleted_after_the_backup_is_not_opened_again(
    vault: Storage, folder: Path, tmp_path: Path, clock: Any, again: Any, keep: Any, settings: StorageSettings
) -> None:
    stays, _ = vault.cases.create(EMPTY_CASE, now=clock())
    goes, opened = vault.cases.create(EMPTY_CASE, now=clock())
    keep(vault, opened, PHOTO)
    back_up(folder, tmp_path / "backup", at=clock())
    vault.cases.delete(opened.case_id, now=clock())
    vault.close()
    done = restore(tmp_path / "backup", folder, replace=True, settings=settings)
    assert (done.cases, done.files, done.deleted) == (1, 0, 1)
    assert (opens(again(), stays), opens(again(), goes)) == (True, False)


def test_the_list_of_the_backup_counts_as_well_as_the_list_of_the_folder(
    vault: Storage, folder: Path, tmp_path: Path, clock: Any, again: Any, settings: StorageSettings
) -> None:
    codes = [vault.cases.create(EMPTY_CASE, now=clock()) for _ in range(3)]
    back_up(folder, tmp_path / "old", at=clock())
    vault.cases.delete(codes[0][1].case_id, now=clock())
    back_up(folder, tmp_path / "newer", at=clock())
    vault.close()
    shutil.rmtree(folder)
    folder.mkdir(mode=0o700)
    shutil.copy(tmp_path / "newer" / "deleted-cases", tmp_path / "old" / "deleted-cases")
    restore(tmp_path / "old", folder, settings=settings)
    vault = again()
    assert [opens(vault, code) for code, _ in codes] == [False, True, True]
    vault.cases.delete(codes[1][1].case_id, now=clock())
    vault.close()
    restore(tmp_path / "newer", folder, replace=True, settings=settings)
    vault = again()
    assert [opens(vault, code) for code, _ in codes] == [False, False, True]


def test_a_folder_with_cases_is_overwritten_only_when_told(
    vault: Storage, folder: Path, tmp_path: Path, clock: Any, again: Any, keep: Any, settings: StorageSettings
) -> None:
    back_up(folder, tmp_path / "backup", at=clock())
    later, opened = vault.cases.create(EMPTY_CASE, now=clock())
    keep(vault, opened, PHOTO)
    with pytest.raises(RestoreRefused) as refused:
        restore(tmp_path / "backup", folder, replace=True, settings=settings)
    assert refused.value.why == "in_use"
    vault.close()
    with pytest.raises(RestoreRefused) as refused:
        restore(tmp_path / "backup", folder, settings=settings)
    assert refused.value.why == "not_empty"
    vault = again()
    assert opens(vault, later)
    vault.close()
    restore(tmp_path / "backup", folder, replace=True, settings=settings)
    assert not opens(again(), later)
    assert list((folder / "blobs").glob("??/*")) == []


def test_sessions_and_tickets_of_the_backups_day_are_ended_and_devices_stay(
    vault: Storage, folder: Path, tmp_path: Path, clock: Any, again: Any, settings: StorageSettings
) -> None:
    _, opened = vault.cases.create(EMPTY_CASE, now=clock())
    cookie, ticket = vault.sessions.start(opened, now=clock()), vault.sessions.make_ticket(opened, now=clock())
    device = vault.devices.remember(opened, None, about="手机", now=clock())
    back_up(folder, tmp_path / "backup", at=clock())
    restore(tmp_path / "backup", tmp_path / "new", settings=settings)
    found = again(tmp_path / "new")
    assert found.sessions.find(cookie, now=clock()) is None
    assert found.sessions.redeem(ticket, now=clock()) is None
    assert len(found.devices.cases(device, now=clock())) == 1


@pytest.mark.parametrize("odd", ["nothing", "unfinished", "damaged", "no database"])
def test_what_is_no_whole_backup_is_refused_and_changes_nothing(
    vault: Storage, folder: Path, tmp_path: Path, clock: Any, again: Any, settings: StorageSettings, odd: str
) -> None:
    code, _ = vault.cases.create(EMPTY_CASE, now=clock())
    backup = tmp_path / "backup"
    back_up(folder, backup, at=clock())
    vault.close()
    if odd == "nothing":
        shutil.rmtree(backup)
    elif odd == "unfinished":
        (backup / "unfinished").touch()
    elif odd == "no database":
        (backup / "cases.sqlite3").write_bytes(b"not a database at all" * 500)
    else:
        whole = (backup / "cases.sqlite3").read_bytes()
        (backup / "cases.sqlite3").write_bytes(whole[:8192] + bytes(reversed(whole[8192:20480])) + whole[20480:])
    with pytest.raises(RestoreRefused) as refused:
        restore(backup, folder, replace=True, settings=settings)
    assert refused.value.why in ("no_backup", "unfinished", "not_sound")
    assert opens(again(), code)


def test_a_restore_broken_off_before_its_last_step_keeps_the_site_closed_until_it_is_run_again(
    vault: Storage, folder: Path, tmp_path: Path, clock: Any, again: Any, keep: Any, settings: StorageSettings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    code, opened = vault.cases.create(EMPTY_CASE, now=clock())
    keep(vault, opened, PHOTO)
    back_up(folder, tmp_path / "backup", at=clock())
    vault.close()

    class Killed(BaseException):
        pass

    def killed(*_: Any) -> None:
        raise Killed

    for broken in ("_put_database", "_take_strays"):
        with monkeypatch.context() as crash:
            crash.setattr(f"consumer_app.storage.restore.{broken}", killed)
            with pytest.raises(Killed):
                restore(tmp_path / "backup", folder, replace=True, settings=settings)
        assert (folder / RESTORING).exists()
        with pytest.raises(RestoreUnfinished):
            again()
    restore(tmp_path / "backup", folder, settings=settings)
    assert opens(again(), code)


def test_a_copy_made_by_hand_with_its_journal_beside_it_is_restored(
    vault: Storage, folder: Path, tmp_path: Path, clock: Any, keep: Any, again: Any, settings: StorageSettings
) -> None:
    code, opened = vault.cases.create(EMPTY_CASE, now=clock())
    keep(vault, opened, PHOTO)
    backup = tmp_path / "by-hand"
    shutil.copytree(folder, backup)  # nobody writes just now
    assert (backup / "cases.sqlite3-wal").stat().st_size > 0
    done = restore(backup, tmp_path / "new", settings=settings)
    assert (done.cases, done.files, done.lost) == (1, 1, ())
    assert opens(again(tmp_path / "new"), code)


def test_a_backup_of_the_first_version_is_restored(tmp_path: Path, again: Any, settings: StorageSettings) -> None:
    kept = Path(__file__).parents[1] / "version_1"
    done = restore(kept / "installation", tmp_path / "new", settings=settings)
    assert (done.cases, done.files, done.lost) == (1, 14, ())
    code = Code.read((kept / "opened-with.txt").read_text(encoding="utf-8"))
    assert opens(again(tmp_path / "new"), code)


# ---- the drill: fifty backups under load


LASTING = 12
"""Cases that a person has before the oldest goes, so that the last backup holds no more than the first."""


class Person(threading.Thread):
    """Somebody who keeps photos, takes some out again, makes and deletes cases, and remembers what was answered."""

    def __init__(self, vault: Storage, stop: threading.Event, seed: int) -> None:
        super().__init__()
        self.vault, self.stop, self.chance = vault, stop, random.Random(seed)
        self.faults: list[BaseException] = []
        self.said: list[tuple[Code, dict[str, bytes], bool]] = []
        """Each case as it was last answered: its code, its photos, whether it was deleted."""
        self.lasting: deque[tuple[int, str]] = deque()
        """The cases that are not deleted yet, by their place in ``said``."""

    def run(self) -> None:
        try:
            while not self.stop.is_set():
                self.live()
        except BaseException as fault:
            self.faults.append(fault)

    def live(self) -> None:
        now = self.vault.settings.clock
        code, opened = self.vault.cases.create(EMPTY_CASE, now=now())
        photos: dict[str, bytes] = {}
        place = len(self.said)
        self.said.append((code, {}, False))
        self.lasting.append((place, opened.case_id))
        for number in range(1, 5):
            data = self.chance.randbytes(self.chance.randrange(1_000, 120_000))
            with self.vault.blobs.arriving(opened) as arriving:
                ref = arriving.put(io.BytesIO(data))
                edit = partial(named, name=f"x{number}", ref=ref)
                self.vault.cases.change(opened, edit, arriving=arriving, now=now())
            photos[f"x{number}"] = data
            self.said[place] = (code, dict(photos), False)
        if self.chance.random() < 0.3:
            photos.pop("x2")
            self.said[place] = (code, dict(photos), False)
            self.vault.cases.change(opened, lambda case: replaced(case, "evidence/x2", None), now=now())
        if len(self.lasting) > LASTING or self.chance.random() < 0.2:
            place, case_id = self.lasting.popleft()
            self.said[place] = (self.said[place][0], {}, True)
            self.vault.cases.delete(case_id, now=now())
        self.vault.blobs.clear(timedelta(0))  # without its hour of grace, only a running backup holds a file


def named(case: Case, name: str, ref: BlobRef) -> Case:
    file = FileRef(blob=ref.id, name="a.png", media_type="image/png", size=ref.size, sha256=ref.sha256)
    return replaced(case, f"evidence/{name}", Evidence(id=name, kind="photo", title="照片", files=(file,)))


def photos_of(vault: Storage, code: Code) -> dict[str, bytes] | None:
    try:
        opened = vault.cases.unlock(code.text, now=vault.settings.clock())
    except UnknownCode:
        return None
    return {item.id: vault.blobs.read(item.files[0].blob, opened) for item in opened.case.evidence}


def fifty(folder: Path, where: Path, settings: StorageSettings, count: int) -> None:
    vault, stop = open_storage(folder, settings), threading.Event()
    people = [Person(vault, stop, seed) for seed in range(4)]
    for person in people:
        person.start()
    try:
        for number in range(count):
            acknowledged = [list(person.said) for person in people]
            made = back_up(folder, where / "backup", at=settings.clock())
            assert made.lost == (), number
            after = [list(person.said) for person in people]
            done = restore(where / "backup", where / "restored", settings=settings)
            assert done.lost == ()
            found = open_storage(where / "restored", settings)
            checked = 0
            for before, later in zip(acknowledged, after, strict=True):
                for place, (code, photos, deleted) in enumerate(before):
                    last = later[place]
                    held = photos_of(found, code)
                    if deleted:
                        assert held is None
                    elif not last[2]:  # not deleted meanwhile: everything answered before the backup opens
                        assert held is not None
                        still = photos.keys() & last[1].keys()
                        assert {name: held[name] for name in still} == {name: photos[name] for name in still}
                        checked += len(still)
            assert checked or number < 2
            found.close()
            shutil.rmtree(where / "backup")
            shutil.rmtree(where / "restored")
    finally:
        stop.set()
        for person in people:
            person.join()
        vault.close()
    assert [person.faults for person in people] == [[], [], [], []]


def test_backups_under_load_hold_everything_that_was_answered(
    folder: Path, tmp_path: Path, settings: StorageSettings
) -> None:
    fifty(folder, tmp_path / "drill", settings, 3)


@pytest.mark.drill
def test_fifty_backups_under_load_hold_everything_that_was_answered(
    folder: Path, tmp_path: Path, settings: StorageSettings
) -> None:
    fifty(folder, tmp_path / "drill", settings, 50)


@pytest.mark.drill
def test_the_drill_catches_a_backup_that_nobody_knows_of(
    folder: Path, tmp_path: Path, settings: StorageSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(*given: Any) -> None:
        copy_database(*given)
        time.sleep(1)

    copy_database = backing_up._copy_database
    monkeypatch.setattr(backing_up, "_copy_database", slowly)
    monkeypatch.setattr(backing_up, "_running", lambda folder: Lock(folder / "another-file", shared=True))
    with pytest.raises(AssertionError):
        fifty(folder, tmp_path / "drill", settings, 10)
