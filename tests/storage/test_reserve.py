"""Room kept for a full disk is there when it is needed, is let go for nothing else, and comes back."""

from pathlib import Path
from typing import Any

import pytest

from consumer_app.domain.case import EMPTY_CASE
from consumer_app.domain.case.parts import replaced
from consumer_app.storage import Storage
from consumer_app.storage.errors import StorageFull
from consumer_app.storage.reserve import Reserve

MEGABYTE = 1024 * 1024


def test_the_room_is_really_taken(tmp_path: Path) -> None:
    reserve = Reserve(tmp_path / "reserve", MEGABYTE)
    assert not reserve.held
    assert reserve.make()
    held = (tmp_path / "reserve").stat()
    assert (held.st_size, held.st_blocks * 512 >= MEGABYTE, held.st_mode & 0o077) == (MEGABYTE, True, 0)
    assert reserve.let_go()
    assert not reserve.held
    assert not reserve.let_go()


def test_a_small_disk_keeps_an_eighth_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Reserve(tmp_path / "reserve", 1 << 60).size < 1 << 60


def test_it_is_let_go_only_after_it_did_not_go_without(tmp_path: Path) -> None:
    reserve, tries = Reserve(tmp_path / "reserve", MEGABYTE), []

    def work() -> str:
        tries.append(reserve.held)
        if reserve.held:
            raise StorageFull("full")
        return "done"

    reserve.make()
    assert reserve.lent_to(lambda: "easy") == "easy"
    assert reserve.held
    assert reserve.lent_to(work) == "done"
    assert tries == [True, False]

    def never() -> None:
        raise StorageFull("still full")

    with pytest.raises(StorageFull):
        reserve.lent_to(never)


def test_while_the_reserve_is_in_use_only_what_opens_or_frees_is_written(
    vault: Storage, clock: Any, keep: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, opened = vault.cases.create(EMPTY_CASE.model_copy(update={"told": "长" * 500}), now=clock())
    keep(vault, opened, b"photo")
    _, other = vault.cases.create(EMPTY_CASE, now=clock())
    vault.reserve.let_go()
    monkeypatch.setattr(Reserve, "make", lambda self: self.held)
    for refused in (
        lambda: vault.cases.create(EMPTY_CASE, now=clock()),
        lambda: vault.cases.change(opened, lambda case: replaced(case, "told", "长" * 600), now=clock()),
        lambda: keep(vault, opened, b"another"),
        lambda: vault.devices.remember(opened, None, about="手机", now=clock()),
    ):
        with pytest.raises(StorageFull):
            refused()
    again = vault.cases.unlock(code.text, now=clock())
    cookie = vault.sessions.start(again, now=clock())
    assert vault.sessions.find(cookie, now=clock()) is not None
    clock.forward(minutes=5)
    assert vault.sessions.find(cookie, now=clock()) is not None
    assert vault.sessions.redeem("x" * 43, now=clock()) is None
    shorter = vault.cases.change(again, lambda case: replaced(case, "told", "短"), now=clock())
    fewer = vault.cases.change(shorter, lambda case: replaced(case, "evidence/x1", None), now=clock())
    assert (fewer.case.told, fewer.case.evidence) == ("短", ())
    vault.cases.delete(other.case_id, now=clock())
    vault.sessions.end(cookie)
    assert vault.sweep().refused is False


def test_it_is_made_again_as_soon_as_there_is_room(vault: Storage, clock: Any) -> None:
    _, opened = vault.cases.create(EMPTY_CASE, now=clock())
    vault.reserve.let_go()
    vault.cases.change(opened, lambda case: replaced(case, "told", "有地方了"), now=clock())
    assert vault.reserve.held
