"""Exhibit numbers: 证据1, 证据2 … by first mention, and never another number once a paper that was sent used it."""

from collections.abc import Mapping

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


def cited(item: Event | Promise, numbered: Mapping[str, Exhibit]) -> str:
    """The exhibits of an event or promise as a sentence cites them: 证据1、证据3第2页. A page is named only when it exists."""
    texts = []
    for exhibit in sorted((numbered[e] for e in item.evidence if e in numbered), key=lambda e: e.number):
        page = item.pages.get(exhibit.evidence)
        texts.append(f"{name(exhibit)}第{page}页" if page and page <= exhibit.pages else name(exhibit))
    return "、".join(texts)
