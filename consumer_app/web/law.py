"""The law book for readers: disputes, claims, excuses and provisions, each with its text, days, source and what rests on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consumer_app import formats
from consumer_app.domain.law import (
    Citation,
    Claim,
    Condition,
    Dated,
    LawBook,
    Remedy,
    Statute,
)
from consumer_app.domain.law.lookup import Uses, offered_by, search, uses
from consumer_app.web import current
from consumer_app.web.assessed import law_book
from consumer_app.web.shown.articles import article_url
from consumer_app.web.shown.cautions import provision_link
from consumer_app.web.shown.for_readers import cautions_for_readers, shown_calendar, shown_evidence, shown_rule
from consumer_app.web.shown.kinds import shown_groups

bp = Blueprint("law", __name__, url_prefix="/law")

LONGEST_QUERY = 60
IN_ONE_SENTENCE = 3
CLAIMS_NAMED = 20
Link = tuple[str, str]


@dataclass(frozen=True)
class ShownCondition:
    """One condition: its words, or many alternatives; the editor's sentence, the provision it comes from and where that is read."""

    words: str
    alternatives: tuple[str, ...]
    why: str
    source: str
    url: str


@dataclass(frozen=True)
class ShownArticle:
    """One article: its number in words, its text, the first claims that rest on it and how many do, the excuses it answers."""

    number: str
    name: str
    text: str
    claims: list[Link]
    all_claims: int
    excuses: list[Link]


@bp.get("")
@current.public
def browse() -> ResponseReturnValue:
    """Everything by kind, or what a search finds."""
    book, query = law_book(), " ".join(request.args.get("q", "")[:LONGEST_QUERY].split())
    hits = search(query, book) if query else None
    return render_template(
        "law/browse.html",
        query=query,
        hits=hits,
        disputes=_disputes(hits.disputes, book) if hits else [],
        groups=[] if hits else [(group.title, _disputes(group.kinds, book)) for group in shown_groups(book)],
        claims=_claims(hits.claims, book) if hits else [],
        excuses=_excuses(hits.excuses, book) if hits else [],
        articles=[_article_link(place, book) for place in hits.articles] if hits else [],
        statutes=[] if hits else _statutes(book),
        calendars=[]
        if hits
        else [shown_calendar(book.calendars[year]) for year in sorted(book.calendars, reverse=True)],
    )


@bp.get("/disputes/<slug>")
@current.public
def show_dispute(slug: str) -> ResponseReturnValue:
    """One kind of dispute: what can be claimed, what sellers say, what to keep, where to go."""
    book = law_book()
    dispute = book.disputes.get(slug) or abort(404)
    return render_template(
        "law/dispute.html",
        dispute=dispute,
        evidence=[shown_evidence(wanted, book) for wanted in dispute.evidence],
        advice=cautions_for_readers(dispute.advice, book),
        elsewhere=[(one.title, one.where) for one in book.elsewhere.values() if slug in one.still],
        claims=_claims(dispute.claims, book),
        excuses=_excuses(dispute.excuses, book),
        channels=[book.channels[one].title for one in dispute.channels],
        questions=[formats.question(fact, book) for fact in dispute.facts],
    )


@bp.get("/claims/<slug>")
@current.public
def show_claim(slug: str) -> ResponseReturnValue:
    """One claim: its conditions and exceptions with their sources, its sum, the burden, what to be careful of, its law."""
    book = law_book()
    claim = book.claims.get(slug) or abort(404)
    return render_template(
        "law/claim.html",
        claim=claim,
        against=formats.RESPONDENTS[claim.against],
        asks=formats.ASKS[claim.asks],
        certainty=formats.CONTESTED[claim.certainty],
        when=_conditions(claim.when, book),
        unless=_conditions(claim.unless, book),
        contested=_conditions(claim.contested, book),
        formula=_formula(claim.remedy, book),
        least=_formula(claim.least, book),
        claim_request=formats.in_general(claim.request),
        ground=formats.in_general(claim.ground),
        burden_basis=_provisions(_undated([burden.basis]), book) if (burden := claim.burden) and burden.basis else [],
        cautions=cautions_for_readers(claim.caution, book),
        basis=_provisions(_basis(claim), book),
        supports=_provisions(_undated(claim.supports), book),
        excludes=_claims((one for one in claim.excludes if one in book.claims), book),
        disputes=[(book.disputes[one].title, url_for(".show_dispute", slug=one)) for one in offered_by(slug, book)],
    )


@bp.get("/excuses/<slug>")
@current.public
def show_excuse(slug: str) -> ResponseReturnValue:
    """One thing sellers say: the answer, its law, and when the seller is right."""
    book = law_book()
    excuse = book.excuses.get(slug) or abort(404)
    return render_template(
        "law/excuse.html",
        excuse=excuse,
        answer_request=formats.in_general(excuse.request),
        ground=formats.in_general(excuse.ground),
        basis=_provisions(_undated(excuse.basis), book),
    )


@bp.get("/statutes/<slug>")
@current.public
def show_statute(slug: str) -> ResponseReturnValue:
    """One text: the articles the product cites, word for word, with what rests on each."""
    book = law_book()
    statute = book.statutes.get(slug) or abort(404)
    resting = uses(book)
    articles = [
        _shown_article(number, statute, resting.get((slug, number), Uses()), book)
        for number in sorted(statute.articles, key=int)
    ]
    return render_template(
        "law/statute.html",
        statute=statute,
        articles=articles,
        kind=formats.STATUTE_KINDS[statute.kind],
        from_=formats.day(statute.in_force_from),
        until=formats.day(statute.in_force_until) if statute.in_force_until else "",
        facts_from=formats.day(statute.facts_from) if statute.facts_from else "",
        checked=formats.day(statute.checked_on),
    )


@bp.get("/wording")
@current.public
def show_wording() -> ResponseReturnValue:
    """What a letter should not say, by kind: with examples, why, and what to write instead."""
    book = law_book()
    kinds = [
        (formats.WORDING_KINDS[kind], [shown_rule(one, book) for one in rules]) for kind, rules in book.wording.items()
    ]
    return render_template("law/wording.html", kinds=kinds)


def _claims(slugs: Iterable[str], book: LawBook) -> list[Link]:
    return [(book.claims[slug].title, url_for(".show_claim", slug=slug)) for slug in slugs]


def _excuses(slugs: Iterable[str], book: LawBook) -> list[Link]:
    return [(book.excuses[slug].title, url_for(".show_excuse", slug=slug)) for slug in slugs]


def _disputes(slugs: Iterable[str], book: LawBook) -> list[tuple[str, str, str]]:
    return [
        (book.disputes[slug].title, book.disputes[slug].plain, url_for(".show_dispute", slug=slug)) for slug in slugs
    ]


def _article_link(place: tuple[str, str], book: LawBook) -> tuple[str, str, str]:
    slug, number = place
    statute = book.statutes[slug]
    name = f"{formats.statute_title(statute)}{formats.provision(Citation(slug, number))}"
    return name, statute.articles[number].text, url_for(".show_statute", slug=slug, _anchor=f"art-{number}")


def _statutes(book: LawBook) -> list[tuple[str, list[tuple[str, str, str]]]]:
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for slug, statute in sorted(
        book.statutes.items(), key=lambda item: list(formats.STATUTE_KINDS).index(item[1].kind)
    ):
        days = f"{formats.day(statute.in_force_from)}起"
        if statute.in_force_until:
            days += f"，{formats.day(statute.in_force_until)}前（已被新文本取代）"
        groups.setdefault(formats.STATUTE_KINDS[statute.kind], []).append(
            (statute.title, days, url_for(".show_statute", slug=slug))
        )
    return list(groups.items())


def _provisions(citations: Iterable[tuple[Citation, date | None]], book: LawBook) -> list[tuple[str, str, str]]:
    """Each provision's name, words and address, in the text of that day; without a day, in the newest text that has the article."""
    shown = []
    for cited, day in citations:
        statute = book.text_to_read(cited, day)
        words = book.provision(cited, day or statute.in_force_from, max(day or date.min, statute.in_force_from))
        name = f"{formats.statute_title(statute)}{formats.provision(cited)}"
        shown.append(
            (name, words.text if words else statute.articles[cited.article].text, article_url(cited, statute, book))
        )
    return shown


def _undated(citations: Iterable[Citation]) -> list[tuple[Citation, date | None]]:
    return [(text, None) for text in citations]


def _basis(claim: Claim) -> list[tuple[Citation, date | None]]:
    """What a claim is based on; where its articles moved, each with the day from which it is the basis."""
    if isinstance(claim.basis, Dated):
        return [(text, start) for start, citations in claim.basis.starts for text in citations]
    return _undated(claim.basis)


def _conditions(conditions: Iterable[Condition], book: LawBook) -> list[ShownCondition]:
    shown = []
    for one in conditions:
        several = formats.alternatives(one, book)
        words = formats.condition(one, book) if len(several) <= IN_ONE_SENTENCE else formats.only_where(one, book)
        rest = several if len(several) > IN_ONE_SENTENCE else ()
        shown.append(ShownCondition(words, rest, one.why or "", *provision_link(one.source, None, book)))
    return shown


def _formula(remedy: Remedy | None, book: LawBook) -> list[str]:
    """The dated numbers of a sum, in words."""
    if remedy is None:
        return []
    dated = (
        ("价款的倍数", remedy.multiple),
        ("损失的倍数", remedy.loss_multiple),
        ("不足此数时按此数", remedy.floor),
        ("上限", remedy.cap),
        ("比率", remedy.rate),
    )
    words = [
        f"{label}：{formats.plain_number(value)}（{formats.day(start)}起）"
        for label, table in dated
        if table
        for start, value in table.starts
    ]
    return words + [f"减去：{formats.fact_label(fact, book)}" for fact in remedy.less]


def _shown_article(number: str, statute: Statute, resting: Uses, book: LawBook) -> ShownArticle:
    name = formats.provision(Citation("", number))
    claims = tuple(dict.fromkeys((*resting.basis_of, *resting.supports)))
    return ShownArticle(
        number,
        name,
        statute.articles[number].text.strip(),
        _claims(claims[:CLAIMS_NAMED], book),
        len(claims),
        _excuses(resting.answers, book),
    )
