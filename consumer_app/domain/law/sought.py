"""Which kinds of dispute somebody may look for who types the name of a thing."""

from consumer_app.domain.law.entries import Entry, Slug


class Sought(Entry):
    """Kinds of goods, whose words (``words.goods``) find these kinds of dispute."""

    goods: tuple[str, ...]
    disputes: tuple[Slug, ...]
