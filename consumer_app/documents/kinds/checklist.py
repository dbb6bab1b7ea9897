"""The escalation checklist (升级清单): the way up step by step, what each needs, which door it closes, by when. It speaks to the shopper."""

from collections.abc import Iterable, Iterator

from consumer_app import formats
from consumer_app.documents.kinds.kind import Content, Kind
from consumer_app.documents.paper import BLANK, Block, Column, Heading, Paragraph, Row, Source, Table
from consumer_app.documents.paper_material import Material
from consumer_app.documents.sections import parties
from consumer_app.domain.judging.demands import why_not_handled
from consumer_app.domain.judging.findings import ChannelFound, Due
from consumer_app.domain.judging.next_move import BESIDE_THE_WAY
from consumer_app.domain.judging.platforms import carrier_of
from consumer_app.domain.law import Channel, Checked

DEADLINES = (
    Column(title="最后日期", width=16),
    Column(title="什么事", width=20),
    Column(title="怎么算的，依据什么", width=64),
)
STEP = (Column(title="", width=11), Column(title="", width=89))
DOOR = (Column(title="", width=30), Column(title="", width=70))
BESIDE = (Column(title="找谁", width=17), Column(title="什么时候用，在哪里，要注意什么", width=83))
BOX, BULLET, SHORT = "□", "·", 32


def blocks(material: Material) -> tuple[Block, ...]:
    """What it is about, what to be careful of, the dates, the steps in order, the ways beside them, the doors not open and why."""
    is_open = [found for found in material.assessment.channels if found.open]
    up = [found for found in is_open if material.book.channels[found.id].kind not in BESIDE_THE_WAY]
    platforms = [found.id for found in up if material.book.channels[found.id].kind == "platform"]
    made: list[Block] = [*_about(material), *_dates(material)]
    for number, found in enumerate(up, 1):
        made.extend(_step(material, number, found, first_platform=found.id in platforms[:1]))
    made.extend(_beside(material, [found for found in is_open if found not in up]))
    made.extend(_not_yet_known(material, [one for one in material.assessment.channels if one.door == "not_yet_known"]))
    made.extend(_closed(material, [one for one in material.assessment.channels if one.door == "closed"]))
    made.extend(_checked(material))
    return tuple(made)


def _about(material: Material) -> Iterator[Block]:
    rows = []
    seller = material.case.party("seller")
    matter = "，".join(filter(None, (formats.party_name(seller) if seller else "", material.case.order.no or "")))
    if matter:
        source = (*((f"parties/{seller.id}",) if seller else ()), *(("order",) if material.case.order.no else ()))
        rows.append(Row(cells=("对方、订单", matter), source=source))
    wanted = "；".join(f"{n}. {one.text}" for n, one in enumerate(material.demands.asked, 1))
    if wanted:
        source = tuple(dict.fromkeys(s for one in material.demands.asked for s in one.source))
        rows.append(Row(cells=("您的诉求", wanted), source=source))
    if advice := _advice(material):
        rows.append(advice)
    rows.append(Row(cells=("制作日期", formats.day(material.today)), source=("today",)))
    yield Table(name="about", columns=parties.LABEL_AND_VALUE, rows=tuple(rows), plain=True)


def _dates(material: Material) -> Iterator[Block]:
    known = sorted((due for due in material.assessment.deadlines if due.on), key=lambda due: str(due.on))
    if not known:
        return
    yield Heading(text="要记住的日期", source=("today",))
    yield Table(name="deadlines", columns=DEADLINES, rows=tuple(_due(material, due) for due in known))


def _due(material: Material, due: Due) -> Row:
    assert due.on is not None
    basis = formats.citation(due.basis, material.book, due.started_on, material.today, short=True) if due.basis else ""
    unverified = "（未核验）" if due.certainty == "C" else ""
    late = "，已经超期" if due.who != "shopper" else "，已过"
    past = late if due.on < material.today else ""
    who = formats.WHO.get(due.who, "")
    working = formats.working(due, formats.fact_label(due.after, material.book))
    return Row(
        cells=(
            f"{formats.day_and_weekday(due.on)}{past}",
            f"{who}：{due.title}{unverified}" if who else f"{due.title}{unverified}",
            "".join(filter(None, (working, due.note, f"（{basis or due.source}）" if basis or due.source else ""))),
        ),
        source=(f"deadline:{due.id}", f"fact:{due.after}", *((str(due.basis),) if due.basis else ())),
    )


def _advice(material: Material) -> Row | None:
    """What someone in such a dispute should know first, each with the provision it comes from."""
    lines, source = [], dict[str, None]()
    for one in material.assessment.advice:
        basis = f"（{material.citation(one.source, one.day, short=True)}）" if one.source else ""
        lines.append(f"{BULLET} {one.text}{basis}")
        source |= dict.fromkeys((f"dispute:{one.dispute}", *((str(one.source),) if one.source else ())))
    return _row("先看这几条", "\n".join(lines), tuple(source)) if lines else None


def _step(material: Material, number: int, found: ChannelFound, *, first_platform: bool) -> Iterator[Block]:
    channel, source = material.book.channels[found.id], (f"channel:{found.id}",)
    yield Heading(text=f"第{formats.chinese_number(number)}步　{channel.title}", source=source)
    rows = [*_done(material, found), _row("做什么", channel.plain, source)]
    if found.by:
        rows.append(_row("最晚", formats.day_and_weekday(found.by), source))
    rows.append(_row("多久答复", _reply(material, found, channel), source))
    missing = [f"还缺：{formats.channel_need(need, material.book)}" for need in found.needs]
    rows.append(_row("带什么", _boxes([*missing, *channel.needs]), source))
    rows.append(_row("怎么做", _boxes(channel.prepare), source))
    rows.append(_row("在哪里", _ways(found.ways), source))
    if material.platform and channel.kind == "platform" and first_platform:
        at = (f"platform:{getattr(material.case.party('platform'), 'platform', '')}",)
        rows.append(_row("这个平台", _ways(material.platform.intervene), at))
        rows.append(_row("还要知道", _ways(material.platform.limits), at))
    if channel.to == "carrier" and (carrier := carrier_of(material.case, material.book)):
        rows.append(_row(carrier.title, _ways((*carrier.intervene, *carrier.limits)), source))
    rows.append(_not_handled(material, found, channel))
    rows.append(_closing(material, channel, source))
    rows.append(_cautions(found, source))
    short = BLANK[:6]
    rows.append(_row(f"{BOX} 办完了", f"提出日期{short}　编号{short}　答复{short}　答复日期{short}", source))
    yield Table(name="step", columns=STEP, rows=tuple(row for row in rows if row.cells[1]), plain=True)


def _row(label: str, text: str, source: Source) -> Row:
    return Row(cells=(label, text), source=source)


def _done(material: Material, found: ChannelFound) -> Iterator[Row]:
    for step in material.case.steps:
        if step.channel == found.id:
            told = formats.step_in_words(step, material.book)
            parts = (
                f"已于{told.done}提出" if told.done else "已提出",
                f"编号{told.reference}" if told.reference else "",
                f"答复：{told.reply}" if told.reply else "",
            )
            yield _row("已办", "，".join(filter(None, parts)), (f"steps/{step.id}",))


def _boxes(lines: Iterable[str]) -> str:
    """Boxes to tick: short things run in, each sentence on a line of its own."""
    lines = [line.rstrip("。；") for line in lines]
    short = "　".join(f"{BOX} {line}" for line in lines if len(line) <= SHORT)
    return "\n".join(filter(None, (short, *(f"{BOX} {line}" for line in lines if len(line) > SHORT))))


def _ways(lines: Iterable[Checked]) -> str:
    return "；".join(
        f"{line.text.rstrip('。')}{'（未核验，以页面为准）' if line.certainty == 'C' else ''}" for line in lines
    )


def _checked(material: Material) -> Iterator[Block]:
    """When the ways in and the platform's rules on this paper were last checked."""
    lines = [line for found in material.assessment.channels if found.open for line in found.ways]
    lines += (*material.platform.intervene, *material.platform.limits) if material.platform else ()
    if checked := formats.checked_in(lines):
        source = tuple(f"channel:{found.id}" for found in material.assessment.channels if found.open)
        yield Paragraph(text=f"各处的入口和平台规则{checked}，办理前以页面为准。", style="note", source=source)


def _reply(material: Material, found: ChannelFound, channel: Channel) -> str:
    """By when an answer is due: the day, once the step was taken; the period, before."""
    if found.reply_by:
        past = "，已过" if found.reply_by < material.today else ""
        return f"应当在{formats.day_and_weekday(found.reply_by)}前答复{past}"
    return formats.span(channel.reply_within, material.book) if channel.reply_within else ""


def _cautions(found: ChannelFound, source: Source) -> Row:
    """What to be careful of, and what would close the door where no caution of the same provision says it."""
    told = tuple(str(one.source) for one in found.cautions if one.source)
    closing = [one for one in found.could_close if one.note and str(one.source) not in told]
    basis = (*told, *(str(one.source) for one in closing if one.source))
    shutting = dict.fromkeys(f"{one.note}。".replace("。。", "。") for one in closing)
    return _row("注意", "".join((*(caution.text for caution in found.cautions), *shutting)), (*source, *basis))


def _closing(material: Material, channel: Channel, source: Source) -> Row:
    texts, basis = [], []
    for closing in channel.closes:
        other = material.book.channels.get(closing.channel)
        texts.append(f"{other.title if other else closing.channel}——{closing.why.rstrip('。')}")
        basis.extend([str(closing.source)] if closing.source else [])
    return _row("会关上的门", "；".join(texts), (*source, *basis))


def _not_handled(material: Material, found: ChannelFound, channel: Channel) -> Row:
    wanted = {one.claim for one in material.case.demands if one.claim}
    left = [c for c in found.not_handled if c in wanted and c in material.book.claims]
    claims = [material.book.claims[c] for c in left]
    why = dict.fromkeys(why_not_handled(channel, claim, material.case, material.book) or "" for claim in claims)
    text = f"{'、'.join(claim.title for claim in claims)}。{''.join(why)}" if claims else ""
    return _row("这里不管", text, (f"channel:{found.id}", *(f"claim:{c}" for c in left)))


def _beside(material: Material, several: list[ChannelFound]) -> Iterator[Block]:
    """The ways that mediate or pass on, a row each."""
    rows = []
    for found in several:
        channel, source = material.book.channels[found.id], (f"channel:{found.id}",)
        closing, cautions = _closing(material, channel, source), _cautions(found, source)
        ways, advice = _ways(found.ways), "；".join(line.rstrip("。") for line in channel.prepare)
        done = "；".join(row.cells[1] for row in _done(material, found))
        told = (
            f"（{done}）" if done else "",
            channel.plain,
            f"多久答复：{reply}。" if (reply := _reply(material, found, channel)) else "",
            f"在哪里：{ways}。" if ways else "",
            f"{advice}。" if advice else "",
            f"会关上的门：{closing.cells[1]}。" if closing.cells[1] else "",
            cautions.cells[1],
        )
        basis = tuple(dict.fromkeys((*closing.source, *cautions.source)))
        rows.append(Row(cells=(f"{BOX} {channel.title}", "".join(told)), source=basis))
    if rows:
        yield Heading(text="旁边的路：调解和转办", source=rows[0].source)
        yield Table(name="beside", columns=BESIDE, rows=tuple(rows))


def _not_yet_known(material: Material, several: Iterable[ChannelFound]) -> Iterator[Block]:
    """The doors that an answer opens or closes, each with the question."""
    rows = [
        _door(
            material, found, "".join(formats.question(fact, material.book) for fact in found.waits_for), found.waits_for
        )
        for found in several
    ]
    yield from _doors("not-yet-known", "还要先弄清一件事，才知道能不能走的", rows)


def _closed(material: Material, several: Iterable[ChannelFound]) -> Iterator[Block]:
    rows = []
    for found in several:
        why = "；".join(formats.reason(reason, material.book) for reason in found.closed_by)
        rows.append(_door(material, found, why or "现在走不通", (reason.fact for reason in found.why_not)))
    yield from _doors("closed", "现在走不通的", rows)


def _door(material: Material, found: ChannelFound, words: str, facts: Iterable[str]) -> Row:
    source = (f"channel:{found.id}", *(f"fact:{fact}" for fact in facts if fact in material.book.facts))
    return Row(cells=(material.book.channels[found.id].title, words), source=source)


def _doors(name: str, title: str, rows: list[Row]) -> Iterator[Block]:
    if rows:
        yield Heading(text=title, source=rows[0].source)
        yield Table(name=name, columns=DOOR, rows=tuple(rows), plain=True)


KIND = Kind(
    name="checklist",
    address="checklist",
    title="升级清单",
    letterhead="自用　不必提交",
    says="接下来一步一步去哪里、带什么、哪天之前，自己留着打勾",
    next_step="自己留着用，不用交给别人。走一步勾一步，到了日子看下一步。",
    make=lambda material, wish: Content(blocks(material)),
)
