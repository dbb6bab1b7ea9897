"""What the law book says of a case, in words: claims with their law and sums, excuses with their answers, deadlines, demands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from consumer_app import formats
from consumer_app.domain.case import Demand
from consumer_app.domain.judging.findings import ClaimFound, Due, ExcuseFound
from consumer_app.domain.law import Citation, LawBook
from consumer_app.web.shown.articles import article_url
from consumer_app.web.shown.cautions import ShownCaution, provision_link, shown_cautions

SOON = 7


@dataclass(frozen=True)
class ShownLaw:
    """A provision word for word."""

    title: str
    article: str
    text: str
    source: str
    in_force: str
    url: str


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
                    url=article_url(citation, statute, book),
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
    waits_for_its_text: bool
    against: str
    contested: bool
    contested_by: list[str]
    moves: str
    other_side: str
    least: str
    sums: list[ShownSum]
    total: str
    why: list[str]
    missing: list[str]
    excluded_by: list[str]
    law: list[ShownLaw]
    burden: list[tuple[str, str]]
    burden_law: list[ShownLaw]
    cautions: list[ShownCaution]


def shown_claim(claim: ClaimFound, book: LawBook, today: date) -> ShownClaim:
    """A claim in words."""
    entry, sum_found = book.claims[claim.id], claim.amount
    burden = entry.burden
    missing = [f"{formats.question(one.fact, book)}（{formats.could_become(one)}）" for one in claim.missing]
    missing += [f"要算出金额，还差：{formats.fact_label(fact, book)}" for fact in claim.amount_needs]
    if words := formats.text_not_held(claim, book, today):
        missing.append(words)
    excluded = [formats.reason(one, book) for one in claim.excluded_by]
    cautions = shown_cautions(claim.cautions, book)
    if claim.better:
        better = book.claims[claim.better].title
        why = "更稳妥" if claim.status == "contested" else "对您更有利"
        cautions.insert(0, ShownCaution(f"和「{better}」只能选一项，按您说的事实，「{better}」{why}。"))
    return ShownClaim(
        id=claim.id,
        title=entry.title,
        status=claim.status,
        status_word=formats.status(claim),
        waits_for_its_text=claim.waits_for_its_text,
        against=formats.RESPONDENTS[claim.against],
        contested=claim.certainty == "contested",
        contested_by=[formats.reason(one, book) for one in claim.contested_by],
        moves=entry.moves or "",
        other_side=entry.other_side or "",
        least=formats.least(sum_found),
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
        burden_law=shown_law([burden.basis], book, claim.day, today) if burden and burden.basis else [],
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
    """A deadline as a chip, with its working, and where the period comes from."""

    title: str
    on: str
    shown: str
    weekday: str
    left: str
    kind: str
    working: str
    waits_for: str
    note: str
    remark: str
    source: str
    url: str


def shown_due(due: Due, book: LawBook) -> ShownDue:
    """A deadline in words."""
    kind = "later"
    if due.days_left is not None and due.days_left <= SOON:
        kind = "past" if due.days_left < 0 else "soon"
    started = formats.fact_label(due.after, book)
    words = formats.working(due, started)
    source, url = provision_link(due.basis, due.started_on, book)
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
        remark=due.note or "",
        source=source or due.source or "",
        url=url,
    )


def demand_words(demand: Demand, book: LawBook) -> str:
    """A demand as the check page says it."""
    if demand.claim is None or demand.claim not in book.claims:
        return demand.text or ""
    text = demand.text or book.claims[demand.claim].title
    return f"{text}：{formats.yuan(demand.amount)}" if demand.amount is not None else text


def demand_hint(claim: ClaimFound, book: LawBook, *, asked: bool = False) -> str:
    """Under a claim that can be asked: the sum, whom to ask, the first provision; what decides a contested one.

    ``asked``: what it lacks is asked right beside it.
    """
    several = len(claim.basis) > 1
    on = formats.citations(claim.basis[:1], book, claim.day, claim.day or date.max, short=True)
    sum_found = f"{formats.amount(claim.amount)}，" if claim.amount and claim.status != "open" else ""
    words = f"{sum_found}向{formats.RESPONDENTS[claim.against]}要"
    words += f"，依据{on}{'等' if several else ''}" if on else ""
    if claim.status == "open":
        if claim.missing and not claim.waits_for_its_text:
            return words if asked else f"{words}。还说不准"
        unheld = formats.text_not_held(claim, book, claim.day or date.max)
        return f"{words}。{unheld}" if unheld else f"{words}。还说不准"
    if claim.amount_needs and not claim.amount and not asked:
        needs = "、".join(formats.fact_label(fact, book) for fact in claim.amount_needs)
        words = f"{words}。填了「{needs}」才算得出金额"
    if claim.certainty != "contested":
        return words
    moves, least = book.claims[claim.id].moves, formats.least(claim.amount)
    return "。".join(filter(None, (words, f"法院看法不一{f'：{moves}' if moves else ''}".rstrip("。"), least)))
