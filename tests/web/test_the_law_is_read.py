"""Law is read or it is not there: every field of the law's models says something to a shopper, a reader or a script."""

import pkgutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

import pytest
from flask import Flask

from consumer_app import as_json, paths
from consumer_app.domain import law
from consumer_app.domain.case import Case, Event, Moment, Party
from consumer_app.domain.judging.examination import examine
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.law import Entry, LawBook
from consumer_app.lawbook import read_law_book
from consumer_app.lawbook_checks.rules import what_cannot_be_used
from tests.web.conftest import Visitor
from tests.web.test_which_kind import NEAR_TIES

PACKAGE = str(paths.PACKAGE)
MODEL = f"{PACKAGE}/domain/law/"
PAGES = str(paths.TEMPLATES)
FOR_EDITORS = {
    "LawBook": {"fact_files", "common", "learned"},
    "Characters": {"source", "licence", "traditional", "simplified"},
    "ValuePattern": {"hears", "passes"},
    "Aside": {"hears", "passes"},
    "SumWords": {"hears", "passes"},
    "CountWords": {"hears", "passes"},
    "Heard": {"hears", "passes"},
    "PurchaseWords": {"never"},
    "Claim": {"common"},
    "FactDefinition": {"untold"},
    "Voice": {"title"},
    "Sides": {"asker", "asked", "signer", "me", "you"},
    "OtherSides": {"asker", "asked", "signer", "me", "you"},
    "Common": {"title", "first", "when", "unless", "contested", "burden", "caution", "deadline"},
}
"""What is there for check-refs alone (where a fault stands, words that a pattern is tried on), or joined to the claims when they are read; the sides, which papers read (documents/test_readers)."""
NO_READERS = (f"{PACKAGE}/lawbook", f"{MODEL}walk.py")  # they check and follow the law, and say nothing of it


def models() -> Iterator[type]:
    """Every kind of entry of the law book, and every value made of one."""
    names = [one.name for one in pkgutil.iter_modules(law.__path__) if one.name != "walk"]
    modules = [import_module(f"{law.__name__}.{name}") for name in names]
    named = {value for module in modules for value in vars(module).values() if isinstance(value, type)}
    for one in named:
        if (
            one.__module__.startswith(law.__name__)
            and one is not Entry
            and (issubclass(one, Entry) or is_dataclass(one))
        ):
            yield one


def fields_of(model: type) -> set[str]:
    names = model.model_fields if issubclass(model, Entry) else [one.name for one in fields(model)]
    return {name for name in names if not name.startswith("_")} - FOR_EDITORS.get(model.__name__, set())


class Reading:
    """Which fields nobody has read yet. A read counts for the first room outside the model that asked for it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.unread = {model.__name__: fields_of(model) for model in models()}
        for model in (Entry, *(one for one in models() if not issubclass(one, Entry))):
            monkeypatch.setattr(model, "__getattribute__", self._noticing(), raising=False)

    @property
    def silent(self) -> list[str]:
        return sorted(f"{model}.{name}" for model, names in self.unread.items() for name in names)

    def _noticing(self) -> Callable[[object, str], Any]:
        def noticed(entry: object, name: str) -> Any:
            if unread := self.unread.get(type(entry).__name__.partition("[")[0]):
                if name in unread and self._somebody_reads(sys._getframe(1)):
                    unread.discard(name)
                if isinstance(getattr(type(entry), name, None), cached_property):
                    vars(entry).pop(
                        name, None
                    )  # what it is worked out from is read for whoever asks, not only for the first
            return object.__getattribute__(entry, name)

        return noticed

    def _somebody_reads(self, frame: Any) -> bool:
        while frame is not None:
            file = frame.f_code.co_filename
            if file.startswith(NO_READERS):
                return False
            if file.startswith(PAGES) or (file.startswith(PACKAGE) and not file.startswith(MODEL)):
                return True
            frame = frame.f_back
        return False


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Reading:
    return Reading(monkeypatch)


@pytest.fixture
def book(site: Flask) -> LawBook:
    """The site's law book, with nothing worked out of it yet."""
    found = read_law_book(paths.LEGAL_REFS)
    site.extensions["law_book"] = found
    return found


def everything_the_product_does(visitor: Visitor, book: LawBook, examples: Mapping[str, Example]) -> Iterator[object]:
    """Pages, papers and the command's answer, what shows most first."""
    first, *others = [story for story in examples.values() if story.files]
    for told in (
        "公司拖欠工资不发",
        *NEAR_TIES,
        "上周三在淘宝直播间买的包，花了59.9元，上个月5号收到，是假货",
        "去年10月初买的，去年夏天收到，收货快一个月，花了一千二",
    ):
        yield visitor.fill("/likely", "/", "/likely", told=told)
    yield visitor.begin(Case(v=2, told="我女儿8岁，昨天买了一箱火腿肠，花了59.9元", disputes=("spoiled-food",)))
    yield visitor.get("/case/purchase")
    likely = visitor.fill(
        "/likely",
        "/",
        told="6月3日在店里买的，第二天就坏了\n我：能退吗\n客服 下午3:05：不退\n怎么办呢",
        kind="quality-defect",
    )
    yield visitor.fill("/start", likely, "/start", confirm="yes", path="short", disputes="quality-defect")
    for page in ("/law", "/law?q=退货", "/law/wording", *(f"/law/disputes/{slug}" for slug in book.disputes)):
        yield visitor.get(page)
    for kind, some in (("claims", book.claims), ("excuses", book.excuses), ("statutes", book.statutes)):
        for slug in list(some)[::20]:
            yield visitor.get(f"/law/{kind}/{slug}")
    yield from pages_of(first.case, visitor, book)
    for example in examples.values():
        yield as_json.assessment(examine(example.case, book, example.today).assessment, book)
    for story in others:
        yield from pages_of(story.case, visitor, book)


def pages_of(case: Case, visitor: Visitor, book: LawBook) -> Iterator[object]:
    """Every page of a case that is shown without further words, and those of each channel and of what is worth gathering."""
    yield visitor.begin(on_taobao_in_anger(case))
    for rule in visitor.site.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments:
            yield visitor.get(rule.rule)
        elif "GET" in (rule.methods or ()) and rule.arguments == {"channel"}:
            for channel in book.channels:
                yield visitor.get(rule.build({"channel": channel})[1])  # type: ignore[index]
    yield visitor.get("/case/papers/make/checklist")
    for wanted in book.disputes[case.disputes[0]].evidence:
        yield visitor.get(f"/case/evidence/new?gathers={wanted.id}")


def on_taobao_in_anger(case: Case) -> Case:
    """The case as if bought some day in September on a platform with rules of its own, with a sentence in it that no letter should say."""
    there = case.party("platform") or Party(id="p99", role="platform")
    others = tuple(party for party in case.parties if party != there)
    said = Event(id="e99", what="再不退钱我就把你们曝光到网上")
    platform = there.model_copy(update={"platform": "taobao"})
    order = case.order.model_copy(update={"ordered_at": Moment(at="2026-09", precision="month")})
    changed = {"parties": (*others, platform), "events": (*case.events, said), "order": order, "wishes": ("refund",)}
    return case.model_copy(update=changed)


def test_every_field_of_the_law_is_read_by_the_product(
    visitor: Visitor, book: LawBook, examples: Mapping[str, Example], reading: Reading
) -> None:
    for _ in everything_the_product_does(visitor, book, examples):
        if not reading.silent:
            break
    assert not reading.silent, (
        f"give these a reader where it helps, or take them out of the model and the files: {', '.join(reading.silent)}"
    )


def test_following_and_checking_the_law_is_not_reading_it(book: LawBook, reading: Reading) -> None:
    before = reading.silent
    assert what_cannot_be_used(book) == ()
    assert reading.silent == before
