"""What the other side promised, when it kept its word, how its answers differ, and what can be said to its excuses."""

from collections.abc import Iterable
from datetime import timedelta

from consumer_app import formats
from consumer_app.documents.material import CHANNELS, OTHER_SIDE, OUTCOMES, PLACES, YOUR_SIDE, Material
from consumer_app.documents.papers import Block, Column, Item, Items, Row, Table
from consumer_app.documents.timeline import in_time_order
from consumer_app.domain.case import Event, Moment, Promise


def is_late(promise: Promise) -> bool:
    """A promise with a day or hour that was not kept in time."""
    return promise.due_at is not None and promise.due_at.first_day is not None and promise.outcome in ("late", "broken")


def promises(given: Material) -> tuple[Block, ...]:
    """Each promise in its words against what came of it; those that were to be kept by a certain time are in ``late``."""
    columns = (
        Column(title="承诺原话", width=31),
        Column(title="出处", width=16),
        Column(title="时间", width=17),
        Column(title="实际情况", width=23),
        Column(title="证据", width=13),
    )
    rows = tuple(
        Row(
            cells=(
                f"“{promise.quote}”",
                _where(given, promise),
                formats.day(promise.seen_on) if promise.seen_on else "",
                what_came(promise),
                given.cited(promise),
            ),
            source=(f"promises/{promise.id}",),
        )
        for promise in given.case.promises
        if not is_late(promise)
    )
    return (Table(name="promises", columns=columns, rows=rows),) if rows else ()


def what_came(promise: Promise) -> str:
    """What was done instead, in the shopper's words; else how it ended, and nothing while that is not known."""
    outcome = OUTCOMES[promise.outcome]
    when = formats.moment(promise.happened_at) if promise.happened_at and promise.happened_at.first_day else ""
    return "\n".join(filter(None, (promise.happened or outcome, when)))


def _where(given: Material, promise: Promise) -> str:
    place = PLACES[promise.where] if promise.where else ""
    return "\n".join(filter(None, (place, given.who(promise.by, promise.speaker))))


def late(given: Material) -> tuple[Block, ...]:
    """Promised times against real ones, with the difference worked out where both are known."""
    columns = (
        Column(title="答应的内容", width=32),
        Column(title="答应的时间", width=19),
        Column(title="实际情况", width=25),
        Column(title="迟延", width=12),
        Column(title="证据", width=12),
    )
    rows = tuple(
        Row(
            cells=(
                "\n".join(filter(None, (f"“{promise.quote}”", given.who(promise.by, promise.speaker)))),
                formats.moment(promise.due_at),
                what_came(promise),
                difference(promise.due_at, promise.happened_at),
                given.cited(promise),
            ),
            source=(f"promises/{promise.id}",),
        )
        for promise in given.case.promises
        if is_late(promise)
    )
    return (Table(name="late", columns=columns, rows=rows),) if rows else ()


def difference(due: Moment | None, happened: Moment | None) -> str:
    """How much later it happened: in hours and minutes when both are known to the minute, else in days; empty when not later or not known."""
    if due is None or happened is None:
        return ""
    if due.instant and happened.instant:
        over = happened.instant - due.instant
        if timedelta(0) < over < timedelta(days=2):
            hours, minutes = divmod(int(over.total_seconds()) // 60, 60)
            return f"{f'{hours}小时' if hours else ''}{f'{minutes}分钟' if minutes else ''}"
    days = (happened.day - due.day).days if due.day and happened.day else 0
    return f"{days}天" if days > 0 else ""


def answers(given: Material) -> tuple[Block, ...]:
    """Answers to one question that differ, side by side: who, when, through which channel, in which words."""
    columns = (
        Column(title="时间", width=20),
        Column(title="答复人", width=20),
        Column(title="渠道", width=12),
        Column(title="答复内容", width=34),
        Column(title="证据", width=14),
    )
    return tuple(
        Table(
            name="answers",
            title=f"关于“{topic}”的答复",
            columns=columns,
            rows=tuple(
                Row(
                    cells=(
                        formats.moment(event.at),
                        given.who(event.actor, event.speaker),
                        CHANNELS[event.channel] if event.channel else "",
                        f"“{event.quote}”" if event.quote else event.what,
                        given.cited(event),
                    ),
                    source=(f"events/{event.id}",),
                )
                for event in told
            ),
        )
        for topic, told in differing(given)
    )


def differing(given: Material) -> tuple[tuple[str, tuple[Event, ...]], ...]:
    """The topics on which others than the shopper said at least two different things, each with what they said in order of time."""
    topics: dict[str, list[Event]] = {}
    for event in in_time_order(given.case.events):
        party = given.party(event.actor)
        if event.topic and (party is None or party.role != "shopper"):
            topics.setdefault(event.topic, []).append(event)
    return tuple(
        (topic, tuple(told)) for topic, told in topics.items() if len({event.quote or event.what for event in told}) > 1
    )


def excuses(given: Material) -> tuple[Block, ...]:
    """What the other side has said as a reason, in its words with the exhibit, and the answer with its provisions. Nothing where it is right."""
    items: list[Item] = []
    for found in heard(given):
        entry = given.book.excuses[found]
        finding = next(one for one in given.assessment.excuses if one.id == found)
        said, shown = heard_in(given, finding.heard_in)
        basis = formats.citations(finding.basis, given.book, given.today, given.today, short=True)
        by_them = said_by_recipient(given, finding.heard_in)
        answer, speaker = (
            text if by_them else text.replace(YOUR_SIDE, OTHER_SIDE)
            for text in (given.voiced(entry.letter.strip().rstrip("。")), given.voiced(YOUR_SIDE))
        )
        text = (
            f"{speaker}称：{said}{f'（{shown}）' if shown else ''}。\n{answer}。{f'（依据：{basis}）' if basis else ''}"
        )
        source = (*(f"events/{e}" for e, _ in finding.heard_in), f"excuse:{found}", *(str(c) for c in finding.basis))
        items.append(Item(number=f"{len(items) + 1}.", text=text, source=source))
    return (Items(style="numbered", items=tuple(items)),) if items else ()


def heard(given: Material) -> tuple[str, ...]:
    """The excuses heard in this case to which there is an answer; of several heard in the very same words, the first."""
    kept: dict[tuple[tuple[str, str], ...], str] = {}
    for found in given.assessment.excuses:
        if found.heard_in and found.seller_is_right is not True and found.id in given.book.excuses:
            kept.setdefault(found.heard_in, found.id)
    return tuple(kept.values())


def said_by_recipient(given: Material, found: Iterable[tuple[str, str]]) -> bool:
    """Whether the business the letter goes to said it: 贵方 in a letter to the maker is not the shop."""
    events = {event.id: event for event in given.case.events}
    spoke = [given.party(events[e].actor) for e, _ in found if e in events]
    wanted = given.channel_id if given.channel_id in formats.ROLES else "seller"
    return given.channel.kind == "store" or any(party is not None and party.role == wanted for party in spoke)


def heard_in(given: Material, found: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """The words heard, each once, and the exhibits that show them."""
    events = {event.id: event for event in given.case.events}
    words = dict.fromkeys(words for _, words in found)
    shown = dict.fromkeys(one for e, _ in found if e in events for one in given.cited(events[e]).split("、") if one)
    return "".join(f"“{one}”" for one in words), "、".join(shown)
