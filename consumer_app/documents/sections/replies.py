"""What the other side promised, when it kept its word, how its answers differ, and what can be said to its excuses."""

from collections.abc import Iterable
from datetime import timedelta

from consumer_app import formats
from consumer_app.documents.paper import Block, Column, Item, Items, Row, Table
from consumer_app.documents.paper_material import LetterMaterial, Material
from consumer_app.domain.case import Event, Moment, Promise
from consumer_app.domain.judging.excuses import TOLD
from consumer_app.domain.law import Excuse

ONE_DAY = timedelta(days=1)
CLAUSE_ENDS = "，。！？；：,!?;\n"


def is_late(promise: Promise) -> bool:
    """A promise with a day or hour that was not kept in time."""
    return promise.due_at is not None and promise.due_at.first_day is not None and promise.outcome in ("late", "broken")


def promises(material: Material) -> tuple[Block, ...]:
    """Each promise in its words against what came of it; those that were to be kept by a certain time are in ``late``."""
    columns = (
        Column(title="承诺原话", width=33),
        Column(title="出处与时间", width=20),
        Column(title="实际情况", width=35),
        Column(title="证据", width=12),
    )
    rows = tuple(_promised(material, promise) for promise in material.promises if not is_late(promise))
    return (Table(name="promises", columns=columns, rows=rows),) if rows else ()


def _promised(material: Material, promise: Promise) -> Row:
    told = material.telling.promise(promise)
    by = "，".join(filter(None, (told.who, told.where)))
    cells = (
        formats.quoted(told.quote),
        "\n".join(filter(None, (by, told.seen))),
        what_came(promise, told),
        told.exhibits,
    )
    return Row(cells=cells, source=(f"promises/{promise.id}",))


def what_came(promise: Promise, told: formats.PromiseInWords) -> str:
    """What was done instead, in the shopper's words, with the time unless they name it; else how it ended, and nothing while that is not known."""
    words = told.happened or told.outcome
    happened = promise.happened_at
    if happened is None or happened.first_day is None:
        return words
    if formats.calendar_date(happened.first_day) in told.happened:
        return words
    return "\n".join(filter(None, (words, told.happened_at)))


def late(material: Material) -> tuple[Block, ...]:
    """Promised times against real ones, with the difference worked out where both are known."""
    columns = (
        Column(title="答应的内容", width=33),
        Column(title="最晚应做到", width=20),
        Column(title="实际情况", width=25),
        Column(title="迟延", width=10),
        Column(title="证据", width=12),
    )
    rows = tuple(_late(material, promise) for promise in material.promises if is_late(promise))
    return (Table(name="late", columns=columns, rows=rows),) if rows else ()


def _late(material: Material, promise: Promise) -> Row:
    told = material.telling.promise(promise)
    cells = (
        "\n".join(filter(None, (formats.quoted(told.quote), told.who))),
        told.due,
        what_came(promise, told),
        difference(promise.due_at, promise.happened_at),
        told.exhibits,
    )
    return Row(cells=cells, source=(f"promises/{promise.id}",))


def difference(due: Moment | None, happened: Moment | None) -> str:
    """How much later it happened: in hours up to two days where both are known to the minute, else in days; empty when not certainly later, or by less than a day, which says nothing but that it was late.

    Of vague days the fewest that they leave are said: 至少3天.
    """
    if due is None or happened is None:
        return ""
    if due.instant and happened.instant:
        over = happened.instant - due.instant
        if over < ONE_DAY:
            return ""
        if over < 2 * ONE_DAY:
            hours = int(over.total_seconds()) // 3600
            return f"{hours}小时"
    first, last = happened.first_day, due.last_day
    days = (first - last).days if first and last else 0
    exact = happened.day is not None and due.day is not None
    return f"{'' if exact else '至少'}{days}天" if days > 0 else ""


def answers(material: Material) -> tuple[Block, ...]:
    """Answers to one question that differ, side by side: who, when, through which channel, in which words."""
    columns = (
        Column(title="时间", width=22),
        Column(title="答复人", width=22),
        Column(title="答复内容", width=44),
        Column(title="证据", width=12),
    )
    return tuple(
        Table(
            name="answers",
            title=f"{topic}：各次答复",
            columns=columns,
            rows=tuple(_answer(material, event) for event in told),
        )
        for topic, told in differing(material)
    )


def _answer(material: Material, event: Event) -> Row:
    told = material.telling.event(event)
    by = f"{told.who}（{told.channel}）" if told.who and told.channel else told.who or told.channel
    cells = (told.when, by, formats.quoted(told.quote) if told.quote else told.what, told.exhibits)
    return Row(cells=cells, source=(f"events/{event.id}",))


def differing(material: Material) -> tuple[tuple[str, tuple[Event, ...]], ...]:
    """The topics on which others than the shopper said at least two different things, each with what they said in order of time."""
    topics: dict[str, list[Event]] = {}
    for event in material.events:
        party = material.party(event.actor)
        if event.topic and (party is None or party.role != "shopper"):
            topics.setdefault(event.topic, []).append(event)
    return tuple(
        (topic, tuple(told)) for topic, told in topics.items() if len({event.quote or event.what for event in told}) > 1
    )


def excuses(material: LetterMaterial) -> tuple[Block, ...]:
    """What the other side has said as a reason, in its words with the exhibit, and the answer with its provisions. Nothing where it is right."""
    items: list[Item] = []
    for found in heard(material):
        finding = next(one for one in material.assessment.excuses if one.id == found)
        told = said_by(material, finding.heard_in)
        basis = formats.citations(finding.basis, material.book, material.today, material.today, short=True)
        said = "；".join(f"{who}称：{''.join(words)}{f'（{shown}）' if shown else ''}" for who, words, shown in told)
        text = f"{said}。{answer(material, material.book.excuses[found])}{f'（依据：{basis}）' if basis else ''}"
        here = {event.id for event in material.events if _speaker(material, event) is not None}
        printed = [one for one in finding.heard_in if one[0] == TOLD or one[0] in here]
        source = (*where_said(printed), f"excuse:{found}", *(str(c) for c in finding.basis))
        items.append(Item(number=f"{len(items) + 1}.", text=text, source=source))
    return (Items(style="numbered", items=tuple(items)),) if items else ()


def answer(material: LetterMaterial, entry: Excuse) -> str:
    """The rule that answers it; the business itself is told what it has to do if it keeps to its words."""
    rule = f"{material.speaking.say(entry.ground)}。"
    wanted = material.speaking.say(entry.request)
    return f"{rule}{material.voice.you}应当{wanted}。" if wanted and material.recipient else rule


def heard(material: LetterMaterial) -> tuple[str, ...]:
    """The excuses heard in this case to which there is an answer; of several heard in the very same words, the first.

    A letter to a business answers what it said itself, or those it sent; what others said is no matter of this letter.
    """
    kept: dict[tuple[tuple[str, str], ...], str] = {}
    for found in material.assessment.excuses:
        known = found.heard_in and found.seller_is_right is not True and found.id in material.book.excuses
        if known and said_by(material, found.heard_in):
            kept.setdefault(found.heard_in, found.id)
    return tuple(kept.values())


def where_said(found: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The addresses of the case at which an excuse was heard."""
    return tuple(dict.fromkeys(TOLD if event == TOLD else f"events/{event}" for event, _ in found))


def said_by(material: LetterMaterial, found: Iterable[tuple[str, str]]) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """Who said it, as this letter calls them, in which words (each once), and the exhibits that show it.

    Quotation marks stand around words that were kept as they were said, not around what the shopper tells of them.
    """
    events = {event.id: event for event in material.events}
    told: dict[str, tuple[dict[str, None], dict[str, Event]]] = {}
    for event_id, words in found:
        if event_id == TOLD:
            if (who := _of_the_story(material)) is not None:
                told.setdefault(who, ({}, {}))[0][formats.quoted(words)] = None
            continue
        event = events.get(event_id)
        if event is None or (who := _speaker(material, event)) is None:
            continue
        quoted, shown = told.setdefault(who, ({}, {}))
        clause = _clause(words, event.quote or event.what)
        quoted[formats.quoted(clause) if event.quote else clause], shown[event_id] = None, event
    return tuple((who, tuple(quoted), material.telling.cited(*shown.values())) for who, (quoted, shown) in told.items())


def _clause(words: str, quote: str) -> str:
    """The words heard with the rest of their clause, as they stand in the quotation: half a phrase convinces nobody."""
    start = quote.find(words)
    if start < 0:
        return words
    before = max(quote.rfind(mark, 0, start) for mark in CLAUSE_ENDS) + 1
    ends = [at for mark in CLAUSE_ENDS if (at := quote.find(mark, start + len(words))) >= 0]
    return quote[before : min(ends, default=len(quote))].strip()


def _of_the_story(material: LetterMaterial) -> str | None:
    """What the letter calls the business, whose words the shopper says they are."""
    return material.speaking.you if material.recipient in (None, "seller") else None


def _speaker(material: LetterMaterial, event: Event) -> str | None:
    """What the letter calls whoever spoke; None for one whose words are no matter of this letter."""
    party = material.party(event.actor)
    if material.recipient is None:
        return material.called[party.role] if party and party.role != "seller" else material.speaking.you
    if party is None or party.role == material.recipient:
        return material.voice.you if party or material.recipient == "seller" else None
    sent = material.recipient == "seller" and party.role in ("carrier", "installer")
    return material.called[party.role] if sent else None
