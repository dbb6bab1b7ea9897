"""Which exhibit comes where: 证据1, 证据2 … in the order in which a reader first meets them."""

from collections.abc import Callable, Iterator
from typing import Any

from consumer_app.domain.case import Case, Event, Evidence, Promise

Teller = Any  # an Event or a Promise: whatever names exhibits and a page of each


def in_order_of_mention(case: Case) -> tuple[Evidence, ...]:
    """Every piece of evidence once: those of the events as they stand in the timeline, of the promises, then the rest as they were put.

    The place in this order, counted from 1, is the number an exhibit has until a paper is issued and freezes its own.
    """
    held = {item.id: item for item in case.evidence}
    return tuple(held[i] for i in dict.fromkeys([*mentioned(case), *held]))


def mentioned(case: Case) -> tuple[str, ...]:
    """The ids that an event or a promise names, in the order of first mention."""
    return tuple(dict.fromkeys(exhibit for item in _tellers(case) for exhibit in item.evidence))


def what_it_belongs_to(case: Case, evidence_id: str) -> tuple[tuple[Event, ...], tuple[Promise, ...]]:
    """The events and the promises that name this exhibit."""
    return (
        tuple(event for event in case.events if evidence_id in event.evidence),
        tuple(promise for promise in case.promises if evidence_id in promise.evidence),
    )


def belonging_to(case: Case, evidence_id: str, events: frozenset[str], promises: frozenset[str]) -> Case:
    """The case with this exhibit named by exactly these events and promises."""
    return _with_tellers(case, lambda one: _naming(one, evidence_id, one.id in events or one.id in promises))


def common_page(case: Case, evidence_id: str) -> int | None:
    """The page of the exhibit that all which name it mean; None when they say none, or different ones."""
    pages = {one.pages.get(evidence_id) for one in _tellers(case) if evidence_id in one.evidence}
    return pages.pop() if len(pages) == 1 else None


def all_on_page(case: Case, evidence_id: str, page: int | None) -> Case:
    """The case in which everything that names this exhibit means that page of it."""

    def turned(one: Teller) -> Teller:
        if evidence_id not in one.evidence:
            return one
        rest = {exhibit: kept for exhibit, kept in one.pages.items() if exhibit != evidence_id}
        return one.model_copy(update={"pages": rest | ({evidence_id: page} if page else {})})

    return _with_tellers(case, turned)


def _naming(one: Teller, evidence_id: str, wanted: bool) -> Teller:
    if wanted:
        return one if evidence_id in one.evidence else one.model_copy(update={"evidence": (*one.evidence, evidence_id)})
    return one.model_copy(
        update={
            "evidence": tuple(exhibit for exhibit in one.evidence if exhibit != evidence_id),
            "pages": {exhibit: page for exhibit, page in one.pages.items() if exhibit != evidence_id},
        }
    )


def _with_tellers(case: Case, change: Callable[[Teller], Teller]) -> Case:
    return case.model_copy(
        update={"events": tuple(map(change, case.events)), "promises": tuple(map(change, case.promises))}
    )


def _tellers(case: Case) -> Iterator[Event | Promise]:
    yield from case.events
    yield from case.promises
