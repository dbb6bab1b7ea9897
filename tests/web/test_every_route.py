"""Every route, whoever writes it: it says who may open it, carries the headers, refuses a POST without its token, and a GET changes nothing."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from consumer_app.domain.case import EMPTY_CASE, Case, Event, Evidence, OrderLine, Party, Promise, Step
from consumer_app.storage.sqlite import module as sqlite3

FULL = Case(
    v=1,
    told="买了一台电视，装错了",
    parties=(Party(id="p1", role="shopper", name="石榴"), Party(id="p2", role="seller", shop="电视店")),
    order=EMPTY_CASE.order.model_copy(update={"lines": (OrderLine(id="l1", what="电视"),)}),
    events=(Event(id="e1", what="师傅挂到了墙上"),),
    promises=(Promise(id="k1", quote="底座安装"),),
    evidence=(Evidence(id="x1", kind="photo", title="照片"),),
    steps=(Step(id="s1", channel="seller"),),
)
ITEM_OF = {"timeline": "e1", "promises": "k1", "evidence": "x1", "parties": "p2", "order": "l1", "checklist": "s1"}
ALLOWED = {"public", "asset", "case"}


def address(rule: Rule, slug: str) -> str:
    """An address for a rule, its blanks filled with what the full case has."""
    filled = {}
    for name in rule.arguments:
        whose = next((item for part, item in ITEM_OF.items() if f"/{part}" in rule.rule), slug)
        number = type(rule._converters[name]).__name__ == "IntegerConverter"
        filled[name] = 1 if number else "seal.svg" if name == "name" else whose
    built = rule.build(filled)
    assert built is not None, f"{rule.rule}: cannot fill {sorted(rule.arguments)}"
    return built[1]


def rules(site: Flask, method: str) -> list[Rule]:
    return [rule for rule in site.url_map.iter_rules() if method in (rule.methods or ())]


@pytest.fixture
def slug(site: Flask) -> str:
    return str(next(iter(site.extensions["law_book"].disputes)))


def test_every_view_says_who_may_open_it(site: Flask) -> None:
    silent = [
        rule.endpoint
        for rule in site.url_map.iter_rules()
        if getattr(site.view_functions[rule.endpoint], "policy", None) not in ALLOWED
    ]
    assert silent == [], f"mark with @current.public, @current.require_case or @current.asset: {silent}"


def test_every_address_below_case_needs_the_case_and_no_other_does(site: Flask) -> None:
    wrong = [
        rule.rule
        for rule in site.url_map.iter_rules()
        if (getattr(site.view_functions[rule.endpoint], "policy", "case") == "case")
        != (rule.rule.startswith("/case") or rule.rule == "/card")
    ]
    assert wrong == []


def headers_of(answer: Any) -> None:
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    for loose in ("unsafe-inline", "unsafe-eval", "http:", "https:", "*"):
        assert loose not in policy
    if "sandbox" not in policy:
        for wall in ("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
            assert wall in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in answer.headers["Permissions-Policy"]
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer.headers["Cache-Control"]


def test_every_answer_carries_the_headers_whatever_it_says(site: Flask, visitor: Any, another: Any, slug: str) -> None:
    visitor.begin(FULL)
    for rule in rules(site, "GET"):
        url = address(rule, slug)
        for who in (visitor, another):
            for method in ("GET", "HEAD", "POST", "PUT", "OPTIONS"):
                answer = who.client.open(url, method=method)
                assert answer.status_code < 500, f"{method} {url}: {answer.status_code}"
                headers_of(answer)
                if url.startswith(("/case", "/card")) and answer.mimetype == "text/html":
                    assert answer.headers["Cache-Control"] == "no-store", url
                answer.close()
    headers_of(visitor.client.get("/no/such/page"))
    headers_of(visitor.client.get("/", headers={"Host": "evil.example"}))


def test_without_the_case_every_case_page_asks_for_the_code(site: Flask, another: Any, slug: str) -> None:
    for rule in rules(site, "GET"):
        if rule.rule.startswith(("/case", "/card")):
            answer = another.get(address(rule, slug))
            assert (answer.status, str(answer.leads_to).startswith("/unlock?next=/ca")) == (303, True), rule.rule
    for rule in rules(site, "POST"):
        if rule.rule.startswith(("/case", "/card")):
            answer = another.send(address(rule, slug), {"told": "x"})
            assert (answer.status, "案件编号" in answer.words) == (401, True), rule.rule


def everything(folder: Path) -> list[Any]:
    with closing(sqlite3.connect(folder / "cases.sqlite3")) as database, database:
        tables = ("cases", "wraps", "sessions", "tickets", "blobs")
        return [database.execute(f"select * from {table} order by 1").fetchall() for table in tables]


def test_a_post_without_its_token_changes_nothing(site: Flask, visitor: Any, slug: str, folder: Path) -> None:
    _, opened = visitor.begin(FULL)
    visitor.storage.devices.remember(opened, None, about="另一台", now=visitor.storage.settings.clock())
    before = everything(folder)
    posts = rules(site, "POST")
    assert len(posts) > 15
    for rule in posts:
        fields = {
            "told": "x",
            "what": "x",
            "title": "x",
            "sure": "yes",
            "confirm": "yes",
            "remember": "yes",
            "forget": "yes",
        }
        for token in ({}, {"csrf_token": "ImZha2Ui.aQ.x"}):
            answer = visitor.send(address(rule, slug), {**fields, **token})
            assert answer.status in (200, 303, 400, 404, 409, 422), (
                f"POST {rule.rule}: {answer.status} {answer.leads_to}"
            )
            assert everything(folder) == before, f"POST {rule.rule} without a token changed something"


def test_looking_at_a_page_changes_nothing(site: Flask, visitor: Any, slug: str, folder: Path) -> None:
    visitor.begin(FULL)
    before = everything(folder)
    for rule in rules(site, "GET"):
        for method in ("HEAD", "GET"):
            visitor.client.open(address(rule, slug), method=method).close()
            assert everything(folder) == before, f"{method} {rule.rule} changed something"


def test_no_address_and_no_redirect_ever_holds_a_code_or_a_case_id(site: Flask, visitor: Any, slug: str) -> None:
    code, opened = visitor.begin(FULL)
    for rule in rules(site, "GET"):
        answer = visitor.get(address(rule, slug))
        for secret in (code.text, opened.case_id):
            assert secret not in answer.html, rule.rule
            assert secret not in str(answer.answer.headers), rule.rule


def test_a_strangers_items_are_not_found(visitor: Any, another: Any, site: Flask) -> None:
    visitor.begin(FULL)
    another.begin(EMPTY_CASE)
    for url in ("/case/timeline/e1", "/case/promises/k1", "/case/evidence/x1"):
        assert visitor.get(url).status == 200, url
        assert another.get(url).status == 404, url
