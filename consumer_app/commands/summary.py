"""An assessment, or a suggestion, as a page of plain Chinese for reading in a terminal."""

from collections.abc import Iterator

from consumer_app import formats
from consumer_app.domain.judging.findings import Assessment, ChannelFound, ClaimFound, Due
from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.suggestion import Suggestion


def of_assessment(found: Assessment, book: LawBook) -> str:
    """What can be claimed, what to ask, by when, where to go, what to gather."""
    return "\n".join(_assessment(found, book))


def _assessment(found: Assessment, book: LawBook) -> Iterator[str]:
    titles = "、".join(book.disputes[slug].title for slug in found.disputes) or "（没有写明纠纷类型）"
    yield f"纠纷：{titles}    按{formats.day(found.today)}的法律计算"
    for claim in found.claims:
        yield from _claim(claim, found, book)
    if found.questions:
        yield "\n还需要弄清的事（影响大的在前）："
        yield from (f"  {n}. {formats.question(m.fact, book)}" for n, m in enumerate(found.questions, 1))
    if found.deadlines:
        yield "\n期限："
        yield from (f"  {_deadline(due, book)}" for due in found.deadlines)
    heard = [excuse for excuse in found.excuses if excuse.heard_in]
    if heard:
        yield "\n对方的说法："
        for excuse in heard:
            entry = book.excuses[excuse.id]
            yield f"  「{excuse.heard_in[0][1]}」 {entry.answer}"
            yield f"      对方有理的情形：{entry.right_when}"
    if found.channels:
        yield "\n可以去的地方："
        for channel in found.channels:
            needs = "、".join(formats.channel_need(need, book) for need in channel.needs)
            why = "；".join(why_not_open(channel, book))
            yield f"  {book.channels[channel.id].title}：{formats.DOORS[channel.door]}{f'（{why}）' if why else ''}{f'，还缺：{needs}' if needs else ''}"
    if found.evidence_gaps:
        yield "\n趁早留下的证据："
        yield from (
            f"  {gap.title}{f'（{formats.day(gap.disappears_on)}前后可能就没了）' if gap.disappears_on else ''}：{gap.proves}"
            for gap in found.evidence_gaps
        )
    if found.advice:
        yield "\n请留意："
        yield from (f"  {one.text}" for one in found.advice)


def _claim(claim: ClaimFound, found: Assessment, book: LawBook) -> Iterator[str]:
    entry = book.claims[claim.id]
    against = formats.RESPONDENTS[claim.against]
    money = f"  {formats.amount(claim.amount)}" if claim.amount else ""
    yield f"\n{formats.STATUS_SIGNS[claim.status]} {formats.status(claim)}：{entry.title}（向{against}）{money}"
    if claim.amount:
        yield from (
            f"    {formats.item_label(item, book)}：{formats.item_formula(item)}" for item in claim.amount.items
        )
    if words := formats.least(claim.amount):
        yield f"    {words}"
    if claim.certainty == "contested" and claim.status != "excluded":
        yield f"    法院看法不一{f'：{entry.moves}' if entry.moves else ''}"
        yield from (f"    说不准在：{formats.reason(reason, book)}" for reason in claim.contested_by)
    if claim.basis:
        yield f"    依据：{formats.citations(claim.basis, book, claim.day, found.today, short=True)}"
    if words := formats.text_not_held(claim, book, found.today):
        yield f"    {words}"
    if claim.excluded_by:
        yield from (f"    原因：{formats.reason(reason, book)}" for reason in claim.excluded_by)
    if claim.better:
        yield f"    与「{book.claims[claim.better].title}」只能选一个，没有把两笔加在一起"
    yield from (f"    待定：{formats.question(m.fact, book)}（{formats.could_become(m)}）" for m in claim.missing)
    if claim.status != "excluded":
        yield from (f"    算数额还要知道：{formats.question(fact, book)}" for fact in claim.amount_needs)
        yield from (f"    注意：{caution.text}" for caution in claim.cautions)
        if entry.other_side:
            yield f"    对方的说法：{entry.other_side}"


def why_not_open(channel: ChannelFound, book: LawBook) -> Iterator[str]:
    """Why a door is closed; of one not yet known, the questions that decide."""
    if channel.door == "not_yet_known":
        return (formats.question(fact, book) for fact in channel.waits_for)
    return (formats.reason(reason, book) for reason in channel.closed_by)


def _deadline(due: Due, book: LawBook) -> str:
    when = formats.day_and_weekday(due.on) if due.on else "日期未知"
    left = f"，{formats.days_left(due)}" if due.on else ""
    return f"{when}{left}  {due.title}（{formats.WHO[due.who]}）：{formats.working(due, formats.fact_label(due.after, book))}"


def of_suggestion(found: Suggestion, book: LawBook) -> str:
    """The question to put first, the likely disputes with the words that led there, where else to go, the facts and wishes read."""
    lines = []
    if found.ask:
        lines.append(f"先问一句：{found.ask.question}（{' / '.join(words for _, words in found.ask.answers)}）")
    for dispute in found.disputes:
        quotes = "、".join(f"「{quote}」" for quote in dispute.because)
        lines.append(f"{dispute.score:.2f}  {book.disputes[dispute.id].title}（{dispute.id}）{quotes}")
    lines += [f"不归这里管：{other.title} → {other.where}" for other in found.elsewhere]
    lines += [
        f"已说到：{formats.fact_label(said.fact, book)}：{formats.fact_value(said.fact, said.value, book)}（「{said.quote}」）"
        for said in found.facts
    ]
    if wishes := "、".join(formats.WISHES[wish] for wish in found.wishes):
        lines.append(f"您想要：{wishes}")
    return "\n".join(lines) or "没有认出是哪一类纠纷。多写几句：买了什么、在哪儿买的、出了什么事、商家怎么说。"
