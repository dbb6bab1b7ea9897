"""How many were bought, where nothing says so but the price behind them (茶叶三盒75元)."""

from collections.abc import Iterable

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.clauses import clause_of, others_of
from consumer_app.domain.listening.paying import is_other_cost, words_of_paying
from consumer_app.domain.listening.said import CountSaid, SumSaid


def has_a_price(text: str, said: CountSaid, sums: Iterable[SumSaid], book: LawBook) -> bool:
    """Whether right behind what is counted stands what all of it cost, in a clause of nobody else's."""
    paying = book.worked_out(words_of_paying)
    left, right = clause_of(text, said.start, said.end)
    if said.about or others_of(text[left:right], book):
        return False
    return any(
        money.start >= said.end
        and paying.filler.fullmatch(text[said.end : money.start])
        and not money.each
        and not text.startswith(paying.of, money.end)
        and not is_other_cost(text, money, paying)
        for money in sums
    )
