"""Whether the words of a citation are held for a day: nothing is cited outside its dates."""

from datetime import date

from consumer_app.domain.law import Citation, LawBook
from consumer_app.domain.once import once_per_book

MOST_KNOWN = 200_000
Asked = tuple[Citation, date | None, date]


@once_per_book
def _known(book: LawBook) -> dict[Asked, bool]:
    return {}


def is_held(citation: Citation, book: LawBook, day: date | None, today: date) -> bool:
    """Whether the book holds the text of that citation which applies to facts of ``day``, judged ``today`` (see ``law.in_force``)."""
    known, asked = _known(book), (citation, day, today)
    held = known.get(asked)
    if held is None:
        if len(known) > MOST_KNOWN:
            known.clear()
        held = known[asked] = book.provision(citation, day, today) is not None
    return held
