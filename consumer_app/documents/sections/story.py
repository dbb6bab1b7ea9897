"""What happened, what the shopper has confirmed, and where they have been already."""

import re

from consumer_app import formats
from consumer_app.documents.breaches import broken
from consumer_app.documents.paper import Block, Column, Paragraph, Quotation, Row, Table
from consumer_app.documents.paper_material import LetterMaterial, Material
from consumer_app.documents.sections import teller
from consumer_app.domain.case import Case, Event, Step
from consumer_app.domain.case.telling import rest_of
from consumer_app.domain.judging.demands import PAID_IN_MONEY
from consumer_app.domain.judging.facts import typed
from consumer_app.domain.law import Claim, Test, Value
from consumer_app.domain.listening.wishes import without_wishes
from consumer_app.formats.private import hidden

AS_TOLD = "{}就事情经过陈述如下："
BESIDE = "其他情况，{}陈述如下："
EDGES = "，,、；;"
INSIDE = "，,、；; "
SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]*")
MOST_LINES = 6
TWO = 2
"""So many confirmed facts say what is wrong."""
ENDS = ("。", "！", "？", "；", "”", ".", "!", "?")
TIMELINE = (
    Column(title="时间", width=17),
    Column(title="人员与渠道", width=17),
    Column(title="经过与原话", width=54),
    Column(title="证据", width=12),
)


def timeline(material: Material) -> tuple[Block, ...]:
    """Every event in order of time: when, who, through which channel, what, the exact words, which exhibit shows it.

    What of the shopper's own story no event holds stands behind them as it was told, unless it was left out.
    """
    rows = []
    for event in material.events:
        told = material.telling.event(event)
        what = for_its_reader(told.what, material)
        if not what and not told.quote:
            continue
        ended = what if what.endswith(ENDS) else f"{what}。"
        words = f"{ended}原话：{formats.quoted(_run_in(told.quote))}" if told.quote else what
        who = "" if _tells_who(event, material.case) else told.who
        rows.append(
            Row(
                cells=(told.when, f"{who}\n{told.channel}".strip() if who else "", words, told.exhibits),
                source=(f"events/{event.id}",),
            )
        )
    found: list[Block] = [Table(name="timeline", columns=TIMELINE, rows=tuple(rows))] if rows else []
    if beside := as_told(material):
        lead = Paragraph(text=(BESIDE if rows else AS_TOLD).format(teller.teller(material)), source=("told",))
        found += [lead, Quotation(text=beside, source=("told",))]
    return tuple(found)


def _tells_who(event: Event, case: Case) -> bool:
    """Whether a row in the shopper's own words tells what they did themselves, so that nobody has to be named beside it."""
    shopper = case.party("shopper")
    own = shopper is not None and event.actor == shopper.id
    return bool(event.told) and own and event.channel is None and event.quote is None


def as_told(material: Material) -> str:
    """What of the story no event holds and nobody left out, in the shopper's words, a line for each stretch of it."""
    told = ((part.text.rstrip(), for_its_reader(part.text, material)) for part in rest_of(material.case))
    return "\n".join(_whole(words, text) for text, shown in told if (words := shown.strip().strip(EDGES)))


def _whole(words: str, told: str) -> str:
    """Where a clause was left out behind what was told, the sentence ends there."""
    return f"{words}。" if told.endswith(tuple(EDGES)) and not words.endswith(ENDS) else words


def for_its_reader(told: str, material: Material, *, whole: bool = False) -> str:
    """The words of the story for this paper: without private numbers; where it asks for no money and says so, without what the shopper wishes.

    ``whole``: sentences are kept or left whole, as in what was put down for a paper; of what was told a clause may go.
    """
    shown = hidden(told)
    if isinstance(material, LetterMaterial) and set(PAID_IN_MONEY) <= set(material.channel.cannot):
        if not whole:
            return without_wishes(shown, material.book)
        sentences = SENTENCE.findall(shown)
        return "".join(
            one for one in sentences if without_wishes(one, material.book).strip() == one.strip().rstrip(INSIDE)
        )
    return shown


def _run_in(quote: str) -> str:
    """A long paste without its line breaks, so that one message does not fill a page by itself."""
    lines = [line.strip() for line in quote.splitlines() if line.strip()]
    return quote if len(lines) <= MOST_LINES else "　".join(lines)


def _went_to(material: Material, step: Step) -> str:
    """Whom the shopper went to: the platform by its name, others as the channel addresses them."""
    channel = material.book.channels.get(step.channel)
    if channel is None:
        return step.channel
    if channel.kind == "platform" and material.platform:
        return material.platform.title
    return channel.addressee.partition("（")[0]


def what_is_wrong(material: LetterMaterial) -> tuple[tuple[str, str], ...]:
    """The first confirmed facts of the dispute, which say what is wrong where the shopper has no line of their own."""
    if material.case.trouble:
        return ()
    book = material.book
    order = [name for slug in material.case.disputes if slug in book.disputes for name in book.disputes[slug].facts]
    known = [one for one in confirmed(material) if one[0] in order and one[0] not in book.facts_of_doors]
    return tuple(sorted(known, key=lambda one: order.index(one[0]))[:TWO])


def facts(material: LetterMaterial) -> tuple[Block, ...]:
    """What the shopper has answered, as far as a demand rests on it, in the words the law book gives each fact.

    What the letter opens with is not said again; what admits something stands first.
    """
    opened = what_is_wrong(material) if material.opens_with_it else ()
    admits = material.book.words.admits
    said = sorted((one for one in confirmed(material) if one not in opened), key=lambda one: not admits(one[1]))
    source = tuple(one for name, _ in said for one in (f"answers/{name}", f"fact:{name}"))
    text = "；".join(text for _, text in said)
    return (Paragraph(lead="情况说明：", text=f"{text}。", style="flush", source=source),) if said else ()


def confirmed(material: LetterMaterial) -> tuple[tuple[str, str], ...]:
    """The answered facts that speak for the demands, each with its sentence; of several choices those that a demand rests on.

    A report tells every one that is the breach of a duty, whatever is asked elsewhere, and those first.
    """
    breaches = broken(material) if material.voice.suspects else ()
    reasons = [reason for one in material.demands.asked if one.found for reason in one.found.why if reason.holds]
    names = dict.fromkeys(
        [
            *(one.fact for one in breaches),
            *(reason.fact for reason in reasons),
            *(fact for one in material.demands.asked if one.entry and one.found for fact in _counted(one.entry)),
            *(test.fact for when in material.channel.when for test in when.tests if _answers(material, test)),
        ]
    )
    wanted = {
        (reason.fact, choice)
        for reason in reasons
        if reason.test == "has"
        for choice in (reason.wanted if isinstance(reason.wanted, tuple) else (reason.wanted,))
    }
    wanted |= {(one.fact, one.choice) for one in breaches}
    found = []
    for name in names:
        definition, answer = material.book.facts.get(name), _answered(name, material)
        if isinstance(answer, tuple):
            answer = tuple(one for one in answer if (name, one) in wanted)
        if definition is not None and (
            text := formats.fact_in_words(definition, answer, material.speaking.me, material.speaking.you)
        ):
            found.append((name, text))
    return tuple(found)


def _counted(claim: Claim) -> tuple[str, ...]:
    """The facts from which the claim's sum is worked out, with what is taken from it."""
    if claim.remedy is None:
        return ()
    put = claim.remedy.inputs.values()
    return (*(fact for one in put for fact in ((one,) if isinstance(one, str) else one)), *claim.remedy.less)


def _answered(name: str, material: LetterMaterial) -> Value | None:
    answer = material.case.answers.get(name)
    return typed(name, answer, material.book) if answer is not None and name in material.book.facts else None


def _answers(material: LetterMaterial, test: Test) -> bool:
    return isinstance(test.is_, bool) and material.case.answers.get(test.fact) is test.is_


def steps(material: Material) -> tuple[Block, ...]:
    """Where the shopper has been before, with number and answer."""
    columns = (
        Column(title="处理方", width=25),
        Column(title="提出日期", width=20),
        Column(title="编号", width=18),
        Column(title="答复", width=37),
    )
    rows = []
    for step in material.case.steps:
        told = formats.step_in_words(step, material.book)
        sent = next((paper for paper in material.case.papers if paper.id == step.paper), None)
        by = f"\n{sent.title}（第{sent.number}号）" if sent else ""
        replied = f"（{told.replied}）" if told.replied else ""
        rows.append(
            Row(
                cells=(
                    f"{_went_to(material, step)}{by}",
                    told.done,
                    told.reference,
                    f"{told.reply}{replied}" if told.reply else "",
                ),
                source=(f"steps/{step.id}", f"channel:{step.channel}"),
            )
        )
    return (Table(name="steps", columns=columns, rows=tuple(rows)),) if rows else ()
