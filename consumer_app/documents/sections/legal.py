"""What is asked, what it comes to, and the law it rests on, word for word."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from consumer_app import formats
from consumer_app.documents.demands import Asked
from consumer_app.documents.paper import Block, Column, Item, Items, Paragraph, Quotation, Row, Table
from consumer_app.documents.paper_material import LetterMaterial
from consumer_app.domain.law import Citation, Provision, Respondent

_SUMS = (
    Column(title="诉求", width=7),
    Column(title="项目", width=24),
    Column(title="计算", width=33),
    Column(title="金额", width=14, align="right"),
    Column(title="依据", width=22),
)
MOST_ALSO = 3
"""So many provisions are named beside those that are quoted: nobody looks up more."""


def demands(material: LetterMaterial) -> tuple[Block, ...]:
    """The demands, numbered, sums in capitals and figures; one asked only if another is not met says which."""
    asked, instead = material.demands.asked, dict(material.demands.alternatives)
    items = []
    for n, one in enumerate(asked, 1):
        only_if = f"（替代请求：第{instead[n]}项未履行时主张）" if n in instead else ""
        text = f"{one.text}{only_if}{'。' if n == len(asked) else '；'}"
        items.append(Item(number=f"{n}.", text=text, source=one.source))
    return (Items(style="numbered", items=tuple(items)),) if items else ()


def elsewhere(material: LetterMaterial) -> tuple[Block, ...]:
    """One plain sentence that something is asked of another, in a paper of its own, so that nobody takes it for asked here."""
    others = material.demands.elsewhere
    if not others:
        return ()
    named = dict.fromkeys(_called(one.entry.against, material) for one in others if one.entry)
    once = "；".join(dict.fromkeys(words for one in others if (words := _once(one, material))))
    text = f"对{'、'.join(named)}的请求另行向其提出，不在以上请求之内{f'；{once}' if once else ''}。"
    source = tuple(dict.fromkeys(s for one in others for s in one.source))
    return (Paragraph(text=text, style="flush", source=source),)


def _called(role: Respondent, material: LetterMaterial) -> str:
    party = material.case.party(role)
    return f"{material.called[role]}{(party and party.named) or ''}"


def _once(elsewhere: Asked, material: LetterMaterial) -> str:
    """That a sum asked of another business is the one asked here too, where one of the two is only asked in the other's stead."""
    for n, here in enumerate(material.demands.asked, 1):
        first, then = (
            (elsewhere, here) if here.entry and elsewhere.claim in here.entry.instead_of else (here, elsewhere)
        )
        if then.entry and first.claim in then.entry.instead_of:
            return f"其中与以上第{n}项是同一笔的，不重复主张"
    return ""


def sums(material: LetterMaterial) -> tuple[Block, ...]:
    """How every sum was worked out, line by line with its provision, and what they come to.

    Nothing when no money is asked, or a single sum that needs no working.
    """
    rows = [row for n, one in enumerate(material.demands.asked, 1) for row in _lines(material, str(n), one)]
    total = material.demands.total
    if total is None or (len(rows) == 1 and rows[0].cells[2] in ("", rows[0].cells[3])):
        return ()
    source = tuple(dict.fromkeys(s for one in material.demands.asked if one.amount is not None for s in one.source))
    if sum(one.amount is not None for one in material.demands.asked) > 1:
        rows.append(
            Row(cells=("", "合计", formats.capitals(total), formats.yuan(total), ""), strong=True, source=source)
        )
    apart = "、".join(f"第{place}项" for place in material.demands.uncounted)
    caveat = f"{material.demands.caveat}。" if material.demands.caveat else ""
    note = f"合计不含作为替代请求的{apart}。{caveat}" if apart else caveat or None
    return (Table(name="sums", title="金额计算", columns=_SUMS, rows=tuple(rows), note=note, source=source),)


def _lines(material: LetterMaterial, number: str, one: Asked) -> Iterator[Row]:
    if one.amount is None:
        return
    found = one.found.amount if one.found else None
    day = one.found.day if one.found else None
    shown = [item for item in found.items if item.value or len(found.items) == 1] if found else []
    for item in shown:
        basis = formats.citation(item.source, material.book, day, material.today, short=True) if item.source else ""
        cells = (
            number,
            formats.of_the_side(formats.item_label(item, material.book), {"seller": material.shop_is}, material.book),
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
        label = "本次主张"
        yield Row(cells=(number, label, "", formats.yuan(one.amount), ""), source=one.source)
    elif len(shown) > 1:
        yield Row(cells=(number, "小计", "", formats.yuan(found.total), ""), source=one.source)


def law(material: LetterMaterial) -> tuple[Block, ...]:
    """For each demand why the law gives it, and each provision once, word for word in the text that governs; at the end what else supports them, by name."""
    blocks: list[Block] = []
    quoted: dict[str, None] = {}
    also: list[tuple[Citation, date | None]] = []
    asked = material.demands.asked
    for place, one in enumerate(asked, 1):
        if one.entry is None or one.found is None:
            continue
        day, quotations, again = one.found.day, list[Quotation](), list[Citation]()
        for cited in one.found.basis:
            provision = material.book.provision(cited, day, material.today)
            label = material.citation(cited, day)
            if provision and label in quoted:
                again.append(cited)
            elif provision:
                quoted[label] = None
                quotations.append(Quotation(label=label, text=f"“{_words(provision)}”", source=(str(cited),)))
        before = (
            f"依据见前引{formats.citations(again, material.book, day, material.today, short=True)}。" if again else ""
        )
        unheld = formats.text_not_attached(one.found, material.book, material.today)
        text = f"{material.voiced(_sentence(one.entry.ground or ''))}{before}{unheld}"
        lead = f"第{place}项：" if len(asked) > 1 else None
        if text or lead:
            source = (f"claim:{one.claim}", *(str(c) for c in again))
            blocks.append(Paragraph(lead=lead, text=text, style="flush", source=source))
        blocks.extend(quotations)
        also.extend((cited, day) for cited in one.found.supports if material.book.provision(cited, day, material.today))
    return (*blocks, *_also(material, [(c, day) for c, day in also if material.citation(c, day) not in quoted]))


def _also(material: LetterMaterial, found: list[tuple[Citation, date | None]]) -> Iterator[Paragraph]:
    """What else supports the demands, as far as a clerk looks it up: the first few, each once, those of one statute together."""
    labels: dict[str, tuple[Citation, date | None]] = {}
    for cited, day in found:
        labels.setdefault(material.citation(cited, day), (cited, day))
    once = list(labels.values())[:MOST_ALSO]
    statutes = list(dict.fromkeys(cited.statute for cited, _ in once))
    ordered = sorted(once, key=lambda one: statutes.index(one[0].statute))
    parts: list[str] = []
    for day in dict.fromkeys(day for _, day in ordered):
        several = [cited for cited, on in ordered if on == day]
        parts.append(formats.citations(several, material.book, day, material.today, short=True))
    if parts:
        source = tuple(dict.fromkeys(str(cited) for cited, _ in ordered))
        yield Paragraph(text=f"并参见{'、'.join(parts)}。", style="note", source=source)


def _words(provision: Provision) -> str:
    """The words cited; an item with the words that lead to it, since alone it says nothing."""
    cited = provision.citation
    if not cited.item:
        return provision.text
    paragraphs = provision.statute.articles[cited.article].paragraphs
    lead = (
        paragraphs[cited.paragraph - 1][0] if cited.paragraph else next(words for words, items in paragraphs if items)
    )
    return f"{lead}{'……' if cited.item > 1 else ''}{provision.text}"


def provisions(material: LetterMaterial) -> Iterator[tuple[str, str, str]]:
    """Every provision quoted: its name, its words, its citation."""
    for block in law(material):
        if isinstance(block, Quotation):
            yield block.label or "", block.text, block.source[0]


def total_in_capitals(total: Decimal | None) -> str:
    """The sum of all demands in capitals; empty when no money is asked."""
    return formats.capitals(total) if total is not None else ""


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text.endswith(("。", "！", "？", "”")) else f"{text}。"
