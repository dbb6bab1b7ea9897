"""What the shopper answered that is the breach of a duty, in the law book's own words for it (``breach`` of a fact)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from consumer_app.documents.paper_material import LetterMaterial
from consumer_app.domain.judging.conditions import check
from consumer_app.domain.judging.facts import FactError, Facts, day_of_purchase, facts_of
from consumer_app.domain.law import Breach, Citation


@dataclass(frozen=True)
class Broken:
    """An answer that is a breach, and the provisions in force on ``day`` that the channel's authority enforces."""

    fact: str
    choice: str
    provisions: tuple[Citation, ...]
    day: date


def broken(material: LetterMaterial) -> tuple[Broken, ...]:
    """Every such answer of the shopper, in the order of the law book, as far as this letter's authority punishes it and this letter is about whoever did it."""
    try:
        facts = facts_of(material.case, material.book, material.today)
    except FactError:  # an answer that cannot be is named where it was given; until then it breaches nothing
        return ()
    return tuple(_broken(material, facts))


def _broken(material: LetterMaterial, facts: Facts) -> Iterator[Broken]:
    book = material.book
    for name, definition in book.facts.items():
        for one in definition.breach if name in material.case.answers else ():
            if one.by not in material.respondents or not _said(one, name, material, facts):
                continue
            day = (facts.day(one.day) if one.day else None) or day_of_purchase(book, facts)
            held = [
                cited
                for cited in one.provisions
                if cited.statute in material.channel.enforces and book.provision(cited, day, material.today)
            ]
            if held:
                yield Broken(name, str(one.answer), tuple(held), day)


def _said(one: Breach, name: str, material: LetterMaterial, facts: Facts) -> bool:
    answer = facts.get(name)
    return (
        answer is not None
        and one.said(answer)
        and all(check(test, facts.values, material.book.days) for test in one.where)
        and not any(check(test, facts.values, material.book.days) for test in one.unless)
    )
