"""The kinds of dispute by what was bought or done, for whoever looks for theirs among all of them."""

from consumer_app.domain.law.entries import Entry, Slug


class Group(Entry):
    """Some kinds of dispute under one heading, in the order they are shown."""

    title: str
    disputes: tuple[Slug, ...]
