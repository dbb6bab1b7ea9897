"""Where a complaint can go, and the steps taken, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import url_for

from consumer_app import formats
from consumer_app.documents import letter_templates
from consumer_app.domain.case import Case, Step
from consumer_app.domain.judging.demands import best_for_reports, why_not_handled
from consumer_app.domain.judging.findings import Assessment, ChannelFound, Door
from consumer_app.domain.judging.platforms import carrier_of
from consumer_app.domain.law import Channel, Checked, LawBook, Platform
from consumer_app.web.shown.cautions import ShownCaution, provision_link, shown_cautions
from consumer_app.web.shown.findings import ShownDue, shown_due


@dataclass(frozen=True)
class ShownPlatform:
    """What a platform's own rules say: how it decides, what it does not take, each with its source and whether nobody has checked it."""

    title: str
    intervene: list[tuple[str, str, str]]
    limits: list[tuple[str, str, str]]
    checked: str


@dataclass(frozen=True)
class ShownChannel:
    """A place to go, with everything to know before going there; ``pressing`` are the cautions that concern this case and not everybody."""

    id: str
    title: str
    addressee: str
    plain: str
    door: Door
    why_not: list[str]
    asks: list[str]
    asks_url: str
    could_close: list[str]
    needs: list[str]
    bring: tuple[str, ...]
    closes: list[ShownCaution]
    by: str
    not_handled: list[str]
    cannot_why: str
    first: list[str]
    reply: str
    prepare: tuple[str, ...]
    ways: list[tuple[str, str, str]]
    checked: str
    platform: ShownPlatform | None
    cautions: list[ShownCaution]
    pressing: list[ShownCaution]
    instead: list[str]
    deadlines: list[ShownDue]
    writes: bool
    letter_url: str
    form_url: str


def shown_channel(channel: ChannelFound, case: Case, book: LawBook, found: Assessment) -> ShownChannel:
    """A channel in words."""
    entry = book.channels[channel.id]
    asked = {demand.claim for demand in case.demands}
    left = [book.claims[one] for one in channel.not_handled if one in asked]
    only_here = {one.text for one in entry.caution if one.when}
    platform = book.platforms.get(case.platform or "") if entry.kind == "platform" else None
    if entry.to == "carrier":
        platform = carrier_of(case, book)
    return ShownChannel(
        id=channel.id,
        title=formats.of_the_side(entry.title, found.sides, book),
        addressee=formats.of_the_side(entry.addressee, found.sides, book),
        plain=formats.of_the_side(entry.plain, found.sides, book),
        door=channel.door,
        why_not=[formats.reason(one, book) for one in channel.closed_by],
        asks=[formats.question(fact, book) for fact in channel.waits_for],
        asks_url=url_for("questions.answer_questions", door=channel.id),
        could_close=[(one.note or formats.reason(one, book)).rstrip("。") for one in channel.could_close],
        needs=[formats.channel_need(need, book) for need in channel.needs],
        bring=entry.needs,
        closes=[
            ShownCaution(
                f"{book.channels[one.channel].title}：{one.why}",
                "",
                *provision_link(one.source, found.today, book),
            )
            for one in entry.closes
        ],
        by=formats.day_and_weekday(channel.by) if channel.by else "",
        not_handled=[claim.title for claim in left],
        cannot_why="".join(dict.fromkeys(why_not_handled(entry, claim, case, book) or "" for claim in left)),
        first=[book.channels[one].title for one in channel.first],
        reply=_reply(channel, entry, book, found.today),
        prepare=entry.prepare,
        ways=sourced(channel.ways),
        checked=formats.checked_in(channel.ways),
        platform=_platform(platform) if platform else None,
        cautions=shown_cautions(channel.cautions, book),
        pressing=shown_cautions((one for one in channel.cautions if one.text in only_here), book),
        instead=[book.channels[one].title for one in entry.instead if one in book.channels],
        deadlines=[shown_due(due, book) for due in found.deadlines if due.belongs_to == channel.id],
        writes=writes_letters(channel.id),
        letter_url=url_for("papers.write_letter", channel=channel.id),
        form_url=url_for("papers.fill_form", channel=channel.id) if entry.fields else "",
    )


def writes_letters(channel: str) -> bool:
    """Whether there is a letter to that channel."""
    return any(channel in one.listed("channels") for one in letter_templates.shipped().values())


def office_for_reports(found: Assessment, book: LawBook) -> str | None:
    """The authority to which a letter goes that asks nothing but to look into the matter; None where none is open."""
    return best_for_reports(
        {one.id: book.channels[one.id] for one in found.channels if one.door == "open" and writes_letters(one.id)}
    )


def sourced(lines: Iterable[Checked]) -> list[tuple[str, str, str]]:
    """Lines about the outside world: the words, where each is from, and 未核验 instead where nobody has checked it."""
    return [(one.text, "" if one.certainty == "C" else one.source, unchecked(one)) for one in lines]


def unchecked(line: Checked) -> str:
    """未核验 where nobody has checked it."""
    return formats.CERTAINTIES["C"] if line.certainty == "C" else ""


def _platform(platform: Platform) -> ShownPlatform:
    intervene, limits = (sourced(lines) for lines in (platform.intervene, platform.limits))
    return ShownPlatform(platform.title, intervene, limits, formats.checked_in((*platform.intervene, *platform.limits)))


def _reply(channel: ChannelFound, entry: Channel, book: LawBook, today: date) -> str:
    """By when it must answer: the day, once the step was taken, and whether it has passed; the period, before."""
    if channel.reply_by:
        past = "，已经过了" if channel.reply_by < today else ""
        return f"应当在{formats.day_and_weekday(channel.reply_by)}前给您答复{past}"
    return formats.span(entry.reply_within, book) if entry.reply_within else ""


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
    state, word = ("done", "已结束") if step.closed else ("doing", "有答复" if step.answered else "等答复")
    return ShownStep(
        title=told.title,
        when=told.done,
        reference=told.reference,
        reply="：".join(filter(None, (told.replied, told.reply))),
        state=state,
        word=word,
        url=url_for("checklist.edit_step", step_id=step.id),
    )
