"""What to look at before a paper is sent: what is still blank, what was left out and why, sums above what was worked out. What stops it altogether is in ``refusals``."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from consumer_app import formats
from consumer_app.documents.paper_material import LetterMaterial
from consumer_app.domain.case import Party, Representative
from consumer_app.domain.case.sources import source
from consumer_app.domain.judging.demands import why_not_handled
from consumer_app.domain.judging.platforms import platform_name
from consumer_app.domain.judging.wishes import money_wished
from consumer_app.domain.law import Respondent

Kind = Literal[
    "missing",
    "too_high",
    "left_out",
    "not_chosen",
    "no_demand",
    "no_money",
    "no_sum",
    "open",
    "contested",
    "door",
    "no_ground",
]


_NEED_OF = {"name": "shopper.name", "phone": "shopper.phone", "helper_phone": "shopper.phone"}
"""What a channel calls a field of the shopper's page; the telephone of who acts for the shopper does for the shopper's."""


@dataclass(frozen=True)
class Concern:
    """One thing to look at: its kind, where it can be put right, and what to do, in Chinese.

    ``part`` is a part of the case (order, parties, answers, demands), or ``shopper`` for what the shopper says of themselves; None: nowhere.
    ``field`` is the field of that part, or the fact, that puts it right, where it is one. Of the part ``letter`` it is the channel whose own letter does.
    """

    kind: Kind
    part: str | None
    text: str
    field: str | None = None


def concerns(material: LetterMaterial) -> tuple[Concern, ...]:
    """Everything to look at before a letter to this channel is sent, what is missing first."""
    return tuple(_found(material))


def _against(slug: str, material: LetterMaterial) -> Respondent:
    """Whom the claim is put to on the facts of the case."""
    found = material.assessment.claim(slug)
    return found.against if found else material.book.claims[slug].against


def _letter_to(role: Respondent, material: LetterMaterial) -> str | None:
    """The open channel by which that one is written to; None where none is open."""
    for one in material.assessment.channels:
        entry = material.book.channels[one.id]
        if one.door == "open" and (entry.to == role or (role == "platform" and entry.kind == "platform")):
            return one.id
    return None


def _blank_names(shopper: Party | None, acting: Representative | None) -> Iterator[tuple[str, str]]:
    """The fields of who complains and who acts for them that are printed blank, each as the page that asks it calls it."""
    if not (shopper and shopper.name):
        yield "name", f"{'您' if acting is None else '孩子' if acting.capacity == 'guardian' else '家人'}的姓名"
    if acting is None:
        if not (shopper and shopper.phone):
            yield "phone", "您的电话"
        return
    if not acting.name:
        yield "helper_name", "您的姓名"
    if not acting.phone:
        yield "helper_phone", "您的电话"


def _found(material: LetterMaterial) -> Iterator[Concern]:
    channel = next((found for found in material.assessment.channels if found.id == material.channel_id), None)
    needed = channel.needs if channel else ()
    shopper = material.case.party("shopper")
    acting = shopper.representative if shopper else None
    for need in needed:
        part, _, field = need.partition(".")
        if need == "shopper.phone" and acting:
            if acting.phone:
                continue
            field = "helper_phone"
        where = "parties" if part in formats.ROLES and part != "shopper" else part
        text = f"还没有填{formats.channel_need(need, material.book)}，打印出来是一条横线；「{material.channel.title}」需要它"
        yield Concern("missing", where, text, field) if source(need) else Concern("missing", "answers", text, need)
    seller = material.case.party("seller")
    if not (seller and seller.known_as) and not any(need.startswith("seller.") for need in needed):
        text = f"还没有写是哪家{material.called['seller']}，打印出来是「{material.called['seller']}」和一条横线，名字可以手写"
        yield Concern("missing", "parties", text, "shop")
    there = material.case.party("platform")
    if material.channel.kind == "platform" and not (there and platform_name(there, material.book)):
        yield Concern("missing", "parties", "还没有写平台的名字，打印出来是一条横线，可以手写")
    for field, label in _blank_names(shopper, acting):
        if _NEED_OF.get(field) not in needed:
            yield Concern("missing", "shopper", f"还没有填{label}，打印出来是一条横线，可以手写", field)
    demands = material.demands
    if demands.asked and not demands.chosen:
        yield Concern("not_chosen", "demands", "您还没有选诉求，这里先列出了目前有法律支持的全部，请核对")
    if money_wished(material.case.wishes, material.book) and demands.asked and not demands.asks_money:
        text = "您想要退钱（赔钱），可是这份文书里没有要钱的项目。看一眼为什么，要不要加上"
        yield Concern("no_money", "demands", text)
    for number, one in enumerate(demands.asked, 1):
        found = one.found
        if found is not None and one.entry and one.entry.remedy and one.amount is None and found.amount is None:
            fact = next(iter(found.amount_needs), None)
            lacks = f"：还差「{formats.fact_label(fact, material.book)}」" if fact else ""
            text = f"第{number}项「{one.entry.title}」的金额还空着，打印出来是一条横线{lacks}"
            yield Concern("no_sum", "answers" if fact else "demands", text, fact)
        most = (found.amount.high or found.amount.total) if found and found.amount else None
        if most is not None and one.amount is not None and one.amount > most:
            text = f"第{number}项写的是{formats.yuan(one.amount)}，按填写的事实算出来最多{formats.yuan(most)}，请核对"
            yield Concern("too_high", "demands", text)
        if found is not None and one.entry and (words := formats.text_not_held(found, material.book, material.today)):
            yield Concern("open", "demands", f"「{one.entry.title}」：{words}")
        elif found is not None and found.status == "open" and one.entry:
            labels = "、".join(formats.fact_label(missing.fact, material.book) for missing in found.missing[:3])
            yield Concern("open", "answers", f"「{one.entry.title}」还差事实（{labels}），补上更有把握")
        if found is not None and found.certainty == "contested" and found.status != "excluded" and one.entry:
            moves = f"：{one.entry.moves.rstrip('。')}" if one.entry.moves else ""
            yield Concern(
                "contested", "demands", f"第{number}项「{one.entry.title}」法院看法不一{moves}。要不要提由您定"
            )
    for left in demands.left_out:
        if left.claim is None:
            yield Concern("left_out", None, f"「{left.text}」是向{material.called['seller']}提的，没有写进这一份")
            continue
        title = material.book.claims[left.claim].title
        if left.why == "excluded":
            yield Concern("left_out", "demands", f"「{title}」按填写的事实不能主张，没有写进这份文书")
        elif left.why == "not_beside":
            yield Concern("left_out", None, f"「{title}」没有写进这份文书。{material.channel.alone_why or ''}")
        elif left.why == "not_handled":
            why = (
                why_not_handled(material.channel, material.book.claims[left.claim], material.case, material.book) or ""
            )
            yield Concern("left_out", None, f"「{title}」这里不处理，没有写进这份文书。{why}")
        else:
            against = material.called[_against(left.claim, material)]
            own = _letter_to(_against(left.claim, material), material)
            text = f"「{title}」要向{against}提出，不写进这一份；请另给{against}发一份"
            yield Concern("left_out", "letter" if own else None, text, own)
