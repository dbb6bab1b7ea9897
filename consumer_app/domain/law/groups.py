"""The kinds of dispute by what was bought or done, for whoever looks for theirs among all of them."""

from consumer_app.domain.law.entries import Entry, Slug
from consumer_app.domain.law.purchase import NO_WORDS, PurchaseWords


class Group(Entry):
    """Some kinds of dispute under one heading, in the order they are shown, and how what was bought is asked about."""

    title: str
    disputes: tuple[Slug, ...]
    purchase: PurchaseWords = NO_WORDS
