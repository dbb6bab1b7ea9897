"""What is asked, what it comes to, and the law it rests on, word for word."""

from collections.abc import Iterator
from decimal import Decimal

from consumer_app import formats
from consumer_app.documents.demands import Asked, sum_in_words
from consumer_app.documents.material import Material
from consumer_app.documents.papers import Block, Column, Heading, Item, Items, Paragraph, Quotation, Row, Table
from consumer_app.domain.law import Citation, Provision


def demands(given: Material) -> tuple[Block, ...]:
    """The demands, numbered, sums in capitals and figures."""
    asked = given.demands.asked
    items = tuple(
        Item(number=f"{n}.", text=f"{given.voiced(one.text)}{'。' if n == len(asked) else '；'}", source=one.source)
        for n, one in enumerate(asked, 1)
    )
    return (Items(style="numbered", items=items),) if items else ()


def elsewhere(given: Material) -> tuple[Block, ...]:
    """What is asked of another business, so that each knows the whole: to whom, what, and how the sum was worked out."""
    others = given.demands.elsewhere
    if not others:
        return ()
    items = tuple(Item(number="—", text=f"{given.voiced(one.text)}。", source=one.source) for one in others)
    rows = tuple(row for one in others for row in _lines(given, "另", one))
    table = (Table(name="sums", columns=_SUMS, rows=rows),) if rows else ()
    return (Items(style="dashes", items=items), *table)


_SUMS = (
    Column(title="诉求", width=7),
    Column(title="项目", width=25),
    Column(title="计算", width=31),
    Column(title="金额", width=15, align="right"),
    Column(title="依据", width=22),
)


def sums(given: Material) -> tuple[Block, ...]:
    """How every sum was worked out, line by line with its provision, and what they come to. Nothing when no money is asked."""
    rows = [row for n, one in enumerate(given.demands.asked, 1) for row in _lines(given, str(n), one)]
    total = given.demands.total
    if total is None:
        return ()
    source = tuple(dict.fromkeys(s for one in given.demands.asked if one.amount is not None for s in one.source))
    if sum(one.amount is not None for one in given.demands.asked) > 1:
        rows.append(Row(cells=("", "合计", "", formats.yuan(total), ""), strong=True, source=source))
    note = f"合计：{sum_in_words(total)}。"
    if instead := given.demands.alternatives:
        named = "；".join(f"第{place}项仅在第{first}项未履行时请求" for place, first in instead)
        note += f"其中{named}" + ("，不计入合计。" if len(instead) < _paid(given) else "。")
    return (Table(name="sums", title="金额计算", columns=_SUMS, rows=tuple(rows), note=note, source=source),)


def _paid(given: Material) -> int:
    return sum(one.amount is not None for one in given.demands.asked)


def _lines(given: Material, number: str, one: Asked) -> Iterator[Row]:
    if one.amount is None:
        return
    found = one.found.amount if one.found else None
    day = one.found.day if one.found else None
    shown = [item for item in found.items if item.value or len(found.items) == 1] if found else []
    for item in shown:
        basis = formats.citation(item.source, given.book, day, given.today, short=True) if item.source else ""
        cells = (
            number,
            formats.item_label(item, given.book),
            formats.item_formula(item),
            formats.yuan(item.value),
            basis,
        )
        source = (
            *one.source,
            *((f"fact:{item.fact}",) if item.fact else ()),
            *((str(item.source),) if item.source else ()),
        )
        yield Row(cells=cells, source=source)
    if found is None or found.total != one.amount:
        label = "本次主张" if found else "本人主张"
        yield Row(cells=(number, label, "", formats.yuan(one.amount), ""), source=one.source)
    elif len(shown) > 1:
        yield Row(cells=(number, "小计", "", formats.yuan(found.total), ""), source=one.source)


def law(given: Material) -> tuple[Block, ...]:
    """For each demand why the law gives it, and the provisions word for word in the text that governs; what else supports it by name."""
    blocks: list[Block] = []
    reasoned = [(one.claim, one.entry, one.found) for one in given.demands.asked if one.entry and one.found]
    quoted: set[str] = set()
    for claim, entry, found in reasoned:
        if len(reasoned) > 1:
            blocks.append(Heading(level=2, text=entry.title, source=(f"claim:{claim}",)))
        if entry.argument:
            blocks.append(Paragraph(text=given.voiced(_sentence(entry.argument)), source=(f"claim:{claim}",)))
        day, again = found.day, list[Citation]()
        for cited in found.basis:
            provision = given.book.provision(cited, day, given.today)
            if provision is None:
                continue
            label = given.citation(cited, day)
            if label in quoted:
                again.append(cited)
                continue
            quoted.add(label)
            blocks.append(Quotation(label=label, text=f"“{_words(provision)}”", source=(str(cited),)))
        also = [*again, *(c for c in found.supports if given.book.provision(c, day, given.today))]
        if also:
            text = f"并参见{formats.citations(also, given.book, day, given.today, short=True)}。"
            blocks.append(Paragraph(text=text, style="note", source=(f"claim:{claim}", *(str(c) for c in also))))
    return tuple(blocks)


def _words(provision: Provision) -> str:
    """The words cited; an item with the words that lead to it, since alone it says nothing."""
    cited = provision.citation
    if not cited.item:
        return provision.text
    paragraphs = provision.statute.articles[cited.article].paragraphs()
    lead = (
        paragraphs[cited.paragraph - 1][0] if cited.paragraph else next(words for words, items in paragraphs if items)
    )
    return f"{lead}{'……' if cited.item > 1 else ''}{provision.text}"


def provisions(given: Material) -> Iterator[tuple[str, str, str]]:
    """Every provision quoted: its name, its words, its citation."""
    for block in law(given):
        if isinstance(block, Quotation):
            yield block.label or "", block.text, block.source[0]


def total_in_capitals(total: Decimal | None) -> str:
    """The sum of all demands in capitals; empty when no money is asked."""
    return formats.capitals(total) if total is not None else ""


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith(("。", "！", "？", "”")) else f"{text}。"
