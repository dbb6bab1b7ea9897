"""Cases past their day go, carefully: a clock that jumps must not empty the store."""

import logging
from datetime import timedelta
from typing import Any

import pytest

from consumer_app.domain.case import EMPTY_CASE
from consumer_app.storage import Storage
from consumer_app.storage.errors import UnknownCode
from consumer_app.storage.open_case import OpenCase
from consumer_app.storage.vault import Code


def make(vault: Storage, clock: Any, count: int) -> list[tuple[Code, OpenCase]]:
    return [vault.cases.create(EMPTY_CASE, now=clock()) for _ in range(count)]


def test_a_case_goes_only_after_two_sweeps_a_day_apart_found_it_past_its_day(vault: Storage, clock: Any) -> None:
    ((code, opened),) = make(vault, clock, 1)
    assert (opened.expires_on - clock().date()).days == 180
    clock.forward(days=180)
    assert vault.sweep().found == 0
    clock.forward(days=1)
    assert (vault.sweep().found, vault.sweep().deleted) == (1, 0)
    clock.forward(hours=23)
    assert vault.sweep().deleted == 0
    clock.forward(hours=2)
    assert vault.sweep().deleted == 1
    with pytest.raises(UnknownCode):
        vault.cases.unlock(code.text, now=clock())


def test_opening_a_case_in_time_saves_it(vault: Storage, clock: Any) -> None:
    ((code, _),) = make(vault, clock, 1)
    clock.forward(days=181)
    vault.sweep()
    opened = vault.cases.unlock(code.text, now=clock())
    assert (opened.expires_on - clock().date()).days == 180
    clock.forward(days=2)
    assert (vault.sweep().deleted, vault.sweep().found) == (0, 0)


def test_a_case_kept_longer_is_kept_longer_and_never_shorter(vault: Storage, clock: Any) -> None:
    ((code, opened),) = make(vault, clock, 1)
    today = clock().date()
    kept = vault.cases.keep_until(opened, today + timedelta(days=365), now=clock())
    assert kept.expires_on == today + timedelta(days=365)
    assert vault.cases.keep_until(opened, today, now=clock()).expires_on == kept.expires_on
    assert vault.cases.unlock(code.text, now=clock()).expires_on == kept.expires_on
    far = vault.cases.keep_until(opened, today + timedelta(days=9999), now=clock())
    assert (far.expires_on - today).days == 3 * 366


def test_a_clock_that_jumps_ten_years_deletes_nothing(
    vault: Storage, clock: Any, caplog: pytest.LogCaptureFixture
) -> None:
    cases = make(vault, clock, 12)
    clock.forward(days=3650)
    assert vault.sweep().found == 12
    clock.forward(days=1, minutes=1)
    with caplog.at_level(logging.ERROR):
        swept = vault.sweep()
    assert (swept.deleted, swept.refused) == (0, True)
    assert "12" in caplog.text
    clock.forward(days=-3651)
    assert vault.sweep().refused is False
    for code, _ in cases:
        vault.cases.unlock(code.text, now=clock())


def test_more_than_one_in_twenty_is_refused_and_a_few_are_not(vault: Storage, clock: Any) -> None:
    make(vault, clock, 4)
    clock.forward(days=100)
    make(vault, clock, 80)
    clock.forward(days=81)
    assert vault.sweep().found == 4
    clock.forward(days=1, minutes=1)
    assert vault.sweep().deleted == 4
