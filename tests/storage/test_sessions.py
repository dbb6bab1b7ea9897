"""Sessions, remembered devices and tickets: each opens exactly what it should, for as long as it should."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from consumer_app.domain.case import EMPTY_CASE
from consumer_app.storage import Storage
from consumer_app.storage.open_case import OpenCase
from consumer_app.storage.sqlite import module as sqlite3
from consumer_app.storage.vault import Code

ODD = [None, "", "x", "a" * 43, "a" * 44, "=" * 43, "é" * 43, "../" * 20, "\x00" * 43]


@pytest.fixture
def case(vault: Storage, clock: Any) -> tuple[Code, OpenCase]:
    return vault.cases.create(EMPTY_CASE, now=clock())


def test_a_session_holds_the_key_for_the_cookie_only(vault: Storage, case: Any, clock: Any, folder: Path) -> None:
    _, opened = case
    cookie = vault.sessions.start(opened, now=clock())
    live = vault.sessions.find(cookie, now=clock())
    assert live is not None
    assert (live.case_id, live.dek, live.code) == (opened.case_id, opened.dek, None)
    assert opened.dek.hex() not in repr(live)
    held = (folder / "cases.sqlite3").read_bytes()
    assert cookie.encode() not in held
    assert opened.dek not in held


@pytest.mark.parametrize("cookie", ODD)
def test_an_odd_cookie_or_ticket_opens_nothing(vault: Storage, clock: Any, cookie: str | None) -> None:
    assert vault.sessions.find(cookie, now=clock()) is None
    assert vault.sessions.redeem(cookie or "", now=clock()) is None
    assert vault.devices.cases(cookie, now=clock()) == []
    vault.sessions.end(cookie)


def test_a_session_rests_two_hours_and_lives_twelve(vault: Storage, case: Any, clock: Any) -> None:
    cookie = vault.sessions.start(case[1], now=clock())
    for _ in range(6):
        assert vault.sessions.find(cookie, now=clock.forward(hours=1, minutes=55)) is not None
    assert vault.sessions.find(cookie, now=clock.forward(minutes=35)) is None
    rested = vault.sessions.start(case[1], now=clock())
    assert vault.sessions.find(rested, now=clock.forward(hours=2, seconds=1)) is None
    assert vault.sessions.find(rested, now=clock()) is None


def test_ended_sessions_stay_ended(vault: Storage, case: Any, clock: Any) -> None:
    cookie = vault.sessions.start(case[1], now=clock())
    vault.sessions.end(cookie)
    vault.sessions.end(cookie)
    assert vault.sessions.find(cookie, now=clock()) is None


def test_the_fresh_code_is_shown_until_it_is_saved_and_is_sealed_meanwhile(
    vault: Storage, case: Any, clock: Any, folder: Path
) -> None:
    code, opened = case
    cookie = vault.sessions.start(opened, now=clock(), code=code)
    live = vault.sessions.find(cookie, now=clock.forward(minutes=90))
    assert live is not None
    assert live.code == code
    assert code.text not in repr(live)
    assert code.text.encode() not in (folder / "cases.sqlite3").read_bytes()
    vault.sessions.show_code(cookie, opened, None)
    live = vault.sessions.find(cookie, now=clock())
    assert live is not None
    assert live.code is None


def test_a_ticket_opens_once_within_ten_minutes(vault: Storage, case: Any, clock: Any) -> None:
    _, opened = case
    ticket, late = (vault.sessions.make_ticket(opened, now=clock()) for _ in range(2))
    found = vault.sessions.redeem(f" {ticket}\n", now=clock.forward(minutes=9))
    assert found is not None
    assert (found.case_id, found.dek) == (opened.case_id, opened.dek)
    assert vault.sessions.redeem(ticket, now=clock()) is None
    assert vault.sessions.redeem(late, now=clock.forward(minutes=2)) is None
    assert vault.sessions.find(ticket, now=clock()) is None


def test_a_remembered_device_opens_its_cases_for_ninety_days(vault: Storage, case: Any, clock: Any) -> None:
    _, opened = case
    _, second = vault.cases.create(EMPTY_CASE, now=clock())
    cookie = vault.devices.remember(opened, None, about="苹果手机·微信", now=clock())
    assert vault.devices.remember(second, cookie, about="苹果手机·微信", now=clock()) == cookie
    vault.devices.remember(opened, cookie, about="苹果手机·微信", now=clock())
    found = {one.case_id: one.dek for one in vault.devices.cases(cookie, now=clock())}
    assert found == {opened.case_id: opened.dek, second.case_id: second.dek}
    assert vault.devices.cases(cookie, now=clock.forward(days=90)) != []
    assert vault.devices.cases(cookie, now=clock.forward(days=1)) == []


def test_devices_are_listed_by_a_sealed_name_and_revoked_one_by_one(
    vault: Storage, case: Any, clock: Any, folder: Path
) -> None:
    _, opened = case
    mine = vault.devices.remember(opened, None, about="苹果手机·微信", now=clock())
    other = vault.devices.remember(opened, None, about="Windows 电脑·Edge", now=clock())
    listed = vault.devices.list(opened, mine, now=clock())
    assert {(device.about, device.this) for device in listed} == {("苹果手机·微信", True), ("Windows 电脑·Edge", False)}
    assert "微信".encode() not in (folder / "cases.sqlite3").read_bytes()
    stranger = vault.cases.create(EMPTY_CASE, now=clock())[1]
    for device in listed:
        vault.devices.forget(stranger, device.id)
    assert len(vault.devices.list(opened, None, now=clock())) == 2
    vault.devices.forget(opened, next(device.id for device in listed if not device.this))
    assert vault.devices.cases(other, now=clock()) == []
    assert len(vault.devices.cases(mine, now=clock())) == 1
    vault.devices.forget_this(opened, mine)
    assert vault.devices.cases(mine, now=clock()) == []


def test_a_device_row_moved_to_another_case_opens_nothing(vault: Storage, case: Any, clock: Any, folder: Path) -> None:
    _, opened = case
    _, other = vault.cases.create(EMPTY_CASE, now=clock())
    cookie = vault.devices.remember(opened, None, about="手机", now=clock())
    with closing(sqlite3.connect(folder / "cases.sqlite3")) as database, database:
        database.execute("update wraps set case_id = ? where kind = 'device'", (other.case_id,))
    (found,) = vault.devices.cases(cookie, now=clock())
    assert found.dek != other.dek


def test_the_sweep_takes_sessions_and_tickets_past_their_time(
    vault: Storage, case: Any, clock: Any, folder: Path
) -> None:
    _, opened = case
    vault.sessions.start(opened, now=clock())
    vault.sessions.make_ticket(opened, now=clock())
    clock.forward(hours=1)
    kept = vault.sessions.start(opened, now=clock())
    clock.forward(hours=1, minutes=30)
    vault.sweep()
    with closing(sqlite3.connect(folder / "cases.sqlite3")) as database, database:
        counts = [database.execute(f"select count(*) from {table}").fetchone()[0] for table in ("sessions", "tickets")]
    assert counts == [1, 0]
    assert vault.sessions.find(kept, now=clock()) is not None
