"""What the other side of a case is called by what it is: the one home of that word, for papers, pages and requests."""

from collections.abc import Mapping

from consumer_app.domain.case import Case
from consumer_app.domain.judging.conditions import applies
from consumer_app.domain.judging.facts import Facts
from consumer_app.domain.judging.platforms import platform_name
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


def is_the_platform(book: LawBook, facts: Facts) -> bool:
    """Whether the platform of the case is itself the one that took the money, whoever else spoke or sold there."""
    return any(side.platform and applies(side.when, (), facts, book.days) for side in book.sides)


def with_the_one_paid(case: Case, book: LawBook) -> Case:
    """The case as papers name its sides where the platform took the money: it stands where the seller does, whoever was written there without a firm's name.

    A case that names no platform, or that names the firm that was paid, stays as it is.
    """
    seller, platform = case.party(SELLER), case.party("platform")
    known = book.platforms.get(platform.platform or "") if platform else None
    name = platform_name(platform, book) if platform else None
    if platform is None or not name or (seller and seller.registered_name):
        return case
    firm = platform.registered_name or (known.operator if known else None) or name
    paid = platform.model_copy(
        update={"id": seller.id if seller else platform.id, "role": SELLER, "shop": None, "registered_name": firm}
    )
    others = tuple(one for one in case.parties if one not in (seller, *(() if seller else (platform,))))
    return case.model_copy(update={"parties": (*others, paid)})
