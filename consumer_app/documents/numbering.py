"""Exhibits as a paper lists and cites them: 证据1、证据3第2页. The numbers themselves: ``domain/case/exhibits.py``."""

from collections.abc import Iterable, Mapping

from consumer_app.documents.paper import Exhibit
from consumer_app.domain.case import Case, Event, Promise
from consumer_app.domain.case.exhibits import in_order_of_number


def exhibits(case: Case) -> tuple[Exhibit, ...]:
    """Every exhibit of the case as a paper holds it."""
    return tuple(
        Exhibit(number=number, evidence=item.id, title=item.title, pages=item.file.page_count if item.file else 0)
        for number, item in in_order_of_number(case)
    )


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
