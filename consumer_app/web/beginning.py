"""How a case begins: from a shopper's own words and what they confirmed of them, or from the shape of an example."""

from consumer_app.domain.case import EMPTY_CASE, Case
from consumer_app.domain.case.sources import with_facts
from consumer_app.domain.case.versions import CURRENT
from consumer_app.domain.listening.suggestion import suggest
from consumer_app.web import current
from consumer_app.web.assessed import law_book
from consumer_app.web.stories import examples


def begun_from_words(told: str, disputes: list[str], said: list[str]) -> Case:
    """A case with the words as they were told, the disputes chosen, and those facts read from the words that were confirmed.

    The values are read from the words once more, so that a form can slip nothing in. Raises pydantic's ValidationError.
    """
    book = law_book()
    read = {fact.fact: fact.value for fact in suggest(told, book, current.today()).facts} if told and said else {}
    known = [slug for slug in dict.fromkeys(disputes) if slug in book.disputes]
    case = Case.model_validate(
        {"v": CURRENT, "told": told or None, "told_on": current.today() if told else None, "disputes": known}
    )
    return with_facts(case, book, {name: read[name] for name in said if name in read})


def begun_from_example(slug: str) -> Case | None:
    """A case of the shape of an example: its disputes, with every question still open, because the answers are somebody else's.

    None when there is no such example.
    """
    example = examples().get(slug)
    if example is None:
        return None
    return EMPTY_CASE.model_copy(update={"disputes": example.case.disputes})
