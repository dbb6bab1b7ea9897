"""A case and its assessment as plain words for the pages: what a template gets, and nothing it must work out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from consumer_app import formats
from consumer_app.documents import letters
from consumer_app.domain.case import Case, Demand, Event, Evidence, Promise, Step
from consumer_app.domain.exhibits import in_order_of_mention
from consumer_app.domain.findings import Assessment, ChannelFound, ClaimFound, Due, ExcuseFound
from consumer_app.domain.law import Citation, LawBook
from consumer_app.web import steps

BRIEF = 24
SOON = 7


@dataclass(frozen=True)
class ShownTask:
    """One line of the task list."""

    title: str
    url: str
    state: str
    word: str
    hint: str


STATE_WORDS = {"todo": "未开始", "doing": "进行中", "done": "已完成"}


def tasks(case: Case, found: Assessment) -> list[ShownTask]:
    """The journey's steps with how far each is."""
    shown = []
    for step in steps.STEPS:
        progress = step.progress(case, found)
        words = STATE_WORDS[progress.state]
        shown.append(ShownTask(step.title, url_for(step.endpoint), progress.state, words, progress.hint))
    return shown


def brief(text: str) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= BRIEF else f"{line[:BRIEF]}…"


def exhibit_numbers(case: Case) -> dict[str, int]:
    """The number each exhibit has as the case now stands."""
    return {item.id: number for number, item in enumerate(in_order_of_mention(case), start=1)}


def exhibit_words(case: Case, ids: Iterable[str]) -> str:
    """证据1、证据3"""
    numbers = exhibit_numbers(case)
    return "、".join(f"证据{numbers[one]}" for one in ids)


@dataclass(frozen=True)
class ShownEvent:
    """One event of the timeline."""

    id: str
    role: str
    who: str
    when: str
    channel: str
    what: str
    quote: str
    exhibits: str
    brief: str


def shown_event(case: Case, event: Event) -> ShownEvent:
    """An event with its actor's name, its day and its exhibits."""
    party = next((one for one in case.parties if one.id == event.actor), None)
    who = _who(case, event.actor)
    if event.speaker:
        who = f"{who} · {event.speaker}" if who else event.speaker
    return ShownEvent(
        id=event.id,
        role=party.role if party else "nobody",
        who=who or "没有写是谁",
        when=formats.moment(event.at),
        channel=_plain_channel(event.channel),
        what=event.what,
        quote=event.quote or "",
        exhibits=exhibit_words(case, event.evidence),
        brief=brief(event.what),
    )


def in_order_of_time(events: Sequence[Event]) -> bool:
    """Whether no event with a known day stands after a later one."""
    days = [event.at.first_day for event in events if event.at.first_day]
    return days == sorted(days)


OUTCOME_KINDS = {"broken": "broken", "late": "broken", "kept": "kept", "pending": "soon", "unknown": "todo"}


@dataclass(frozen=True)
class ShownPromise:
    """One promise against what happened."""

    id: str
    quote: str
    said_by: str
    due: str
    happened: str
    state: str
    outcome: str
    exhibits: str


def shown_promise(case: Case, promise: Promise) -> ShownPromise:
    """A promise with who made it, when it was due, and what came of it."""
    place = formats.PROMISE_PLACES.get(promise.where or "", "")
    seen = formats.day(promise.seen_on) if promise.seen_on else ""
    happened = [promise.happened or "", formats.moment(promise.happened_at) if promise.happened_at else ""]
    return ShownPromise(
        id=promise.id,
        quote=promise.quote,
        said_by=" · ".join(filter(None, (_who(case, promise.by), promise.speaker, place, seen))),
        due=formats.moment(promise.due_at) if promise.due_at else "",
        happened="，".join(filter(None, reversed(happened))),
        state=OUTCOME_KINDS[promise.outcome],
        outcome=formats.OUTCOMES[promise.outcome],
        exhibits=exhibit_words(case, promise.evidence),
    )


@dataclass(frozen=True)
class ShownExhibit:
    """One exhibit as a card."""

    no: str
    title: str
    kind: str
    proves: str
    note: str
    thumbnail: str


def own_thumbnail(item: Evidence) -> str:
    """Where the open case shows an exhibit's thumbnail."""
    return url_for("evidence.show_thumbnail", exhibit=item.id)


def exhibits_of(case: Case, thumbnail: Callable[[Evidence], str] = own_thumbnail) -> list[ShownExhibit]:
    """The exhibits in the order of their numbers; ``thumbnail`` gives the address of an exhibit's small picture."""
    return [
        ShownExhibit(
            no=f"证据{number}",
            title=item.title,
            kind=formats.EVIDENCE_KINDS[item.kind],
            proves=item.proves or "",
            note="" if item.file else f"原件在手里{f'：{item.kept_at}' if item.kept_at else ''}",
            thumbnail=thumbnail(item) if item.file and item.file.thumbnail else "",
        )
        for number, item in enumerate(in_order_of_mention(case), start=1)
    ]


@dataclass(frozen=True)
class ShownLaw:
    """A provision word for word."""

    title: str
    article: str
    text: str
    source: str
    in_force: str


def shown_law(cited: Iterable[Citation], book: LawBook, day: date | None, today: date) -> list[ShownLaw]:
    """The provisions that apply, with where they come from; one whose text is not held for that day is left out."""
    shown = []
    for citation in cited:
        words = book.provision(citation, day, today)
        if words is not None:
            statute = words.statute
            shown.append(
                ShownLaw(
                    title=formats.statute_title(statute),
                    article=formats.provision(citation),
                    text=words.text,
                    source=statute.source,
                    in_force=formats.day(statute.in_force_from),
                )
            )
    return shown


@dataclass(frozen=True)
class ShownSum:
    """One line of a sum."""

    label: str
    formula: str
    value: str


@dataclass(frozen=True)
class ShownClaim:
    """One claim with everything a person needs to judge it."""

    id: str
    title: str
    status: str
    status_word: str
    against: str
    contested: bool
    sums: list[ShownSum]
    total: str
    why: list[str]
    missing: list[str]
    excluded_by: list[str]
    law: list[ShownLaw]
    burden: list[tuple[str, str]]
    cautions: tuple[str, ...]


def shown_claim(claim: ClaimFound, book: LawBook, today: date) -> ShownClaim:
    """A claim in words."""
    entry, sum_found = book.claims[claim.id], claim.amount
    burden = entry.burden
    missing = [f"{formats.question(one.fact, book)}（{formats.could_become(one)}）" for one in claim.missing]
    missing += [f"要算出金额，还差：{formats.fact_label(fact, book)}" for fact in claim.amount_needs]
    missing += [
        f"{formats.citation(one, book, claim.day, today)}：没有收录您那一天适用的文本" for one in claim.text_not_held
    ]
    excluded = [formats.reason(one, book) for one in claim.excluded_by]
    cautions = claim.cautions
    if claim.better:
        better = book.claims[claim.better].title
        cautions = (f"和「{better}」只能选一项，按您说的事实，「{better}」对您更有利。", *cautions)
    return ShownClaim(
        id=claim.id,
        title=entry.title,
        status=claim.status,
        status_word=formats.STATUSES[claim.status],
        against=formats.RESPONDENTS[claim.against],
        contested=claim.certainty == "contested",
        sums=[
            ShownSum(formats.item_label(item, book), formats.item_formula(item), f"{item.value:,.2f}")
            for item in (sum_found.items if sum_found else ())
        ],
        total=formats.amount(sum_found) if sum_found else "",
        why=[formats.reason(one, book) for one in claim.why],
        missing=missing,
        excluded_by=excluded,
        law=shown_law((*claim.basis, *claim.supports), book, claim.day, today),
        burden=[
            (who, what)
            for who, what in (("您", burden.shopper), (formats.RESPONDENTS[claim.against], burden.seller))
            if what
        ]
        if burden
        else [],
        cautions=cautions,
    )


@dataclass(frozen=True)
class ShownExcuse:
    """Something sellers say, and the answer."""

    title: str
    heard: str
    answer: str
    right_when: str
    verdict: str
    law: list[ShownLaw]


def shown_excuse(excuse: ExcuseFound, book: LawBook, today: date) -> ShownExcuse:
    """An excuse in words; ``verdict`` says whether the seller is right on the facts."""
    entry = book.excuses[excuse.id]
    verdict = {True: "按您说的事实，这一点商家有道理，信里不会反驳它。", False: "", None: ""}[excuse.seller_is_right]
    return ShownExcuse(
        title=entry.title,
        heard="、".join(f"商家说过「{words}」" for _, words in excuse.heard_in),
        answer=entry.answer,
        right_when=entry.right_when,
        verdict=verdict,
        law=shown_law(excuse.basis, book, today, today),
    )


@dataclass(frozen=True)
class ShownDue:
    """A deadline as a chip, with its working."""

    title: str
    on: str
    shown: str
    weekday: str
    left: str
    kind: str
    working: str
    waits_for: str
    note: str


def shown_due(due: Due, book: LawBook) -> ShownDue:
    """A deadline in words."""
    kind = "later"
    if due.days_left is not None and due.days_left <= SOON:
        kind = "past" if due.days_left < 0 else "soon"
    started = formats.fact_label(due.after, book)
    words = formats.working(due, started)
    return ShownDue(
        title=due.title,
        on=due.on.isoformat() if due.on else "",
        shown=formats.day(due.on) if due.on else "",
        weekday=formats.weekday(due.on) if due.on else "",
        left=formats.days_left(due),
        kind=kind,
        working=words if due.on else "",
        waits_for="" if due.on else words,
        note="未核验" if due.certainty == "C" else "",
    )


def demand_words(demand: Demand, book: LawBook) -> str:
    """A demand as the check page says it."""
    if demand.claim is None or demand.claim not in book.claims:
        return demand.text or ""
    text = demand.text or book.claims[demand.claim].title
    return f"{text}：{formats.yuan(demand.amount)}" if demand.amount is not None else text


def demand_hint(claim: ClaimFound, book: LawBook) -> str:
    """Under a claim that can be asked: against whom, on what, and what it still lacks."""
    on = formats.citations(claim.basis, book, claim.day, claim.day or date.max, short=True)
    sum_found = f"{formats.amount(claim.amount)}，" if claim.amount and claim.status == "supported" else ""
    words = f"{sum_found}向{formats.RESPONDENTS[claim.against]}主张，依据{on}"
    if claim.status == "open":
        lacks = "、".join(formats.fact_label(one.fact, book) for one in claim.missing)
        return f"{words}。还说不准：要看{lacks}" if lacks else f"{words}。还说不准"
    return f"{words}。法院看法不一" if claim.certainty == "contested" else words


@dataclass(frozen=True)
class AnswerRow:
    """One row to check."""

    label: str
    value: str
    url: str


@dataclass(frozen=True)
class AnswerGroup:
    """The rows of one step."""

    title: str
    rows: list[AnswerRow]


def answers_of(case: Case, book: LawBook) -> list[AnswerGroup]:
    """Order, parties, facts and the shopper, a row each."""
    order, seller, platform, you = case.order, case.party("seller"), case.party("platform"), case.party("shopper")
    goods = book.facts.get("goods_kind")
    rows: list[AnswerRow] = []
    for line in order.lines:
        kind = goods.choices.get(line.goods_kind or "", "") if goods else ""
        quantity = f"{line.quantity} 件" if line.quantity else ""
        words = "，".join(
            filter(None, (line.what, kind, quantity, formats.yuan(line.paid) if line.paid is not None else ""))
        )
        rows.append(AnswerRow("买了什么", words, url_for("order.edit_order")))
    at = url_for("order.edit_order")
    rows += [
        AnswerRow("订单号", order.no or "", at),
        AnswerRow("下单时间", formats.moment(order.ordered_at) if order.ordered_at else "", at),
        AnswerRow("收货时间", formats.moment(order.received_at) if order.received_at else "", at),
        AnswerRow("实付", formats.yuan(order.paid) if order.paid is not None else "", at),
    ]
    if order.freight:
        rows.append(AnswerRow("另付运费", formats.yuan(order.freight), at))
    if order.refunded:
        rows.append(AnswerRow("已经退回", formats.yuan(order.refunded), at))
    at = url_for("parties.edit_seller")
    known = book.platforms.get(platform.platform or "") if platform else None
    where = known.title if known else ""
    sellers = [
        AnswerRow("在哪里买的", where, at),
        AnswerRow("店铺名称", (seller and seller.shop) or "", at),
        AnswerRow("登记名称", (seller and seller.registered_name) or "", at),
        AnswerRow("商家地址", (seller and seller.address) or "", at),
    ]
    for party in case.parties:
        if party.role in ("maker", "carrier", "installer"):
            sellers.append(AnswerRow(formats.ROLES[party.role], formats.party_name(party), at))
    at = url_for("questions.answer_questions")
    facts = [
        AnswerRow(book.facts[name].label, formats.fact_value(name, value, book) if value is not None else "不清楚", at)
        for name, value in case.answers.items()
        if name in book.facts
    ]
    at = url_for("you.edit_you")
    yours = [
        AnswerRow("姓名", (you and you.name) or "", at),
        AnswerRow("电话", (you and you.phone) or "", at),
        AnswerRow("联系地址", (you and you.address) or "", at),
    ]
    if you and you.representative and you.representative.name:
        helper = you.representative
        yours.append(AnswerRow("代办人", "，".join(filter(None, (helper.name, helper.relation, helper.phone))), at))
    groups = [("订单", rows), ("商家与平台", sellers), ("事实", facts), ("您的信息", yours)]
    return [AnswerGroup(title, list(of)) for title, of in groups if of]


def _who(case: Case, party_id: str | None) -> str:
    party = next((one for one in case.parties if one.id == party_id), None)
    if party is None:
        return ""
    return "我" if party.role == "shopper" else formats.party_name(party)


def _plain_channel(channel: str | None) -> str:
    return formats.CONTACT_CHANNELS[channel].partition("（")[0] if channel else ""


@dataclass(frozen=True)
class ShownChannel:
    """A place to go, with everything to know before going there."""

    id: str
    title: str
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
        writes=any(channel.id in one.listed("channels") for one in letters.shipped().values()),
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
    channel = book.channels.get(step.channel)
    answered = formats.day(step.replied_on) if step.replied_on else ""
    state, word = ("done", "已结束") if step.closed else ("doing", "有答复" if step.reply else "等答复")
    return ShownStep(
        title=channel.title if channel else step.channel,
        when=formats.day(step.done_on) if step.done_on else "",
        reference=step.reference or "",
        reply="：".join(filter(None, (answered, step.reply))),
        state=state,
        word=word,
        url=url_for("checklist.edit_step", step_id=step.id),
    )
