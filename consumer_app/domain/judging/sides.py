"""What the other side of a case is called by what it is: the one home of that word, for papers, pages and requests."""

from collections.abc import Mapping

from consumer_app.domain.case import Case
from consumer_app.domain.judging.conditions import applies
from consumer_app.domain.judging.facts import Facts
from consumer_app.domain.law import LawBook, Respondent
from consumer_app.domain.law.purchase import words_of_purchase

SELLER: Respondent = "seller"


def sides_of(case: Case, book: LawBook, facts: Facts) -> Mapping[Respondent, str]:
    """The roles for which the law book has a word in this case, each with it: by what is known of the case, else by its kind of purchase.

    The seller always has one where the book says what any seller is called.
    """
    of_the_kind, of_any = words_of_purchase(book, case.disputes).side, book.purchase.side
    holding = [side for side in book.sides if applies(side.when, (), facts, book.days)]
    words: list[tuple[Respondent, str | None]] = [(side.role, side.name) for side in holding if not side.last]
    words += [(SELLER, of_the_kind), *((side.role, side.name) for side in holding if side.last), (SELLER, of_any)]
    return {role: word for role, word in reversed(words) if word}
