"""How often: every line of the table trips where it says, keeps what was typed, and lets the next hour in."""

import re
from pathlib import Path
from typing import Any

import pytest

from consumer_app.domain.case import EMPTY_CASE
from consumer_app.storage.counts import Counts
from consumer_app.web.limits import RATES

from werkzeug.routing import Rule  # isort: skip


@pytest.fixture
def limited(build: Any) -> Any:
    return build(limited=True)


def limit_of(name: str) -> int:
    return next(rate.most for rate in RATES if rate.name == name)


def test_every_line_of_the_table_covers_a_route(limited: Any) -> None:
    rules: list[Rule] = list(limited.url_map.iter_rules())
    idle = [
        (rate.name, path)
        for rate in RATES
        for path in rate.paths
        if not any(_covers(rate, path, rule) for rule in rules)
    ]
    assert idle == []


def _covers(rate: Any, path: str, rule: Rule) -> bool:
    return rate.method in (rule.methods or ()) and (
        rule.rule == path or (path.endswith("/") and rule.rule.startswith(path))
    )


def test_wrong_codes_trip_after_thirty_in_a_minute_and_it_is_said_when_to_come_back(limited: Any, clock: Any) -> None:
    client = limited.test_client()
    for _ in range(limit_of("unlock")):
        assert client.post("/unlock", data=wrong(client)).status_code == 422
    answer = client.post("/unlock", data={**wrong(client), "kept-told": "写了很久"})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert "点得太快了" in answer.text
    assert WRONG_CODE not in answer.text
    assert client.get("/unlock").status_code == 200
    clock.forward(seconds=61)
    assert client.post("/unlock", data=wrong(client)).status_code == 422


def test_another_address_is_not_held_up_and_a_home_of_ipv6_is_one(limited: Any) -> None:
    client = limited.test_client()

    def tried(address: str) -> int:
        data = wrong(client)
        return int(client.post("/unlock", data=data, environ_base={"REMOTE_ADDR": address}).status_code)

    for number in range(limit_of("unlock")):
        assert tried(f"2001:db8:1:2::{number:x}") == 422
    assert tried("2001:db8:1:2:ffff::1") == 429
    assert tried("2001:db8:1:3::1") == 422
    assert tried("10.0.0.2") == 422


def test_the_right_code_opens_its_case_whatever_was_tried_before(limited: Any, clock: Any) -> None:
    code, _ = limited.extensions["storage"].cases.create(EMPTY_CASE, now=clock())
    client = limited.test_client()
    for _ in range(600):
        client.post("/unlock")
    for _ in range(limit_of("unlock") + 3):
        last = client.post("/unlock", data=wrong(client)).status_code
    assert last == 429
    data = {**wrong(client), "code": "".join(code.groups)}
    assert client.post("/unlock", data=data).status_code == 303


def test_what_makes_no_case_stops_nobody_from_beginning_one(limited: Any) -> None:
    vandal = limited.test_client()
    for number in range(601):
        home = {"REMOTE_ADDR": f"2001:db8:1:2::{number % 11}"}
        assert vandal.post("/start", data={"confirm": "yes"}, environ_base=home).status_code == 422
    assert begun(limited.test_client(), "2001:db8:1:2::1") == 303
    assert begun(limited.test_client(), "10.0.0.2") == 303


def test_three_hundred_pupils_behind_one_address_begin_in_an_hour_and_four_hundred_are_too_many(limited: Any) -> None:
    codes = [begun(limited.test_client(), "10.0.0.1") for _ in range(limit_of("create") + 1)]
    assert limit_of("create") >= 300
    assert codes == [303] * limit_of("create") + [429]
    assert begun(limited.test_client(), "10.0.0.2") == 303


def test_a_flood_of_new_cases_sheds_only_who_has_no_case_here(
    limited: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, _ = limited.extensions["storage"].cases.create(EMPTY_CASE, now=clock())
    known = limited.test_client()
    assert begun(known, "10.9.9.9") == 303
    counts = limited.extensions["counts"]
    for _ in range(limit_of("create-all")):
        counts.wait("create-all strangers", limit_of("create-all"), 600, now=clock().timestamp(), count=True)
    stranger = limited.test_client()
    assert begun(stranger, "10.0.0.3") == 429
    assert begun(known, "10.9.9.9") == 303
    assert known.get("/case").status_code == 200
    assert stranger.post("/unlock", data={**wrong(stranger), "code": "".join(code.groups)}).status_code == 303
    clock.forward(seconds=601)
    assert begun(limited.test_client(), "10.0.0.3") == 303


def test_two_processes_count_together(tmp_path: Path) -> None:
    one, other = Counts(tmp_path / "counts.sqlite3"), Counts(tmp_path / "counts.sqlite3")
    for counts in (one, other, one):
        assert counts.wait("x", 3, 60, now=1000.0, count=True) == 0
    assert other.wait("x", 3, 60, now=1010.0, count=True) == 50
    assert other.wait("x", 3, 60, now=1061.0, count=True) == 0


def test_counts_torn_by_a_crash_are_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "counts.sqlite3").write_bytes(b"SQLite format 3\0" + b"torn" * 500)
    counts = Counts(tmp_path / "counts.sqlite3")
    counts.wait("x", 1, 60, now=1000.0, count=True)
    assert counts.wait("x", 1, 60, now=1000.0, count=True) == 0
    assert counts.wait("x", 1, 60, now=1000.0, count=True) == 60


WRONG_CODE = "0" * 26


def token(client: Any, page: str) -> str:
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).text)[1]  # type: ignore[index]


def wrong(client: Any) -> dict[str, str]:
    return {"code": WRONG_CODE, "csrf_token": token(client, "/unlock")}


def begun(client: Any, address: str) -> int:
    data = {"confirm": "yes", "instead": "yes", "disputes": "quality-defect", "csrf_token": token(client, "/start")}
    return int(client.post("/start", data=data, environ_base={"REMOTE_ADDR": address}).status_code)


def test_saving_trips_for_that_case_only_and_keeps_the_typed_words(limited: Any, clock: Any) -> None:
    store = limited.extensions["storage"]
    clients = []
    for _ in range(2):
        _, opened = store.cases.create(EMPTY_CASE, now=clock())
        client = limited.test_client()
        client.set_cookie("case", store.sessions.start(opened, now=clock()))
        clients.append(client)
    for _ in range(limit_of("save")):
        assert clients[0].post("/case/order", data={"what": "柜子"}).status_code == 422
    tripped = clients[0].post("/case/order", data={"what": "一个很长的柜子"})
    assert tripped.status_code == 429
    assert "一个很长的柜子" in tripped.text
    assert clients[1].post("/case/order", data={"what": "柜子"}).status_code == 422


def test_exporting_trips_after_six_in_a_minute(limited: Any, clock: Any) -> None:
    store = limited.extensions["storage"]
    _, opened = store.cases.create(EMPTY_CASE, now=clock())
    client = limited.test_client()
    client.set_cookie("case", store.sessions.start(opened, now=clock()))
    codes = [client.get("/case/safety/export").status_code for _ in range(limit_of("export") + 1)]
    assert codes == [200] * limit_of("export") + [429]


def test_too_much_text_too_often_is_refused_and_no_fault(limited: Any) -> None:
    client = limited.test_client()
    for _ in range(limit_of("unlock")):
        client.post("/unlock", data=wrong(client))
    assert client.post("/unlock", data={**wrong(client), "kept-told": "字" * 300_000}).status_code == 429
    assert client.post("/unlock", data={**wrong(client), "kept-told": "字" * 1_200_000}).status_code == 413
