"""Exhibits: what each belongs to, and its number, 证据1, 证据2 …, which is the same on every page, paper and archive."""

from collections.abc import Collection, Iterator, Mapping
from typing import TypeVar

from consumer_app.domain.case.document import Case, Event, Evidence, Promise
from consumer_app.domain.case.timeline import in_time_order

Teller = TypeVar("Teller", Event, Promise)
"""What names exhibits, and a page of each."""
MOST_FILES_IN_ONE = 100


def exhibit_numbers(case: Case) -> Mapping[str, int]:
    """The number of every exhibit, by the id of its evidence, in the order of the numbers.

    A number given by a paper that was issued stays for good, the earliest paper winning; the others follow by first mention: the
    events in their order of time, the promises, then what nothing names, as it was put.
    """
    numbers = issued_numbers(case)
    following = max(numbers.values(), default=0)
    for item in _in_order_of_mention(case):
        if item.id not in numbers:
            following += 1
            numbers[item.id] = following
    present = {item.id for item in case.evidence}
    return {one: numbers[one] for one in sorted(numbers, key=numbers.__getitem__) if one in present}


def issued_numbers(case: Case) -> dict[str, int]:
    """The numbers given by papers already issued; of evidence taken out since, too, so that no number is given twice."""
    numbers: dict[str, int] = {}
    for paper in case.papers:
        for evidence, number in paper.exhibits.items():
            numbers.setdefault(evidence, number)
    return numbers


def agrees_with_issued(case: Case, numbers: Mapping[str, int]) -> bool:
    """Whether a paper that gives these numbers, by the id of the evidence, gives none that papers issued before gave otherwise."""
    issued = issued_numbers(case)
    owners = {number: exhibit for exhibit, number in issued.items()}
    return all(
        issued.get(exhibit, number) == number and owners.get(number, exhibit) == exhibit
        for exhibit, number in numbers.items()
    )


def in_order_of_number(case: Case) -> tuple[tuple[int, Evidence], ...]:
    """Every exhibit with its number, in the order of the numbers."""
    by_id = {item.id: item for item in case.evidence}
    return tuple((number, by_id[one]) for one, number in exhibit_numbers(case).items())


def mentioned(case: Case) -> tuple[str, ...]:
    """The ids that an event or a promise names, in the order of first mention."""
    tellers: tuple[Event | Promise, ...] = (*in_time_order(case.events), *case.promises)
    return tuple(dict.fromkeys(exhibit for item in tellers for exhibit in item.evidence))


def _in_order_of_mention(case: Case) -> tuple[Evidence, ...]:
    by_id = {item.id: item for item in case.evidence}
    return tuple(by_id[one] for one in dict.fromkeys([*mentioned(case), *by_id]))


def what_it_belongs_to(case: Case, evidence_id: str) -> tuple[tuple[Event, ...], tuple[Promise, ...]]:
    """The events and the promises that name this exhibit."""
    return (
        tuple(event for event in case.events if evidence_id in event.evidence),
        tuple(promise for promise in case.promises if evidence_id in promise.evidence),
    )


def belonging_to(case: Case, evidence_id: str, events: frozenset[str], promises: frozenset[str]) -> Case:
    """The case with this exhibit named by exactly these events and promises."""
    return case.model_copy(
        update={
            "events": tuple(_naming(one, evidence_id, one.id in events) for one in case.events),
            "promises": tuple(_naming(one, evidence_id, one.id in promises) for one in case.promises),
        }
    )


def joined(case: Case, ids: Collection[str]) -> Case:
    """The case in which the first of these exhibits holds the files of them all, and is what the others were.

    Only what has files and is cited nowhere yet is joined; the case as it is where that leaves fewer than two, or too many files for one.
    """
    cited = {*mentioned(case), *issued_numbers(case)}
    ours = [item for item in case.evidence if item.id in ids and item.files and item.id not in cited]
    files = tuple(file for item in ours for file in item.files)
    if len(ours) < 2 or len(files) > MOST_FILES_IN_ONE:
        return case
    said = {name: next(filter(None, (getattr(item, name) for item in ours)), None) for name in ("proves", "gathers")}
    whole = ours[0].model_copy(update={**said, "files": files})
    rest = {item.id for item in ours[1:]}
    evidence = (whole if item.id == whole.id else item for item in case.evidence if item.id not in rest)
    return case.model_copy(update={"evidence": tuple(evidence)})


def common_page(case: Case, evidence_id: str) -> int | None:
    """The page of the exhibit that all which name it mean; None when they say none, or different ones."""
    pages = {one.pages.get(evidence_id) for one in _tellers(case) if evidence_id in one.evidence}
    return pages.pop() if len(pages) == 1 else None


def all_on_page(case: Case, evidence_id: str, page: int | None) -> Case:
    """The case in which everything that names this exhibit means that page of it."""

    return case.model_copy(
        update={
            "events": tuple(_on_page(one, evidence_id, page) for one in case.events),
            "promises": tuple(_on_page(one, evidence_id, page) for one in case.promises),
        }
    )


def _on_page(one: Teller, evidence_id: str, page: int | None) -> Teller:
    if evidence_id not in one.evidence:
        return one
    rest = {exhibit: kept for exhibit, kept in one.pages.items() if exhibit != evidence_id}
    return one.model_copy(update={"pages": rest | ({evidence_id: page} if page else {})})


def _naming(one: Teller, evidence_id: str, wanted: bool) -> Teller:
    if wanted:
        return one if evidence_id in one.evidence else one.model_copy(update={"evidence": (*one.evidence, evidence_id)})
    return one.model_copy(
        update={
            "evidence": tuple(exhibit for exhibit in one.evidence if exhibit != evidence_id),
            "pages": {exhibit: page for exhibit, page in one.pages.items() if exhibit != evidence_id},
        }
    )


def _tellers(case: Case) -> Iterator[Event | Promise]:
    yield from case.events
    yield from case.promises
