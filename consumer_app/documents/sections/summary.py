"""The box at the head of a letter: who, what, when, how much and what is asked, so that a clerk can act without reading on."""

from collections.abc import Iterator

from consumer_app import formats
from consumer_app.documents.paper import BLANK, Block, Row, Table
from consumer_app.documents.paper_material import LetterMaterial
from consumer_app.documents.sections import parties
from consumer_app.domain.case import Event
from consumer_app.domain.case.timeline import in_time_order


def summary(material: LetterMaterial) -> tuple[Block, ...]:
    """Five lines from the case and the demands; a line of which nothing is known is left out."""
    return (Table(name="summary", columns=parties.LABEL_AND_VALUE, rows=tuple(_rows(material)), plain=True),)


def _rows(material: LetterMaterial) -> Iterator[Row]:
    shopper, against = material.case.party("shopper"), [*parties.respondents(material)]
    who = (shopper.name if shopper else None) or BLANK
    whom = "、".join(f"{name}{role}" for _, name, role in against) or BLANK
    known = [*([shopper] if shopper else []), *(party for party, *_ in against)]
    source = tuple(f"parties/{party.id}" for party in known) or ("parties",)
    yield Row(cells=("双方", f"{material.asker}{who}；{material.asked}{whom}"), source=source)
    at = next(iter(parties.platforms(material, "")), None)
    number = f"订单号{material.case.order.no}" if material.case.order.no else ""
    bought = ("、".join(parties.goods(material)), parties.days(material), number, at.cells[1] if at else "")
    if any(bought):
        text = "；".join(filter(None, bought))
        yield Row(cells=("商品、订单", text), source=("order", *(at.source if at else ())))
    kinds = [material.book.disputes[name] for name in material.case.disputes if name in material.book.disputes]
    named = dict.fromkeys(kind.cause or kind.title for kind in kinds)
    answer = _last_answer(material)
    words = f"最近答复（{formats.moment(answer.at)}）：“{_last_line(answer.quote)}”" if answer else ""
    trouble = material.case.trouble
    if named or answer or trouble:
        source = (*(f"dispute:{name}" for name in material.case.disputes if name in material.book.disputes),)
        source = (*source, *(("trouble",) if trouble else ()), *((f"events/{answer.id}",) if answer else ()))
        yield Row(cells=("争议", "；".join(filter(None, ("、".join(named), trouble, words)))), source=source)
    total, caveat = material.demands.total, material.demands.caveat
    sought = (
        f"主请求不涉及金钱，替代请求合计{formats.yuan(total)}{f'（{caveat}）' if caveat else ''}"
        if total is not None and material.demands.only_instead
        else f"请求金额合计{formats.yuan(total)}{f'（{caveat}）' if caveat else ''}"
        if total is not None
        else "请求的金额见下列请求"
        if material.demands.asks_money
        else ""
    )
    money = "；".join(filter(None, (parties.money(material), sought)))
    demands = tuple(dict.fromkeys(s for one in material.demands.asked for s in one.source))
    if money:
        yield Row(cells=("金额", money), source=("order", *demands))
    if material.demands.asked:
        asked = [one.short for one in material.demands.asked]
        text = "；".join(f"{n}. {short}" for n, short in enumerate(asked, 1)) if len(asked) > 1 else asked[0]
        yield Row(cells=("请求", text), source=demands)


def _last_line(quote: str | None) -> str:
    """Of several messages the last one."""
    return next(iter((quote or "").strip().splitlines()[::-1]), "")


def _last_answer(material: LetterMaterial) -> Event | None:
    """The last words of the other side that are held word for word."""
    told = [event for event in in_time_order(material.case.events) if event.quote and event.at.first_day]
    theirs = [event for event in told if (party := material.party(event.actor)) and party.role == "seller"]
    return theirs[-1] if theirs else None
