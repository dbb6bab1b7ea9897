"""How a case begins: from a shopper's own words or from the shape of an example."""

from consumer_app.domain.case import EMPTY_CASE, Case
from consumer_app.domain.case.versions import CURRENT
from consumer_app.domain.judging.named import of_these_kinds, of_this_button
from consumer_app.domain.listening.wishes import wishes_said
from consumer_app.intake.telling import with_rows
from consumer_app.web import current
from consumer_app.web.assessed import law_book
from consumer_app.web.stories import examples


def begun_from_words(told: str, disputes: list[str], kind: str = "") -> Case:
    """A case with the words as they were told, the day they were told, the disputes chosen, what the words wish, and its rows; with what the names of the disputes say, and the button between kinds that was pressed (``kind``).

    The second page showed the wishes; what else the words say is shown where it is asked (``heard``). Raises pydantic's ValidationError.
    """
    book = law_book()
    known = [slug for slug in dict.fromkeys(disputes) if slug in book.disputes]
    named = of_this_button(of_these_kinds(EMPTY_CASE, known, book), kind, book)
    if not told:
        return named
    wishes = wishes_said(told, book)
    document = {"told": told, "told_on": current.today(), "wishes": wishes, "disputes": known, "answers": named.answers}
    return with_rows(Case.model_validate({"v": CURRENT, **document}), book)


def begun_from_example(slug: str) -> Case | None:
    """A case of the shape of an example: its disputes, with every question still open, because the answers are somebody else's.

    None when there is no such example.
    """
    example = examples().get(slug)
    if example is None:
        return None
    return EMPTY_CASE.model_copy(update={"disputes": example.case.disputes})
