"""What a list offers to choose from, out of the law book: what is kept, and its title."""

from consumer_app.domain.case import Case
from consumer_app.domain.judging.platforms import likeliest_first
from consumer_app.domain.law import LawBook

Choices = tuple[tuple[str, str], ...]
HELD_BY_A_LINE = "order.lines.goods_kind"


def platform_choices(case: Case, book: LawBook) -> Choices:
    """The places where it may have been bought, the likeliest first; one that the book no longer has stays as it was chosen."""
    known = tuple((slug, book.platforms[slug].title) for slug in likeliest_first(case, book))
    gone = case.platform if case.platform and case.platform not in book.platforms else None
    return (*known, (gone, "原来选的（名单里已经没有了）")) if gone else known


def goods_choices(book: LawBook) -> Choices:
    """The kinds of goods that the law tells apart."""
    return next((tuple(fact.choices.items()) for fact in book.facts.values() if fact.source == HELD_BY_A_LINE), ())


def channel_choices(book: LawBook) -> Choices:
    """The places to go, in the order of the way up."""
    ranked = sorted(book.channels.items(), key=lambda item: item[1].rank)
    return tuple((slug, channel.title) for slug, channel in ranked)
