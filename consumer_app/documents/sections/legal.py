"""What is asked, what it comes to, and the law it rests on, word for word."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from consumer_app import formats
from consumer_app.documents.breaches import broken
from consumer_app.documents.demands import Asked
from consumer_app.documents.paper import Block, Column, Item, Items, Paragraph, Quotation, Row, Source, Table
from consumer_app.documents.paper_material import LetterMaterial
from consumer_app.domain.law import Citation, Provision, Respondent

_SUMS = (
    Column(title="诉求", width=7),
    Column(title="项目", width=24),
    Column(title="计算", width=33),
    Column(title="金额", width=14, align="right"),
    Column(title="依据", width=22),
)
MOST_SUSPECTED = 5
MOST_QUOTED = 3
"""So many provisions are quoted to a business, those of its first demands: more of them is not read."""
MOST_ALSO = 3
"""So many provisions are named beside those that are quoted: nobody looks up more."""


def demands(material: LetterMaterial) -> tuple[Block, ...]:
    """The demands, numbered, sums in capitals and figures; one asked only if another is not met says which."""
    asked, instead = material.demands.asked, dict(material.demands.alternatives)
    items = []
    for n, one in enumerate(asked, 1):
        conditional = one.text.startswith(("届时", "如", "若"))
        waits = n in instead and one.entry and not conditional
        only_if = f"若第{instead[n]}项{formats.INSTEAD_ON[one.entry.instead_on]}，则" if waits and one.entry else ""
        text = f"{only_if}{one.text}{'。' if n == len(asked) else '；'}"
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
    plain = len(rows) == 1 and rows[0].cells[2] in ("", rows[0].cells[3])
    if total is None or (plain and not material.demands.only_instead):
        return ()
    source = tuple(dict.fromkeys(s for one in material.demands.asked if one.amount is not None for s in one.source))
    if sum(one.amount is not None for one in material.demands.asked) > 1:
        rows.append(
            Row(cells=("", "合计", formats.capitals(total), formats.yuan(total), ""), strong=True, source=source)
        )
    apart = "、".join(f"第{place}项" for place in material.demands.uncounted)
    said = (
        f"主请求不涉及金钱，替代请求合计{formats.yuan(total)}。" if material.demands.only_instead else "",
        f"合计不含作为替代请求的{apart}。" if apart else "",
        f"{material.demands.caveat}。" if material.demands.caveat and material.voice.law != "argued" else "",
    )
    note = "".join(said) or None
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
            formats.of_the_side(
                formats.item_label(item, material.book), {"seller": material.speaking.you}, material.book
            ),
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
    """What gives each demand, as the paper's voice says it: quoted word for word, named, or argued with."""
    return _suspected(material) if material.voice.suspects else _LAW[material.voice.law](material)


def _quoted(material: LetterMaterial) -> tuple[Block, ...]:
    """The rule of each demand and, of the first demands, the first provision that gives it, word for word in the text that governs and each once; what else it rests on by name."""
    blocks: list[Block] = []
    quoted: dict[str, None] = {}
    for rule in _rules(material):
        held = [cited for cited in rule.basis if material.book.provision(cited, rule.day, material.today)]
        quotation = None
        for cited in held[:1]:
            label = material.citation(cited, rule.day)
            if label not in quoted and sum(isinstance(one, Quotation) for one in blocks) < MOST_QUOTED:
                quotation = _quotation(material, cited, rule.day)
        named = [cited for cited in held if quotation is None or str(cited) != quotation.source[0]]
        beside = formats.citations(named, material.book, rule.day, material.today, short=True)
        text = f"{rule.text.rstrip('。')}（{beside}）。{rule.unheld}" if beside else f"{rule.text}{rule.unheld}"
        blocks.append(Paragraph(lead=rule.lead, text=text, style="flush", source=(*rule.source, *map(str, named))))
        blocks += [quotation] if quotation else []
        quoted.update(dict.fromkeys(material.citation(cited, rule.day) for cited in held))
    return tuple(blocks)


def _quotation(material: LetterMaterial, cited: Citation, day: date | None) -> Quotation | None:
    provision = material.book.provision(cited, day, material.today)
    if provision is None:
        return None
    return Quotation(label=material.citation(cited, day), text=f"“{_words(provision)}”", source=(str(cited),))


def _named(material: LetterMaterial) -> tuple[Block, ...]:
    """The provisions by their names in one paragraph: whoever decides such matters every day knows their words."""
    named: dict[str, tuple[Citation, date | None]] = {}
    unheld: dict[str, None] = {}
    for rule in _rules(material):
        for cited in rule.basis:
            if material.book.provision(cited, rule.day, material.today):
                named.setdefault(material.citation(cited, rule.day), (cited, rule.day))
        if rule.unheld:
            unheld[rule.unheld] = None
    blocks: list[Block] = []
    if named or unheld:
        words = f"{'、'.join(_together(material, [*named.values()], short=False))}。" if named else ""
        source = tuple(str(cited) for cited, _ in named.values()) or tuple(
            s for rule in _rules(material) for s in rule.source
        )
        blocks.append(Paragraph(text=f"{words}{''.join(unheld)}", source=source))
    return (*blocks, *_also(material, named))


def _argued(material: LetterMaterial) -> tuple[Block, ...]:
    """The rule of each demand with its place, a paragraph each."""
    blocks = []
    for rule in _rules(material):
        held = [cited for cited in rule.basis if material.book.provision(cited, rule.day, material.today)]
        cited = formats.citations(held, material.book, rule.day, material.today)
        text = f"{rule.text.rstrip('。')}（{cited}）。{rule.unheld}" if held else f"{rule.text}{rule.unheld}"
        source = (*rule.source, *(str(one) for one in held))
        blocks.append(Paragraph(lead=rule.lead, text=text, style="flush", source=source))
    return tuple(blocks)


_LAW: Mapping[str, Callable[[LetterMaterial], tuple[Block, ...]]] = {
    "quoted": _quoted,
    "named": _named,
    "argued": _argued,
}


def _suspected(material: LetterMaterial) -> tuple[Block, ...]:
    """Of the laws that the authority enforces, the duties that what the shopper confirmed seems to breach."""
    named: dict[str, tuple[Citation, date | None]] = {}
    for one in broken(material):
        for cited in one.provisions:
            named.setdefault(material.citation(cited, one.day), (cited, one.day))
    found = [*named.values()][:MOST_SUSPECTED]
    if not found:
        return ()
    words = "、".join(_together(material, found, short=False))
    return (Paragraph(text=f"{words}。", source=tuple(str(cited) for cited, _ in found)),)


@dataclass(frozen=True)
class _Rule:
    """The rule that gives one or several demands, in one sentence, with its provisions; ``lead`` says which demands."""

    lead: str | None
    text: str
    unheld: str
    basis: tuple[Citation, ...]
    day: date | None
    source: Source


def _rules(material: LetterMaterial) -> tuple[_Rule, ...]:
    """The rules of the demands in their order; demands with the same rule share it."""
    asked = material.demands.asked
    groups: dict[tuple[str, date | None], list[int]] = {}
    for place, one in enumerate(asked):
        if one.entry is not None and one.found is not None:
            groups.setdefault((material.speaking.say(one.entry.ground), one.found.day), []).append(place)
    rules = []
    for (text, day), places in groups.items():
        ones = [asked[place] for place in places]
        basis = tuple(dict.fromkeys(cited for one in ones if one.found for cited in one.found.basis))
        unheld = "".join(
            dict.fromkeys(
                formats.text_not_attached(one.found, material.book, material.today) for one in ones if one.found
            )
        )
        numbers = "、".join(str(place + 1) for place in places)
        lead = f"第{numbers}项：" if len(asked) > 1 else None
        source = tuple(f"claim:{one.claim}" for one in ones)
        rules.append(_Rule(lead, f"{text}。" if text else "", unheld, basis, day, source))
    return tuple(rules)


def _also(material: LetterMaterial, before: Collection[str]) -> Iterator[Paragraph]:
    """What else supports the demands, as far as a clerk looks it up: the first few that were not named before."""
    labels: dict[str, tuple[Citation, date | None]] = {}
    for one in material.demands.asked:
        for cited in one.found.supports if one.found else ():
            day = one.found.day if one.found else None
            label = material.citation(cited, day)
            if label not in before and material.book.provision(cited, day, material.today):
                labels.setdefault(label, (cited, day))
    once = list(labels.values())[:MOST_ALSO]
    if once:
        source = tuple(dict.fromkeys(str(cited) for cited, _ in once))
        yield Paragraph(text=f"并参见{'、'.join(_together(material, once, short=True))}。", style="note", source=source)


def _together(material: LetterMaterial, found: Sequence[tuple[Citation, date | None]], *, short: bool) -> Iterator[str]:
    """Provisions by name, those of one statute and one day together."""
    statutes = list(dict.fromkeys(cited.statute for cited, _ in found))
    ordered = sorted(found, key=lambda one: statutes.index(one[0].statute))
    for day in dict.fromkeys(day for _, day in ordered):
        several = [cited for cited, on in ordered if on == day]
        yield formats.citations(several, material.book, day, material.today, short=short)


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
    """Every provision that the demands rest on, once: its name, its words, its citation."""
    seen: set[str] = set()
    for rule in _rules(material):
        for cited in rule.basis:
            found = _quotation(material, cited, rule.day)
            if found and found.label and found.label not in seen:
                seen.add(found.label)
                yield found.label, found.text, found.source[0]


def total_in_capitals(total: Decimal | None) -> str:
    """The sum of all demands in capitals; empty when no money is asked."""
    return formats.capitals(total) if total is not None else ""
