"""Where a complaint can go, and the steps taken, in words."""

from dataclasses import dataclass

from flask import url_for

from consumer_app import formats
from consumer_app.documents import letter_templates
from consumer_app.domain.case import Step
from consumer_app.domain.judging.findings import Assessment, ChannelFound
from consumer_app.domain.law import LawBook
from consumer_app.web.shown.findings import ShownDue, shown_due


@dataclass(frozen=True)
class ShownChannel:
    """A place to go, with everything to know before going there."""

    id: str
    title: str
    addressee: str
    plain: str
    open: bool
    why_not: list[str]
    needs: list[str]
    closes: list[str]
    by: str
    not_handled: list[str]
    cannot_why: str
    prepare: tuple[str, ...]
    ways: list[tuple[str, str]]
    cautions: tuple[str, ...]
    instead: list[str]
    deadlines: list[ShownDue]
    writes: bool
    letter_url: str
    form_url: str


def shown_channel(channel: ChannelFound, book: LawBook, found: Assessment) -> ShownChannel:
    """A channel in words."""
    entry = book.channels[channel.id]
    return ShownChannel(
        id=channel.id,
        title=entry.title,
        addressee=entry.addressee,
        plain=entry.plain,
        open=channel.open,
        why_not=[formats.reason(one, book) for one in channel.why_not],
        needs=[formats.channel_need(need, book) for need in channel.needs],
        closes=[
            f"{book.channels[one.channel].title}：{one.why}" for one in entry.closes if one.channel in book.channels
        ],
        by=formats.day_and_weekday(channel.by) if channel.by else "",
        not_handled=[book.claims[one].title for one in channel.not_handled],
        cannot_why=entry.cannot_why or "",
        prepare=entry.prepare,
        ways=[(way.text, formats.CERTAINTIES["C"] if way.certainty == "C" else "") for way in entry.ways_in],
        cautions=tuple(caution.text for caution in entry.caution if not caution.when),
        instead=[book.channels[one].title for one in entry.instead if one in book.channels],
        deadlines=[shown_due(due, book) for due in found.deadlines if due.belongs_to == channel.id],
        writes=any(channel.id in one.listed("channels") for one in letter_templates.shipped().values()),
        letter_url=url_for("papers.write_letter", channel=channel.id),
        form_url=url_for("papers.fill_form", channel=channel.id) if entry.fields else "",
    )


@dataclass(frozen=True)
class ShownStep:
    """A step taken."""

    title: str
    when: str
    reference: str
    reply: str
    state: str
    word: str
    url: str


def shown_step(step: Step, book: LawBook) -> ShownStep:
    """A step in words."""
    told = formats.step_in_words(step, book)
    state, word = ("done", "已结束") if step.closed else ("doing", "有答复" if step.reply else "等答复")
    return ShownStep(
        title=told.title,
        when=told.done,
        reference=told.reference,
        reply="：".join(filter(None, (told.replied, told.reply))),
        state=state,
        word=word,
        url=url_for("checklist.edit_step", step_id=step.id),
    )
