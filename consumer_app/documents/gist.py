"""A case in ranked sentences, each complete in itself: what heads a letter, and every text of a limited length.

The trouble comes before everything, then what is asked first and the money, the answer so far, the promise, the purchase, the law.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from consumer_app import formats
from consumer_app.documents.demands import Asked
from consumer_app.documents.paper import Source
from consumer_app.documents.paper_material import LetterMaterial
from consumer_app.documents.sections import account, story
from consumer_app.domain.case import Event, Promise
from consumer_app.domain.listening.days import days_in

Kind = Literal["purchase", "trouble", "promise", "answer", "demand", "more", "law"]
FIRST: tuple[Kind, ...] = ("trouble", "demand", "answer", "purchase", "promise", "more", "law")
"""Which sentence is kept first where not all find room. A text stands in the order in which it is told."""
LONG_NAME = 24
ANSWER, PROMISE = 60, 40
PARTS = re.compile("[^。！？!?；]+")


@dataclass(frozen=True)
class Said:
    """One sentence, complete in itself, with where it comes from. ``brief`` says the same in fewer words."""

    kind: Kind
    text: str
    source: Source
    brief: str = ""


def gist(material: LetterMaterial) -> tuple[Said, ...]:
    """All there is to say, in the order in which it is told."""
    return (*head(material), *_demands(material), *_law(material))


def head(material: LetterMaterial) -> tuple[Said, ...]:
    """What was bought, what is wrong with it, what was promised and what was answered: all but what is asked."""
    return (*_purchase(material), *_trouble(material), *_promise(material), *_answer(material))


def within(said: tuple[Said, ...], limit: int) -> str:
    """As many of the sentences as a text of that many characters holds, never cut within one; the trouble and the first demand before all else.

    Where even these two are longer, both are said briefly.
    """
    chosen: dict[int, str] = {}
    room = limit
    order = sorted(range(len(said)), key=lambda place: (FIRST.index(said[place].kind), place))
    for place in order:
        one = said[place]
        for text in (one.text, one.brief):
            if text and len(text) <= room:
                chosen[place], room = text, room - len(text)
                break
    return "".join(chosen[place] for place in sorted(chosen))


def short_name(name: str) -> str:
    """A name of moderate length: an over-long one without its brackets, else its first part."""
    if len(name) <= LONG_NAME:
        return name
    bare = name.partition("（")[0].partition("(")[0].strip()
    first = bare.partition("、")[0].partition("，")[0]
    kept = bare if len(bare) <= LONG_NAME else first if len(first) <= LONG_NAME else first[: LONG_NAME - 1]
    return kept if kept == bare else f"{kept}等"


def _goods(material: LetterMaterial) -> str:
    named = [line.what for line in material.case.order.lines if line.what]
    return short_name("、".join(named)) if named else ""


def _purchase(material: LetterMaterial) -> Iterator[Said]:
    bought, seller = material.case.order, material.case.party("seller")
    goods = _goods(material)
    if not goods:
        return
    when = f"于{formats.moment(bought.ordered_at)}" if bought.ordered_at and bought.ordered_at.first_day else ""
    shop = seller.shop if seller else None
    where = formats.at_the_shop(shop, online=material.is_online_shop) if shop else ""
    paid = f"，实付{formats.yuan(bought.paid)}" if bought.paid is not None else ""
    number = f"（订单编号{bought.no}）" if bought.no else ""
    act = material.act
    source = ("order", *((f"parties/{seller.id}",) if seller and shop else ()))
    yield Said(
        "purchase", f"{material.speaking.me}{when}{where}{act}{goods}{paid}{number}。", source, f"{act}{goods}{paid}。"
    )


def _trouble(material: LetterMaterial) -> Iterator[Said]:
    """The shopper's own line, else what they confirmed of it, else what happened first of all that is told."""
    if material.case.trouble:
        line = ended(material.case.trouble)
        yield Said("trouble", _with_dates(line, material), ("trouble",), line)
        return
    if told := story.what_is_wrong(material):
        source = tuple(address for name, _ in told for address in (f"answers/{name}", f"fact:{name}"))
        yield Said("trouble", ended("；".join(text for _, text in told)), source, ended(told[0][1]))
        return
    shopper = material.case.party("shopper")
    own = [one for one in material.events if shopper and one.actor == shopper.id]
    for event in own[-1:]:
        words = story.for_its_reader(" ".join(event.what.split()), material)
        yield Said("trouble", ended(words.partition("。")[0]), (f"events/{event.id}",), ended(_first_clause(words)))


def _with_dates(words: str, material: LetterMaterial) -> str:
    """The shopper's line with the date behind a day that is only meant from when it was told (昨天), the last one first."""
    told_on = material.case.told_on or material.today
    for day in sorted(days_in(words, material.book, told_on), key=lambda one: -one.end):
        if isinstance(day.days, date) and not any(one.isdigit() for one in day.quote):
            words = f"{words[: day.end]}（{formats.day(day.days)}）{words[day.end :]}"
    return words


def _promise(material: LetterMaterial) -> Iterator[Said]:
    broken: list[Promise] = [one for one in material.promises if one.outcome in ("broken", "late")]
    for promise in broken[:1]:
        told = material.telling.promise(promise)
        quote = told.quote if len(told.quote) <= PROMISE else f"{told.quote[:PROMISE]}……"
        came = formats.OUTCOMES_IN_PAPERS[promise.outcome]
        whose = f"{material.speaking.you}承诺" if material.is_theirs(promise.by) else "当时的承诺是"
        yield Said("promise", f"{whose}{formats.quoted(quote)}，{came}。", (f"promises/{promise.id}",))


def _answer(material: LetterMaterial) -> Iterator[Said]:
    """What the other side admitted, and its last answer, as far as they are held word for word; of a long one with a reason that the law answers, that reason."""
    told = [one for one in material.events if one.quote and one.at.first_day and material.is_theirs(one.actor)]
    admitted = next((one for one in told if material.book.words.admits(one.quote or "")), None)
    for event in (*([admitted] if admitted and admitted is not told[-1] else []), *told[-1:]):
        quote = _passage(material, event)
        day = event.at.day
        when = f"{formats.calendar_date(day)}，" if day else ""
        said = f"{account.who_spoke(material, event)}答复：{formats.quoted(quote)}。"
        yield Said("answer", f"{when}{said}", (f"events/{event.id}",), said)


def _passage(material: LetterMaterial, event: Event) -> str:
    """An answer of moderate length: the line that admits something, else the last one; of a long one the words that count."""
    lines = [line.strip().rstrip("。") for line in (event.quote or "").strip().splitlines()]
    quote = next((line for line in lines if material.book.words.admits(line)), lines[-1])
    if len(quote) <= ANSWER:
        return quote
    parts = PARTS.findall(quote)
    admitted = next((one for one in parts if material.book.words.admits(one) and len(one) <= ANSWER), "")
    shorter = admitted or _heard_in(material, event) or quote[:ANSWER].rpartition("，")[0] or quote[:ANSWER]
    return shorter.strip("，。；！？ ")


def _heard_in(material: LetterMaterial, event: Event) -> str:
    for found in material.assessment.excuses:
        for at, words in found.heard_in:
            if at == event.id and len(words) <= ANSWER:
                return words
    return ""


def _demands(material: LetterMaterial) -> Iterator[Said]:
    for place, one in enumerate(material.demands.asked):
        opening = "请求" if place == 0 else "并请求"
        text = f"{opening}{_plainly(one)}。"
        yield Said("demand" if place == 0 else "more", text, one.source)


def _plainly(one: Asked) -> str:
    """A demand without the sum in capitals."""
    return one.text.replace(f"（{formats.capitals(one.amount)}）", "") if one.amount is not None else one.text


def _law(material: LetterMaterial) -> Iterator[Said]:
    for one in material.demands.asked:
        if one.found and one.found.basis:
            first = one.found.basis[0]
            if material.book.provision(first, one.found.day, material.today):
                cited = material.citation(first, one.found.day, short=True)
                yield Said("law", f"依据{cited}。", (str(first),))
                return


def _first_clause(text: str) -> str:
    return text.partition("。")[0].partition("，")[0]


def ended(text: str) -> str:
    """A text on one line with its full stop."""
    line = " ".join(text.split()).rstrip("。；;，, ")
    return line if line.endswith(("！", "？", "!", "?", "。")) else f"{line}。"
