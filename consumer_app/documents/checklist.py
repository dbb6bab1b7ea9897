"""The escalation checklist (升级清单): the way up step by step, what each needs, which door it closes, by when. It speaks to the shopper."""

from collections.abc import Iterable, Iterator

from consumer_app import formats
from consumer_app.documents.material import Material
from consumer_app.documents.papers import BLANK, Block, Column, Heading, Item, Items, Paragraph, Row, Table
from consumer_app.documents.sections import parties
from consumer_app.domain.findings import ChannelFound, Due
from consumer_app.domain.law import Channel, Checked

DEADLINES = (
    Column(title="最后日期", width=25),
    Column(title="什么事", width=20),
    Column(title="怎么算的", width=37),
    Column(title="依据", width=18),
)


def blocks(given: Material) -> tuple[Block, ...]:
    """What it is about, the dates, the steps in order, what is not open now."""
    is_open = [found for found in given.assessment.channels if found.open]
    closed = [found for found in given.assessment.channels if not found.open]
    made: list[Block] = [*_about(given), *_dates(given)]
    platforms = [found.id for found in is_open if given.book.channels[found.id].kind == "platform"]
    for number, found in enumerate(is_open, 1):
        made.extend(_step(given, number, found, first_platform=found.id in platforms[:1]))
    made.extend(_not_open(given, closed))
    return tuple(made)


def _about(given: Material) -> Iterator[Block]:
    rows = []
    seller = given.case.party("seller")
    if given.case.order.no:
        rows.append(Row(cells=("订单编号", given.case.order.no), source=("order",)))
    if seller:
        rows.append(Row(cells=("对方", formats.party_name(seller)), source=(f"parties/{seller.id}",)))
    wanted = "；".join(one.text for one in given.demands.asked)
    if wanted:
        source = tuple(dict.fromkeys(s for one in given.demands.asked for s in one.source))
        rows.append(Row(cells=("您的诉求", wanted), source=source))
    rows.append(Row(cells=("制作日期", formats.day(given.today)), source=("today",)))
    yield Table(name="about", columns=parties.LABEL_AND_VALUE, rows=tuple(rows), plain=True)


def _dates(given: Material) -> Iterator[Block]:
    known = sorted((due for due in given.assessment.deadlines if due.on), key=lambda due: str(due.on))
    if not known:
        return
    yield Heading(text="要记住的日期", source=("today",))
    yield Table(name="deadlines", columns=DEADLINES, rows=tuple(_due(given, due) for due in known))


def _due(given: Material, due: Due) -> Row:
    assert due.on is not None
    basis = given.citation(due.basis, due.started_on) if due.basis else ""
    unverified = "（未核验）" if due.certainty == "C" else ""
    past = "，已过" if due.on < given.today else ""
    who = formats.WHO.get(due.who, "")
    working = formats.working(due, formats.fact_label(due.after, given.book))
    return Row(
        cells=(
            f"{formats.day_and_weekday(due.on)}{past}",
            f"{who}：{due.title}{unverified}" if who else f"{due.title}{unverified}",
            "\n".join(filter(None, (working, due.note))),
            basis,
        ),
        source=(f"deadline:{due.id}", f"fact:{due.after}", *((str(due.basis),) if due.basis else ())),
    )


def _step(given: Material, number: int, found: ChannelFound, *, first_platform: bool) -> Iterator[Block]:
    channel, source = given.book.channels[found.id], (f"channel:{found.id}",)
    yield Heading(text=f"第{formats.chinese_number(number)}步　{channel.title}", source=source)
    yield Paragraph(text=channel.plain, style="flush", source=source)
    done = [step for step in given.case.steps if step.channel == found.id]
    for step in done:
        parts = (
            f"已于{formats.day(step.done_on)}提出" if step.done_on else "已提出",
            f"编号{step.reference}" if step.reference else "",
            f"答复：{step.reply}" if step.reply else "",
        )
        yield Paragraph(lead="已办：", text="，".join(filter(None, parts)), style="flush", source=(f"steps/{step.id}",))
    if found.by:
        yield Paragraph(lead="最晚：", text=formats.day_and_weekday(found.by), style="flush", source=source)
    missing = tuple(f"还缺：{formats.channel_need(need, given.book)}" for need in found.needs)
    yield from _boxes("备齐", (*missing, *channel.needs), source)
    yield from _boxes("怎么做", channel.prepare, source)
    yield from _checked("从哪里提出", channel.ways_in, source)
    if given.platform and channel.kind == "platform" and first_platform:
        at = (f"platform:{getattr(given.case.party('platform'), 'platform', '')}",)
        yield from _checked(f"{given.platform.title}的做法", given.platform.intervene, at)
        yield from _checked(f"{given.platform.title}不处理的", given.platform.limits, at)
    yield from _closing(given, channel, source)
    yield from _not_handled(given, found, channel)
    for caution in channel.caution:
        if not caution.when:
            yield Paragraph(
                lead="注意：", text=caution.text, style="note", source=(*source, *filter(None, (caution.source,)))
            )
    short = BLANK[:6]
    record = f"提出日期{short}　编号{short}　答复{short}"
    yield Items(style="boxes", items=(Item(text=f"办完了　{record}", source=source),))


def _boxes(title: str, lines: Iterable[str], source: tuple[str, ...]) -> Iterator[Block]:
    items = tuple(Item(text=line, source=source) for line in lines)
    if items:
        yield Heading(level=2, text=title, source=source)
        yield Items(style="boxes", items=items)


def _checked(title: str, lines: Iterable[Checked], source: tuple[str, ...]) -> Iterator[Block]:
    items = tuple(
        Item(
            text=line.text,
            number="—",
            note=None if line.certainty == "A" else line.source,
            unverified=line.certainty == "C",
            source=source,
        )
        for line in lines
    )
    if items:
        yield Heading(level=2, text=title, source=source)
        yield Items(style="dashes", items=items)


def _closing(given: Material, channel: Channel, source: tuple[str, ...]) -> Iterator[Block]:
    items = []
    for closing in channel.closes:
        other = given.book.channels.get(closing.channel)
        text = f"{other.title if other else closing.channel}：{closing.why}"
        items.append(Item(number="—", text=text, source=(*source, *filter(None, (closing.source,)))))
    if items:
        yield Heading(level=2, text="走这一步会关上的门", source=source)
        yield Items(style="dashes", items=tuple(items))


def _not_handled(given: Material, found: ChannelFound, channel: Channel) -> Iterator[Block]:
    wanted = {one.claim for one in given.case.demands if one.claim}
    names = [given.book.claims[c].title for c in found.not_handled if c in wanted and c in given.book.claims]
    if names:
        text = f"{'、'.join(names)}。{channel.cannot_why or ''}"
        source = (f"channel:{found.id}", *(f"claim:{c}" for c in found.not_handled if c in wanted))
        yield Paragraph(lead="这里不处理：", text=text, style="flush", source=source)


def _not_open(given: Material, closed: Iterable[ChannelFound]) -> Iterator[Block]:
    items = []
    for found in closed:
        why = "；".join(formats.reason(reason, given.book) for reason in found.why_not if reason.holds is False)
        text = f"{given.book.channels[found.id].title}：{why}" if why else given.book.channels[found.id].title
        facts = tuple(f"fact:{reason.fact}" for reason in found.why_not if reason.fact in given.book.facts)
        items.append(Item(number="—", text=text, source=(f"channel:{found.id}", *facts)))
    if items:
        yield Heading(text="现在走不通的", source=items[0].source)
        yield Items(style="dashes", items=tuple(items))
