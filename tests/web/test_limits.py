"""How often: every line of the table trips where it says, keeps what was typed, and lets the next hour in."""

import re
from typing import Any

import pytest

from consumer_app.domain.case import EMPTY_CASE
from consumer_app.web.limits import RATES

from werkzeug.routing import Rule  # isort: skip


@pytest.fixture
def limited(build: Any) -> Any:
    return build(limited=True)


def limit_of(name: str) -> int:
    return int(re.match(r"\d+", next(rate.limit for rate in RATES if rate.name == name))[0])  # type: ignore[index]


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


def test_unlocking_trips_after_thirty_in_a_minute_and_says_when_to_come_back(limited: Any) -> None:
    client = limited.test_client()
    for _ in range(limit_of("unlock")):
        assert client.post("/unlock", data={"code": "x"}).status_code == 422
    answer = client.post("/unlock", data={"code": "0" * 26, "kept-told": "写了很久"})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert "点得太快了" in answer.text
    assert "0" * 26 not in answer.text
    assert client.get("/unlock").status_code == 200


def test_another_address_is_not_held_up(limited: Any) -> None:
    client = limited.test_client()
    for _ in range(limit_of("unlock") + 1):
        last = client.post("/unlock", data={"code": "x"}, environ_base={"REMOTE_ADDR": "10.0.0.1"}).status_code
    assert last == 429
    assert client.post("/unlock", data={"code": "x"}, environ_base={"REMOTE_ADDR": "10.0.0.2"}).status_code == 422


def test_making_cases_trips_after_sixty_in_an_hour(limited: Any) -> None:
    client = limited.test_client()
    codes = [client.post("/start", data={"confirm": "yes"}).status_code for _ in range(limit_of("create") + 1)]
    assert codes[:-1] == [422] * limit_of("create")
    assert codes[-1] == 429


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
        client.post("/unlock", data={"code": "x"})
    assert client.post("/unlock", data={"code": "x", "kept-told": "字" * 1_200_000}).status_code == 429
