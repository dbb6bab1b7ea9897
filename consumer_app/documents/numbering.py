"""Exhibit numbers: 证据1, 证据2 … by first mention, and never another number once a paper that was sent used it."""

from collections.abc import Iterable, Mapping

from consumer_app.documents.papers import Exhibit, thaw
from consumer_app.documents.timeline import in_time_order
from consumer_app.domain.case import Case, Event, Promise
from consumer_app.domain.exhibits import in_order_of_mention


def exhibits(case: Case) -> tuple[Exhibit, ...]:
    """Every exhibit of the case with its number: those of papers already issued keep theirs, the others follow by first mention."""
    frozen = frozen_numbers(case)
    told = case.model_copy(update={"events": in_time_order(case.events)})
    following = max(frozen.values(), default=0)
    found = []
    for item in in_order_of_mention(told):
        number = frozen.get(item.id)
        if number is None:
            following += 1
            number = following
        pages = item.file.page_count if item.file else 0
        found.append(Exhibit(number=number, evidence=item.id, title=item.title, pages=pages))
    return tuple(sorted(found, key=lambda exhibit: exhibit.number))


def frozen_numbers(case: Case) -> Mapping[str, int]:
    """The numbers given by papers already issued, the earliest winning."""
    found: dict[str, int] = {}
    for paper in case.papers:
        for exhibit in thaw(paper.frozen).exhibits:
            found.setdefault(exhibit.evidence, exhibit.number)
    return found


def name(exhibit: Exhibit) -> str:
    """证据3."""
    return f"证据{exhibit.number}"


def cited(items: Iterable[Event | Promise], numbered: Mapping[str, Exhibit]) -> str:
    """The exhibits of events or promises as a sentence cites them, each once, by number: 证据1、证据3第2页. A page is named only when it exists."""
    found: dict[tuple[int, int], None] = {}
    for item in items:
        for exhibit in (numbered[e] for e in item.evidence if e in numbered):
            page = item.pages.get(exhibit.evidence) or 0
            found[exhibit.number, page if page <= exhibit.pages else 0] = None
    whole = {number for number, page in found if not page}
    return "、".join(
        f"证据{number}第{page}页" if page else f"证据{number}"
        for number, page in sorted(found)
        if not page or number not in whole
    )
