"""The assessment of a case as it stands: of one that contradicts itself too, or only of one that does not."""

from dataclasses import dataclass
from datetime import date

from consumer_app.domain.case import Case
from consumer_app.domain.case.sources import without_value
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.contradictions import Contradiction, contradictions
from consumer_app.domain.judging.excuses import heard_in
from consumer_app.domain.judging.facts import AskedAgain, FactConflict, FactError, asked_again, facts_of, unknown_names
from consumer_app.domain.judging.findings import Assessment
from consumer_app.domain.law import LawBook
from consumer_app.domain.law.walk import facts_looked_at

Trouble = Contradiction | FactConflict | FactError | AskedAgain


@dataclass(frozen=True)
class Examined:
    """The assessment of a case, and what in the case cannot be so and was left aside."""

    assessment: Assessment
    troubles: tuple[Trouble, ...]


class Unsound(ValueError):
    """A case that was to be sound and is not: ``troubles`` that it has, and ``unknown`` names the book does not have (part, name)."""

    def __init__(self, troubles: tuple[Trouble, ...], unknown: tuple[tuple[str, str], ...]) -> None:
        self.troubles, self.unknown = troubles, unknown
        super().__init__(f"{len(troubles)} contradictions and {len(unknown)} unknown names in the case")


def examine(case: Case, book: LawBook, today: date, *, strict: bool = False) -> Examined:
    """The assessment as of ``today``, and the case's contradictions.

    An answer that differs from what the case holds, or that its fact cannot have, is left aside and named. With ``strict`` (scripts,
    advocates' files) nothing is left aside: raises Unsound for such a case, for contradictions, and for names the book does not have.
    """
    troubles: list[Trouble] = [*asked_again(case, book)]
    told = case
    while True:
        try:
            facts = facts_of(case, book, today)
            break
        except FactConflict as clash:
            troubles.append(clash)
            case = without_value(case, clash.fact, book)
        except FactError as wrong:
            troubles.append(wrong)
            case = without_value(case, wrong.fact, book)
    troubles += contradictions(case, facts, today)
    unknown = unknown_names(told, book)
    if strict and (troubles or unknown):
        raise Unsound(tuple(troubles), unknown)
    return Examined(assess(case, book, today), tuple(troubles))


def answers_not_looked_at(case: Case, book: LawBook) -> tuple[str, ...]:
    """The facts answered that nothing the case leads to looks at: another dispute's, or of no use here."""
    platform = [("platforms", case.platform)] if case.platform else []
    went_to = [("channels", step.channel) for step in case.steps]
    heard = [("excuses", slug) for slug in heard_in(case, book)]
    looked_at = facts_looked_at(book, case.disputes, (*platform, *went_to, *heard))
    return tuple(
        name
        for name, answer in case.answers.items()
        if name in book.facts and answer is not None and name not in looked_at and name not in book.facts_of_sides
    )
