"""What a list offers to choose from, out of the law book: what is kept, and its title."""

from consumer_app.domain.law import LawBook

Choices = tuple[tuple[str, str], ...]
HELD_BY_A_LINE = "order.lines.goods_kind"


def platform_choices(book: LawBook) -> Choices:
    """The platforms."""
    return tuple((slug, platform.title) for slug, platform in book.platforms.items())


def goods_choices(book: LawBook) -> Choices:
    """The kinds of goods that the law tells apart."""
    return next((tuple(fact.choices.items()) for fact in book.facts.values() if fact.source == HELD_BY_A_LINE), ())


def channel_choices(book: LawBook) -> Choices:
    """The places to go, in the order of the way up."""
    ranked = sorted(book.channels.items(), key=lambda item: item[1].rank)
    return tuple((slug, channel.title) for slug, channel in ranked)
